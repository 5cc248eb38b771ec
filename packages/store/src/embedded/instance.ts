import {
  chmodSync,
  chownSync,
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { inaccessible } from './inaccessible.ts';
import type { RunUser } from './run-user.ts';

/** The paths of one instance directory. Everything but the data belongs to the user that Pratique runs as. */
export interface Instance {
  readonly directory: string;
  /** PostgreSQL's data directory, mode 0700, owned by the user that the database runs as. */
  readonly data: string;
  /** Password of the role `pratique`, mode 0600. */
  readonly password: string;
  readonly log: string;
}

/** Bytes of log after which a start begins a new file and keeps one old one. */
const MAX_LOG = 8 * 1024 * 1024;

/** Under root the database's own user must be able to pass; nobody can list the folder. */
function folderMode(): number {
  return process.getuid?.() === 0 ? 0o711 : 0o700;
}

/**
 * Makes the instance directory where it is missing, and its folders above.
 * @throws PratiqueError `store/embedded-inaccessible`
 */
export function prepareInstance(path: string): Instance {
  const directory = resolve(path);
  try {
    if (mkdirSync(directory, { recursive: true }) !== undefined) chmodSync(directory, folderMode());
  } catch (cause) {
    throw inaccessible('create', directory, cause);
  }
  return {
    directory,
    data: join(directory, 'data'),
    password: join(directory, 'password'),
    log: join(directory, 'postgres.log'),
  };
}

/** A folder as a program is told of it, under the name that the program can use. */
export interface NamedFolder {
  readonly name: string;
  /** To hand on as file descriptor 3, or undefined where the name is the path. */
  readonly descriptor: number | undefined;
}

/**
 * Names a folder for a program that runs as another user. That user may not be able to pass the folders above (root's home,
 * a temporary folder of mode 0700), and their modes are not ours to change. On Linux the opened folder is handed on:
 * through `/proc/self/fd/3` it is entered without passing them.
 */
export function withFolder<Result>(
  path: string,
  user: RunUser | undefined,
  use: (folder: NamedFolder) => Result,
): Result {
  if (!user || process.platform !== 'linux') return use({ name: path, descriptor: undefined });
  const descriptor = openSync(path, 'r');
  try {
    return use({ name: '/proc/self/fd/3', descriptor });
  } finally {
    closeSync(descriptor);
  }
}

/** Makes a folder that belongs to the user of the database alone. */
export function makePrivateFolder(path: string, user: RunUser | undefined): void {
  mkdirSync(path, { mode: 0o700 });
  if (user) chownSync(path, user.uid, user.gid);
}

/** Opens the log for appending. */
export function openLog({ log }: Instance): number {
  const found = statSync(log, { throwIfNoEntry: false });
  if (found && found.size > MAX_LOG) renameSync(log, `${log}.1`);
  return openSync(log, 'a', 0o600);
}

/** The last lines of the log since an offset: why the server did not start. */
export function logSince({ log }: Instance, offset: number): string {
  try {
    return readFileSync(log).subarray(offset).toString('utf8');
  } catch {
    return '';
  }
}

/** Writes a file that nobody else may read. */
export function writePrivateFile(path: string, text: string): void {
  writeFileSync(path, text, { mode: 0o600 });
  chmodSync(path, 0o600);
}
