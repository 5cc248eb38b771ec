import { constants } from 'node:fs';
import { lstat, open, realpath, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { type ArchiveFiles, archiveUnreadable, blobMissing, systemReason, targetUnreadable } from './archive-files.ts';
import { readRange } from './file-bytes.ts';

/**
 * Opens a directory with an image layout. Files that are symbolic links, or stand below one that leads out, are not
 * read: whoever wrote the layout must not choose what of the machine is read.
 * @throws PratiqueError `oci/target-unreadable`
 */
export async function openFolder(path: string): Promise<ArchiveFiles> {
  const root = await realRoot(path);
  async function sizeOf(file: string): Promise<number | undefined> {
    const found = await lstat(join(root, file)).catch(() => undefined);
    if (found && !found.isFile())
      throw archiveUnreadable(path, `${file} is a ${found.isSymbolicLink() ? 'symbolic link' : 'special file'}`);
    return found?.size;
  }
  async function* read(file: string, signal?: AbortSignal): AsyncGenerator<Buffer, void, undefined> {
    const size = await sizeOf(file);
    if (size === undefined) throw blobMissing(path, `${file} is not in it`);
    await checkInside(root, file, path);
    const handle = await open(join(root, file), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
      (error: unknown) => Promise.reject(targetUnreadable(join(path, file), systemReason(error), error)),
    );
    try {
      yield* readRange(handle, 0, size, join(path, file), signal);
    } finally {
      await handle.close();
    }
  }
  return { name: path, size: sizeOf, open: read, close: async () => {} };
}

async function realRoot(path: string): Promise<string> {
  try {
    const root = await realpath(path);
    const found = await stat(root);
    if (found.isDirectory()) return root;
  } catch (error) {
    throw targetUnreadable(path, systemReason(error), error);
  }
  throw targetUnreadable(path, 'it is a file; see oci-archive: and docker-archive:');
}

async function checkInside(root: string, file: string, name: string): Promise<void> {
  const folder = await realpath(dirname(join(root, file)));
  if (folder === root || folder.startsWith(root.endsWith(sep) ? root : root + sep)) return;
  throw archiveUnreadable(name, `${file} stands behind a symbolic link that leads out of it`);
}
