import type { PratiqueError } from '@pratique/foundation';
import { ociErrors } from '../errors.ts';

/** The files of an image archive or layout by path, wherever they are kept. */
export interface ArchiveFiles {
  /** For messages: the path of the archive as the user wrote it. */
  readonly name: string;
  /** Size of a file; undefined where there is none of that path. */
  size(path: string): Promise<number | undefined>;
  /**
   * The bytes of a file, front to back. A chunk holds until the next but one is asked for.
   * @throws PratiqueError `oci/blob-missing`, `oci/archive-unreadable`
   */
  open(path: string, signal?: AbortSignal): AsyncIterable<Buffer>;
  close(): Promise<void>;
}

/** Reads a file whole; undefined where there is none. At most `limit` bytes. */
export async function readWhole(
  files: ArchiveFiles,
  path: string,
  limit: number,
  signal?: AbortSignal,
): Promise<Buffer | undefined> {
  const size = await files.size(path);
  if (size === undefined) return undefined;
  if (size > limit) {
    const why = `${path} has ${size} bytes, more than ${limit}`;
    throw ociErrors.create('oci/limit-exceeded', { attempted: 'read', on: files.name, why });
  }
  const chunks: Buffer[] = [];
  for await (const chunk of files.open(path, signal)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

export function blobMissing(name: string, why: string): PratiqueError {
  return ociErrors.create('oci/blob-missing', { attempted: 'read from', on: name, why });
}

export function archiveUnreadable(name: string, why: string, cause?: unknown): PratiqueError {
  return ociErrors.create('oci/archive-unreadable', { attempted: 'read', on: name, why, cause });
}

export function notAnImageArchive(name: string, why: string): PratiqueError {
  return ociErrors.create('oci/not-an-image-archive', { attempted: 'read', on: name, why });
}

export function targetUnreadable(name: string, why: string, cause?: unknown): PratiqueError {
  return ociErrors.create('oci/target-unreadable', { attempted: 'open', on: name, why, cause });
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or directory',
  ENOTDIR: 'a part of its path is not a directory',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  ELOOP: 'it is a symbolic link',
  EISDIR: 'it is a directory',
  EMFILE: 'too many files are open',
};

/** Why a system call failed, in words. */
export function systemReason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return reasons[code] ?? (code || 'it failed');
}
