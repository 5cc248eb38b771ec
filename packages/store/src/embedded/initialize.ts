import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PratiqueError } from '@pratique/foundation';
import { storeErrors } from '../errors.ts';
import type { PostgresBinaries } from './binaries.ts';
import { inaccessible } from './inaccessible.ts';
import { type Instance, logSince, makePrivateFolder, withFolder, writePrivateFile } from './instance.ts';
import { endOf, type Programs, spawnProgram } from './programs.ts';

/** Role and database. The role owns the database and may create others; it is no superuser. */
export const ROLE = 'pratique';

/** Begins the name of a data directory that is being made. It gets its own name once it is whole. */
const UNFINISHED = 'new-';

/** Only the one role, only from this machine, only with its password. Nobody can log in as the superuser. */
const hostBasedAuthentication = `host all ${ROLE} 127.0.0.1/32 scram-sha-256\n`;

function failed(attempted: string, { directory }: Instance, why: string, cause?: unknown): PratiqueError {
  return storeErrors.create('store/embedded-failed', { attempted, on: directory, why, cause });
}

/** Refuses data that the programs cannot read. */
function checkVersion(instance: Instance, { major }: PostgresBinaries): void {
  const path = join(instance.data, 'PG_VERSION');
  if (!existsSync(path) || !existsSync(instance.password)) {
    const why = existsSync(path) ? 'the file `password` is missing' : 'the file `data/PG_VERSION` is missing';
    throw storeErrors.create('store/embedded-damaged', { attempted: 'open', on: instance.directory, why });
  }
  const written = readFileSync(path, 'utf8').trim();
  if (written === String(major)) return;
  const why = `it is of PostgreSQL ${written}, and this Pratique brings PostgreSQL ${major}`;
  throw storeErrors.create('store/embedded-version', { attempted: 'open', on: instance.data, why });
}

/** The reason why a program failed: what it called fatal, else its last words. */
export function lastWords(log: string): string {
  const lines = log.split('\n').filter((line) => line.trim() !== '');
  const telling = lines.find((line) => /FATAL|PANIC|error:|could not|invalid value|unrecognized/.test(line));
  const words = (telling ?? lines.at(-1) ?? 'it said nothing').replace(/^.*?(?:FATAL|PANIC|LOG|error): +/, '');
  return words.slice(0, 500);
}

async function runToEnd(
  attempted: string,
  instance: Instance,
  spawned: { readonly child: ReturnType<typeof spawnProgram>; readonly offset: number },
): Promise<void> {
  const end = await endOf(spawned.child);
  if (end.code === 0) return;
  const log = logSince(instance, spawned.offset);
  const why = end.error?.message ?? (end.signal ? `it was ended by ${end.signal}` : lastWords(log));
  if (/No space left|Disk quota|Read-only file system/i.test(log)) {
    throw storeErrors.create('store/embedded-inaccessible', { attempted, on: instance.directory, why });
  }
  throw failed(attempted, instance, why);
}

async function createData(instance: Instance, programs: Programs, output: number): Promise<void> {
  const unfinished = join(instance.directory, `${UNFINISHED}${randomUUID()}`);
  makePrivateFolder(unfinished, programs.user);
  const password = randomBytes(32).toString('base64url');
  const size = (): number => statSync(instance.log, { throwIfNoEntry: false })?.size ?? 0;
  await withFolder(unfinished, programs.user, (folder) => {
    const args = ['-D', folder.name, '-U', 'postgres', '--auth=reject', '-E', 'UTF8', '--locale=C'];
    // The collation comes with PostgreSQL, so that no upgrade of the system changes the order of an index.
    args.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8');
    const offset = size();
    const child = spawnProgram(programs, 'initdb', args, { folder, output });
    return runToEnd('create the database in', instance, { child, offset });
  });
  writeFileSync(join(unfinished, 'pg_hba.conf'), hostBasedAuthentication);
  await withFolder(unfinished, programs.user, (folder) => {
    const args = ['--single', '-D', folder.name, '-c', 'unix_socket_directories=', 'postgres'];
    const input = `create role ${ROLE} login createdb password '${password}'\ncreate database ${ROLE} owner ${ROLE}\n`;
    const offset = size();
    const child = spawnProgram(programs, 'postgres', args, { folder, output, input });
    return runToEnd('create the role in', instance, { child, offset });
  });
  writePrivateFile(instance.password, password);
  renameSync(unfinished, instance.data);
}

/**
 * Creates the data directory where there is none; what a killed attempt left goes. It appears whole or not at all.
 * @throws PratiqueError `store/embedded-version`, `store/embedded-damaged`, `store/embedded-inaccessible`, `store/embedded-failed`
 */
export async function ensureData(
  instance: Instance,
  binaries: PostgresBinaries,
  programs: Programs,
  output: number,
): Promise<void> {
  try {
    for (const name of readdirSync(instance.directory)) {
      if (name.startsWith(UNFINISHED)) rmSync(join(instance.directory, name), { recursive: true, force: true });
    }
    if (existsSync(instance.data)) checkVersion(instance, binaries);
    else await createData(instance, programs, output);
  } catch (cause) {
    if (cause instanceof PratiqueError) throw cause;
    throw inaccessible('create the database in', instance.directory, cause);
  }
}
