import { existsSync, lstatSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type DatabaseSyncOptions } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { ensureFolder, PratiqueError, reasonOf } from '@pratique/foundation';
import { advisoryErrors } from '../errors.ts';
import { writeFailure } from '../write-failure.ts';
import { APPLICATION_ID, createTables, SCHEMA_VERSION } from './schema.ts';

/** How long a reader waits for a moment of SQLite's own locks. Milliseconds. */
const READ_TIMEOUT = 5000;
const RETRY_AFTER = 100;

// SQLite result codes, primary ones (sqlite3.h).
const BUSY = 5;
const READONLY = 8;
const IOERR = 10;
const CANTOPEN = 14;

function primaryCode(thrown: unknown): number | undefined {
  return thrown instanceof Error && 'errcode' in thrown && typeof thrown.errcode === 'number'
    ? thrown.errcode & 0xff
    : undefined;
}

/** Any error of SQLite as ours: a damaged or foreign file, one that may not be read, or a lock that somebody else holds. */
export function databaseError(attempted: string, path: string, cause: unknown): PratiqueError {
  if (cause instanceof PratiqueError) return cause;
  const code = codeOfReading(primaryCode(cause));
  return advisoryErrors.create(code, { attempted, on: path, why: reasonOf(cause), cause });
}

function codeOfReading(code: number | undefined) {
  if (code === BUSY) return 'advisories/database-busy';
  // Where the medium or a limit of the process fails, removing the file would help nobody.
  return code === CANTOPEN || code === IOERR ? 'advisories/database-inaccessible' : 'advisories/database-unreadable';
}

/** Any error while the database is being changed, as ours; a place that cannot be written to is told apart. */
export function changeError(path: string, cause: unknown): PratiqueError {
  if (cause instanceof PratiqueError) return cause;
  const attempted = 'change the advisory database';
  return writeFailure(attempted, path, cause) ?? databaseError(attempted, path, cause);
}

/**
 * Whether there is a database file. Only what is surely not there is missing: a folder that may not be entered, or a link
 * that leads nowhere, must not pass for a system without advisories.
 * @throws PratiqueError `advisories/database-inaccessible`
 */
export function databaseExists(path: string): boolean {
  const attempted = 'open the advisory database';
  try {
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return false;
    // A pipe would be waited for.
    if (statSync(path).isFile()) return true;
  } catch (cause) {
    throw advisoryErrors.create('advisories/database-inaccessible', {
      attempted,
      on: path,
      why: reasonOf(cause),
      cause,
    });
  }
  throw advisoryErrors.create('advisories/database-inaccessible', { attempted, on: path, why: 'it is no file' });
}

function pragma(database: DatabaseSync, name: string): number {
  return Number(Object.values(database.prepare(`pragma ${name}`).get() ?? {})[0] ?? 0);
}

/** Whether the file has our tables. An empty file has none yet. */
function checkSchema(database: DatabaseSync, path: string): 'empty' | 'current' {
  const application = pragma(database, 'application_id');
  const version = pragma(database, 'user_version');
  if (application === 0 && version === 0 && pragma(database, 'schema_version') === 0) return 'empty';
  if (application !== APPLICATION_ID) throw unreadable(path, 'it is an SQLite file of another program');
  if (version > SCHEMA_VERSION) {
    const why = `its tables have version ${version}, this program knows ${SCHEMA_VERSION}`;
    throw advisoryErrors.create('advisories/database-newer', {
      attempted: 'open the advisory database',
      on: path,
      why,
    });
  }
  return 'current';
}

function unreadable(path: string, why: string): PratiqueError {
  return advisoryErrors.create('advisories/database-unreadable', {
    attempted: 'open the advisory database',
    on: path,
    why,
  });
}

