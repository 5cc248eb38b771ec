import { pullAdvisories } from '@pratique/advisories';
import type { Invocation } from '../cli/command.ts';
import { writeOutput } from '../cli/output.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { keyPath, readKeyFile } from './key-files.ts';
import { advisoryDatabasePath } from './open-database.ts';

/** `pratique advisories pull DIR|URL --key FILE`. */
export async function run({ args: [from = ''], options, signal }: Invocation): Promise<ExitCode> {
  const publicKey = await readKeyFile(keyPath(options));
  const report = await pullAdvisories({ from, databasePath: advisoryDatabasePath(), publicKey, signal });
  const { generation, previousGeneration, applied, bytes, publishedAt } = report;
  const change = applied === 'nothing' ? 'nothing new' : `applied ${applied}, ${(bytes / 1e6).toFixed(2)} MB`;
  await writeOutput(
    undefined,
    `Generation ${previousGeneration} → ${generation}: ${change}; published ${publishedAt}\n`,
  );
  return exitCodes.done;
}
