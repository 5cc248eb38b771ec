import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { storeErrors } from '../errors.ts';

/** Who the database runs as: an unprivileged user where Pratique itself is root. */
export interface RunUser {
  readonly uid: number;
  readonly gid: number;
}

/** Accounts that the database may run as under root, the better first. */
const accounts = ['postgres', 'nobody'] as const;

function accountNamed(name: string): RunUser | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid && gid && uid !== '0' ? { uid: Number(uid), gid: Number(gid) } : undefined;
}

/**
 * The user for the database, or undefined where it runs as Pratique does. Data that exists keeps its owner.
 * @throws PratiqueError `store/embedded-no-user`
 */
export function runUser(data: string): RunUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const found = statSync(data, { throwIfNoEntry: false });
  if (found && found.uid !== 0) return { uid: found.uid, gid: found.gid };
  const user = accounts.map(accountNamed).find((account) => account !== undefined);
  if (user) return user;
  const why = `PostgreSQL refuses to run as root, and there is no user ${accounts.join(' or ')}`;
  throw storeErrors.create('store/embedded-no-user', { attempted: 'start', on: 'PostgreSQL', why });
}

/** Whether a user other than root may pass through every folder down to a path. */
export function reachable(path: string, { uid, gid }: RunUser): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    const found = statSync(folder);
    const shift = found.uid === uid ? 6 : found.gid === gid ? 3 : 0;
    if (((found.mode >> shift) & 1) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
