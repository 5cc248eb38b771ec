import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where Pratique keeps its state: `PRATIQUE_DATA`, else `/var/lib/pratique` as root, else the XDG data folder
 * (XDG Base Directory Specification 0.8).
 */
export function dataFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env['PRATIQUE_DATA']) return env['PRATIQUE_DATA'];
  if (process.getuid?.() === 0) return '/var/lib/pratique';
  return join(env['XDG_DATA_HOME'] || join(env['HOME'] || homedir(), '.local/share'), 'pratique');
}
