import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ROLE } from './initialize.ts';

/** The address of the database of the role `pratique` that a server on this machine serves. */
export function addressOf(password: string, port: number): string {
  return `postgres://${ROLE}:${password}@127.0.0.1:${port}/${ROLE}`;
}

/**
 * The address of the server that another process runs on an instance directory, or undefined where none does or its files
 * may not be read. It may have been killed, and its port may be somebody else's: connecting tells, and tells nobody the password.
 */
export function runningPostgres(directory: string): string | undefined {
  try {
    const instance = resolve(directory);
    const port = Number(readFileSync(join(instance, 'data/postmaster.pid'), 'utf8').split('\n')[3]);
    const password = readFileSync(join(instance, 'password'), 'utf8');
    return Number.isSafeInteger(port) && port > 0 ? addressOf(password, port) : undefined;
  } catch {
    return undefined;
  }
}