function opened(location: string | URL, options: DatabaseSyncOptions): DatabaseSync {
  const database = new DatabaseSync(location, { allowExtension: false, ...options });
  try {
    // The first read finds out whether the file is a database at all.
    pragma(database, 'schema_version');
    return database;
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}

/**
 * Opens an existing database for reading, within a read transaction: everything read through it is of one generation.
 * Where no lock files can be made (a read-only medium, a full disk) it is opened as immutable. Undefined for a file without tables:
 * what a first update leaves when it fails.
 * @throws PratiqueError `advisories/database-unreadable`, `advisories/database-newer`, `advisories/database-inaccessible`
 */
export function openForReading(path: string): DatabaseSync | undefined {
  try {
    const database = openReadable(path);
    try {
      if (checkSchema(database, path) === 'empty') {
        database.close();
        return undefined;
      }
      database.exec('pragma mmap_size = 268435456; pragma cache_size = -16384; begin');
      return database;
    } catch (thrown) {
      database.close();
      throw thrown;
    }
  } catch (thrown) {
    throw databaseError('open the advisory database', path, thrown);
  }
}

/** Codes of a database whose lock files cannot be made. */
const unlockable: ReadonlySet<number | undefined> = new Set([CANTOPEN, READONLY, IOERR]);

/** Whether everything is in the file itself. */
function isFolded(path: string): boolean {
  return (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) === 0;
}

function openReadable(path: string): DatabaseSync {
  try {
    return opened(path, { readOnly: true, timeout: READ_TIMEOUT });
  } catch (thrown) {
    if (!unlockable.has(primaryCode(thrown)) || !existsSync(path) || !isFolded(path)) throw thrown;
    const url = pathToFileURL(path);
    url.searchParams.set('immutable', '1');
    return opened(url, { readOnly: true });
  }
}

/** How a writer gets its turn. */
export interface WriteOptions {
  /** Milliseconds to wait for another process that is writing. */
  readonly waitMs: number;
  readonly signal?: AbortSignal;
}

/**
 * Opens or creates a database and begins the one write transaction there can be. The caller commits or rolls back, and
 * closes. Readers go on seeing what was there before.
 * @throws PratiqueError `advisories/database-busy`, `advisories/database-unreadable`, `advisories/database-newer`,
 * `advisories/database-inaccessible`, `advisories/unwritable`, `advisories/disk-full`
 */
export async function openForWriting(path: string, { waitMs, signal }: WriteOptions): Promise<DatabaseSync> {
  let database: DatabaseSync | undefined;
  try {
    ensureFolder(dirname(path), 0o750);
    databaseExists(path);
    database = opened(path, { timeout: 1000 });
    checkSchema(database, path);
    database.exec(
      'pragma page_size = 8192; pragma journal_mode = wal; pragma synchronous = normal; pragma cache_size = -65536; pragma temp_store = memory',
    );
    await beginWriting(database, waitMs, signal);
    if (checkSchema(database, path) === 'empty') createTables(database);
    return database;
  } catch (thrown) {
    database?.close();
    if (signal?.aborted) throw thrown;
    throw changeError(path, thrown);
  }
}

async function beginWriting(database: DatabaseSync, waitMs: number, signal: AbortSignal | undefined): Promise<void> {
  // Waiting inside SQLite would stop the whole process; so its own wait is short and ours is not.
  database.exec('pragma busy_timeout = 0');
  for (let waited = 0; ; waited += RETRY_AFTER) {
    try {
      database.exec('begin immediate');
      return;
    } catch (thrown) {
      if (primaryCode(thrown) !== BUSY || waited >= waitMs) throw thrown;
      await sleep(RETRY_AFTER, undefined, { signal });
    }
  }
}

/** Ends a write transaction for good and folds the write-ahead log into the file as far as readers allow. */
export function commitAndClose(database: DatabaseSync): void {
  database.exec('commit');
  try {
    database.exec('pragma busy_timeout = 0; pragma wal_checkpoint(truncate)');
  } catch {
    // A reader holds the old generation: the log stays until the next time.
  }
  database.close();
}
