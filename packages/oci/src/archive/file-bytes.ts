import type { FileHandle } from 'node:fs/promises';
import { archiveUnreadable, systemReason } from './archive-files.ts';

const CHUNK = 256 * 1024;

/**
 * The bytes of a part of a file. Positioned, so that several parts can be read at the same time. A chunk holds until the
 * next but one is asked for: a layer of gigabytes takes the memory of two.
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
  let current = Buffer.alloc(0);
  let before = current;
  while (at < end) {
    signal?.throwIfAborted();
    const wanted = Math.min(CHUNK, end - at);
    const chunk = before.length >= wanted ? before : Buffer.allocUnsafeSlow(wanted);
    before = current;
    current = chunk;
    const { bytesRead } = await readAt(file, chunk, { length: wanted, position: at }, name);
    if (bytesRead === 0) throw archiveUnreadable(name, 'it is truncated');
    at += bytesRead;
    yield bytesRead === chunk.length ? chunk : chunk.subarray(0, bytesRead);
  }
}

async function readAt(
  file: FileHandle,
  chunk: Buffer,
  { length, position }: { readonly length: number; readonly position: number },
  name: string,
): Promise<{ bytesRead: number }> {
  try {
    return await file.read(chunk, 0, length, position);
  } catch (error) {
    throw archiveUnreadable(name, systemReason(error), error);
  }
}
