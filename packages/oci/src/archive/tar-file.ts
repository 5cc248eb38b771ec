import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { type Limits, PratiqueError } from '@pratique/foundation';
import { detectCompression } from '../layer/compression.ts';
import { TarFormatError } from '../tar/header.ts';
import { TarParser } from '../tar/parser.ts';
import {
  type ArchiveFiles,
  archiveUnreadable,
  blobMissing,
  notAnImageArchive,
  systemReason,
  targetUnreadable,
} from './archive-files.ts';
import { openCompressedTar } from './compressed-tar.ts';
import { readRange } from './file-bytes.ts';
import { entryDocuments, TarIndex } from './tar-index.ts';

/** Enough for the headers of several small files. */
const HEADER_READ = 16 * 1024;

/**
 * Opens an archive file: a tar, or one compressed with gzip or zstd.
 * @throws PratiqueError `oci/target-unreadable`, `oci/not-an-image-archive`, `oci/archive-unreadable`
 */
export async function openTarFile(path: string, limits: Limits, signal?: AbortSignal): Promise<ArchiveFiles> {
  const { file, size } = await openRegularFile(path);
  try {
    const start = Buffer.alloc(Math.min(512, size));
    await file.read(start, 0, start.length, 0);
    const compression = detectCompression(start);
    if (compression === 'bzip2' || compression === 'xz')
      throw notAnImageArchive(path, `it is compressed with ${compression}, which is not read`);
    if (compression !== 'none') return await openCompressedTar({ file, size, name: path }, compression, limits, signal);
    if (size < 512) throw notAnImageArchive(path, whatElse(start));
    const index = await indexTar(file, size, path, signal);
    return tarFiles(file, index, path);
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function openRegularFile(path: string): Promise<{ file: FileHandle; size: number }> {
  let file: FileHandle | undefined;
  try {
    // Without O_NONBLOCK, opening a named pipe waits for a writer.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stat = await file.stat();
    if (stat.isFile() && stat.size > 0) return { file, size: stat.size };
    if (stat.isFile()) throw notAnImageArchive(path, 'it is empty');
    throw targetUnreadable(path, stat.isDirectory() ? 'it is a directory; see oci-dir: and dir:' : 'it is no file');
  } catch (error) {
    await file?.close();
    throw error instanceof PratiqueError ? error : targetUnreadable(path, systemReason(error), error);
  }
}

/** What the beginning of a file that is no tar looks like. */
function whatElse(start: Buffer): string {
  const text = start.toString('latin1').trimStart();
  if (text.startsWith('<')) return 'it is HTML or XML, not a tar archive';
  if (text.startsWith('{') || text.startsWith('[')) return 'it is JSON, not a tar archive';
  return text.startsWith('PK\x03\x04') ? 'it is a zip archive, not a tar archive' : 'it is no tar archive';
}

/** Reads the headers alone: contents are passed over by position. */
async function indexTar(file: FileHandle, size: number, name: string, signal?: AbortSignal): Promise<TarIndex> {
  const index = new TarIndex(name);
  let members = 0;
  const parser = new TarParser({
    member(member) {
      members++;
      if (member.offset + member.storedSize > size) throw new TarFormatError('the archive is truncated');
      index.add(member);
      return undefined;
    },
    damaged: () => {},
  });
  let at = 0;
  const buffer = Buffer.alloc(HEADER_READ);
  try {
    while (at < size && !parser.ended) {
      signal?.throwIfAborted();
      const { bytesRead } = await file.read(buffer, 0, HEADER_READ, at);
      if (bytesRead === 0) break;
      await parser.write(buffer.subarray(0, bytesRead));
      at += bytesRead + parser.skippable;
      parser.skip();
    }
    parser.end();
  } catch (error) {
    if (members === 0 && error instanceof TarFormatError) {
      await file.read(buffer, 0, 512, 0);
      throw notAnImageArchive(name, whatElse(buffer.subarray(0, 512)));
    }
    throw error instanceof TarFormatError ? archiveUnreadable(name, error.message, error) : error;
  }
  return index;
}

function tarFiles(file: FileHandle, index: TarIndex, name: string): ArchiveFiles {
  for (const document of entryDocuments) index.checkOnce(document);
  return {
    name,
    size: async (path) => index.lookup(path)?.size,
    open(path, signal) {
      const range = index.lookup(path);
      if (!range) throw blobMissing(name, `${path} is not in it`);
      return readRange(file, range.offset, range.size, name, signal);
    },
    close: () => file.close(),
  };
}
