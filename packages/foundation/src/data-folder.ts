import { homedir } from 'node:os';
import { join } from 'node:path';
import { foundationErrors } from './errors.ts';

function homeFolder(): string {
  try {
    return homedir();
  } catch (cause) {
    // Containers run as users that no passwd file knows.
    const why = 'PRATIQUE_DATA and HOME are not set, and this user has no home folder';
    throw foundationErrors.create('foundation/no-data-folder', {
      attempted: 'find',
      on: 'the data folder',
      why,
      cause,
    });
  }
}

/**
 * Where Pratique keeps its state: `PRATIQUE_DATA`, else `/var/lib/pratique` as root, else the XDG data folder
 * (XDG Base Directory Specification 0.8).
 * @throws PratiqueError `foundation/no-data-folder`
 */
export function dataFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env['PRATIQUE_DATA']) return env['PRATIQUE_DATA'];
  if (process.getuid?.() === 0) return '/var/lib/pratique';
  return join(env['XDG_DATA_HOME'] || join(env['HOME'] || homeFolder(), '.local/share'), 'pratique');
}
