import { join } from 'node:path';
import { dataFolder, PratiqueError } from '@pratique/foundation';
import { type EmbeddedPostgres, runningPostgres, startEmbeddedPostgres } from '@pratique/store';
import { type Invocation, textOption } from '../cli/command.ts';
import { stderr } from '../cli/streams.ts';

/** What a command that uses the database may do. */
export interface DatabaseUse {
  /** Use the embedded database beside a running `pratique serve`. */
  readonly shared: boolean;
}

/** Where the embedded PostgreSQL keeps its files. */
export function embeddedFolder(): string {
  return join(dataFolder(), 'postgres');
}

async function startOrShare(directory: string, { shared }: DatabaseUse): Promise<EmbeddedPostgres | string> {
  try {
    return await startEmbeddedPostgres({ directory, log: (line) => void stderr().write(`pratique: ${line}\n`) });
  } catch (error) {
    const locked = error instanceof PratiqueError && error.code === 'store/embedded-locked';
    const address = locked && shared ? runningPostgres(directory) : undefined;
    if (address === undefined) throw error;
    return address;
  }
}

/**
 * Works with the database that the options or the environment name, else with the embedded one, which is started for it.
 * @throws PratiqueError `store/…` and whatever the work throws
 */
export async function withDatabase<Result>(
  { options, signal }: Pick<Invocation, 'options' | 'signal'>,
  use: DatabaseUse,
  work: (connectionString: string) => Promise<Result>,
): Promise<Result> {
  const given = textOption(options, 'database-url') ?? process.env['PRATIQUE_DATABASE_URL'];
  if (given) return work(given);
  const database = await startOrShare(embeddedFolder(), use);
  if (typeof database === 'string') return work(database);
  const stop = (): void => void database.stop();
  signal.addEventListener('abort', stop);
  try {
    return await work(database.connectionString);
  } finally {
    signal.removeEventListener('abort', stop);
    await database.stop();
  }
}
