import type { FileHandle } from 'node:fs/promises';
import { archiveUnreadable, systemReason } from './archive-files.ts';

const CHUNK = 256 * 1024;

/**
 * The bytes of a part of a file. Positioned, so that several parts can be read at the same time.
 * @throws PratiqueError `oci/archive-unreadable` where the file ends before
 */
export async function* readRange(
  file: FileHandle,
  start: number,
  size: number,
  name: string,
  signal?: AbortSignal,
): AsyncGenerator<Buffer, void, undefined> {
  let at = start;
  const end = start + size;
  while (at < end) {
    signal?.throwIfAborted();
    const chunk = Buffer.allocUnsafeSlow(Math.min(CHUNK, end - at));
    const { bytesRead } = await readAt(file, chunk, at, name);
    if (bytesRead === 0) throw archiveUnreadable(name, 'it is truncated');
    at += bytesRead;
    yield bytesRead === chunk.length ? chunk : chunk.subarray(0, bytesRead);
  }
}

async function readAt(file: FileHandle, chunk: Buffer, at: number, name: string): Promise<{ bytesRead: number }> {
  try {
    return await file.read(chunk, 0, chunk.length, at);
  } catch (error) {
    throw archiveUnreadable(name, systemReason(error), error);
  }
}
