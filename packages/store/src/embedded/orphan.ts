import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { storeErrors } from '../errors.ts';
import type { Instance } from './instance.ts';

/** Milliseconds that a server gets to end in each of the three ways to ask it. */
export const STOP_LIMITS = { SIGINT: 10_000, SIGQUIT: 5_000, SIGKILL: 5_000 } as const;

/** Milliseconds between two looks at a process that is not our child. */
const LOOK = 10;

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether a process is the server of a data directory: by now its pid may be somebody else's. */
function serves(pid: number, data: string): boolean {
  try {
    if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data);
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(
      `-D ${data} `,
    );
  } catch {
    return false;
  }
}

async function gone(pid: number, limit: number): Promise<boolean> {
  for (const deadline = Date.now() + limit; Date.now() < deadline; await delay(LOOK)) if (!alive(pid)) return true;
  return !alive(pid);
}

/**
 * Ends the server that a killed Pratique left behind, whose lock we hold by now. It is stopped and not adopted: it is not our
 * child, so that its end could not be seen; it may be of an older installation; and the sessions of the killed process still
 * hold their locks in it. Answers whether there was one.
 * @throws PratiqueError `store/embedded-failed`
 */
export async function stopOrphan(instance: Instance): Promise<boolean> {
  const path = join(instance.data, 'postmaster.pid');
  let pid: number;
  try {
    pid = Number.parseInt(readFileSync(path, 'utf8'), 10);
  } catch {
    return false;
  }
  if (!Number.isSafeInteger(pid) || pid <= 1 || !alive(pid)) return false;
  if (!serves(pid, instance.data)) {
    // PostgreSQL would take any live process of that pid for a server and refuse to start.
    rmSync(path, { force: true });
    return false;
  }
  for (const [signal, limit] of Object.entries(STOP_LIMITS)) {
    try {
      process.kill(pid, signal as NodeJS.Signals);
    } catch {
      // It may have ended in between; if not, the next look says so.
    }
    if (await gone(pid, limit)) return true;
  }
  const why = `process ${pid}, left by a Pratique that was killed, does not end`;
  throw storeErrors.create('store/embedded-failed', { attempted: 'stop the server of', on: instance.directory, why });
}
