import { constants } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { reasonOf } from '@pratique/foundation';
import type { FeedOrigin } from '@pratique/model';
import { advisoryErrors } from '../errors.ts';
import type { AdvisoryLimits } from '../limits.ts';

function unreadable(on: string, cause: unknown): Error {
  return advisoryErrors.create('advisories/origin-unreadable', { attempted: 'read', on, why: reasonOf(cause), cause });
}

/** Codes that mean "there is no such file": a component that is no folder is one of them. */
function isMissing(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR');
}

/** A path of a feed below the folder. Feeds build paths from names that they listed: none may leave the folder. */
function within(folder: string, path: string): string | undefined {
  return path.split('/').includes('..') || path.includes('\0') ? undefined : join(folder, path);
}

/**
 * A folder of feeds. The validator of a file is its size, time of change and inode, so that a file replaced by renaming
 * is always read again.
 * @throws PratiqueError (from its methods) `advisories/origin-unreadable`, `advisories/too-large`
 */
export function folderOrigin(path: string, limits: AdvisoryLimits): FeedOrigin {
  const folder = resolve(path);
  return {
    name: folder,

    async list(path) {
      const target = within(folder, path);
      if (target === undefined) return [];
      try {
        const entries = await readdir(target, { withFileTypes: true });
        const names = await Promise.all(
          entries.map(async (entry) => {
            // Links are followed here: the folder is the operator's own, and mirrors are made of links.
            const directory = entry.isSymbolicLink()
              ? (await stat(join(target, entry.name)).catch(() => undefined))?.isDirectory()
              : entry.isDirectory();
            return directory ? `${entry.name}/` : entry.name;
          }),
        );
        return names.sort();
      } catch (cause) {
        if (isMissing(cause)) return [];
        throw unreadable(target, cause);
      }
    },

    async read(path, validator) {
      const target = within(folder, path);
      if (target === undefined) return undefined;
      try {
        await using file = await open(target, constants.O_RDONLY | constants.O_NONBLOCK);
        const { size, mtimeNs, ino, isFile } = await describe(file);
        if (!isFile) return undefined;
        const current = `${size}-${mtimeNs}-${ino}`;
        if (validator === current) return 'unchanged';
        if (size > limits.fileBytes) throw tooLarge(target, size, limits.fileBytes);
        return { bytes: await file.readFile(), validator: current };
      } catch (cause) {
        if (isMissing(cause)) return undefined;
        if (cause instanceof Error && 'kind' in cause) throw cause;
        throw unreadable(target, cause);
      }
    },
  };
}

async function describe(file: Awaited<ReturnType<typeof open>>) {
  const stats = await file.stat({ bigint: true });
  return { size: Number(stats.size), mtimeNs: stats.mtimeNs, ino: stats.ino, isFile: stats.isFile() };
}

function tooLarge(on: string, size: number, limit: number): Error {
  return advisoryErrors.create('advisories/too-large', {
    attempted: 'read',
    on,
    why: `${size} bytes, more than fileBytes, ${limit}`,
  });
}
