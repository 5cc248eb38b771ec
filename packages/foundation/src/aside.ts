import { randomUUID } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

const form = /^(?<target>.+)\.[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\.part$/;

/** Nobody writes one file for so long. Milliseconds. */
const ABANDONED = 60 * 60 * 1000;

/** A name beside a file, to write it there whole before it is renamed. No two writers get the same. */
export function asideOf(path: string): string {
  return `${path}.${randomUUID()}.part`;
}

/**
 * Takes away what writers that were killed left beside a file (or, with a folder and a slash at the end, in it), once it
 * is an hour old: until then somebody may be writing it. What cannot be looked at or removed stays.
 */
export async function sweepAsides(path: string): Promise<void> {
  const [folder, target] = path.endsWith('/') ? [path, undefined] : [dirname(path), basename(path)];
  const names = await readdir(folder).catch(() => []);
  const oldest = Date.now() - ABANDONED;
  for (const name of names) {
    const of = form.exec(name)?.groups?.['target'];
    if (of === undefined || (target !== undefined && of !== target)) continue;
    const found = await stat(join(folder, name)).catch(() => undefined);
    if (found && found.mtimeMs < oldest) await rm(join(folder, name), { force: true }).catch(() => undefined);
  }
}
