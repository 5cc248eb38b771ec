import { mkdtempSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const IN_MEMORY = '/dev/shm';

/** Bytes that must be free there: a few databases. */
const ROOM = 1024 * 1024 * 1024;

/** Where folders for tests go: in memory where there is room, because databases write everything through to the disk. */
function parent(): string {
  try {
    const { bavail, bsize } = statfsSync(IN_MEMORY);
    return bavail * bsize >= ROOM ? IN_MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}

/** A new folder of mode 0700 for a test that writes much. Whoever makes it removes it. */
export function scratchFolder(name: string): string {
  return mkdtempSync(join(parent(), `pratique-${name}-`));
}
