import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { storeErrors } from '../errors.ts';
import { inaccessible } from './inaccessible.ts';

/** A held lock. */
export interface InstanceLock {
  release(): void;
}

const SQLITE_BUSY = 5;

function holderOf(path: string): string {
  try {
    const text = readFileSync(path, 'utf8').trim();
    return /^\d+$/.test(text) ? `process ${text}` : 'another process';
  } catch {
    return 'another process';
  }
}

/**
 * Takes the exclusive lock of an instance directory. The kernel holds it: it ends with the process however that ends, so
 * that there is no stale lock, and no pid that by now is somebody else's. Node has no flock; SQLite's file lock is one.
 * @throws PratiqueError `store/embedded-locked`, naming the holder; `store/embedded-inaccessible`
 */
export function lockInstance(directory: string): InstanceLock {
  const holder = join(directory, 'lock.pid');
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(join(directory, 'lock.db'));
    // Without a journal there is nothing to recover after a kill. Nothing is ever stored.
    database.exec('pragma journal_mode = off; pragma locking_mode = exclusive; begin exclusive');
    writeFileSync(holder, `${process.pid}\n`, { mode: 0o644 });
  } catch (cause) {
    database?.close();
    if ((cause as { errcode?: number }).errcode === SQLITE_BUSY) {
      const why = `${holderOf(holder)} uses it`;
      throw storeErrors.create('store/embedded-locked', { attempted: 'lock', on: directory, why, cause });
    }
    throw inaccessible('lock', directory, cause);
  }
  const held = database;
  return { release: () => held.close() };
}
