import type { FileHandle } from 'node:fs/promises';
import type { Limits } from '@pratique/foundation';
import { checkUnpacked } from '../layer/bounds.ts';
import { unpack } from '../layer/compression.ts';
import { DecompressionError } from '../layer/decompression-error.ts';
import { TarFormatError } from '../tar/header.ts';
import { TarParser } from '../tar/parser.ts';
import { type ArchiveFiles, archiveUnreadable, blobMissing, notAnImageArchive } from './archive-files.ts';
import { readRange } from './file-bytes.ts';
import { entryDocuments, TarIndex } from './tar-index.ts';

/** Documents up to this size are kept while indexing, so that only layers are unpacked again. Bytes. */
const KEPT_EACH = 1024 * 1024;
/** All kept documents of one archive. Bytes. */
const KEPT_TOTAL = 64 * 1024 * 1024;

/** A compressed archive file that is open. */
interface CompressedFile {
  readonly file: FileHandle;
  readonly size: number;
  readonly name: string;
}

type Unpacked = AsyncGenerator<Buffer, void, undefined>;

async function* unpackFile(
  { file, size, name }: CompressedFile,
  compression: 'gzip' | 'zstd',
  limits: Limits,
  signal?: AbortSignal,
): Unpacked {
  const stored = readRange(file, 0, size, name, signal);
  let read = 0;
  let unpacked = 0;
  const next = async (): Promise<Buffer | undefined> => {
    const { value } = await stored.next();
    read += value?.length ?? 0;
    return value ?? undefined;
  };
  try {
    for await (const chunk of unpack(compression, next, limits.layerEntries)) {
      unpacked += chunk.length;
      checkUnpacked(unpacked, read, limits, name);
      yield chunk;
    }
  } catch (error) {
    throw error instanceof DecompressionError ? archiveUnreadable(name, error.message, error) : error;
  } finally {
    await stored.return();
  }
}

/**
 * Opens a compressed archive: unpacks it once to learn where its files stand, and again up to the end of a file that is
 * read later. Nothing is kept but small documents. An archive of many large layers is read faster uncompressed.
 * @throws PratiqueError `oci/not-an-image-archive`, `oci/archive-unreadable`, `oci/limit-exceeded`
 */
export async function openCompressedTar(
  opened: CompressedFile,
  compression: 'gzip' | 'zstd',
  limits: Limits,
  signal?: AbortSignal,
): Promise<ArchiveFiles> {
  const { name, file } = opened;
  const index = new TarIndex(name);
  const kept = new Map<string, Buffer>();
  let keptTotal = 0;
  let members = 0;
  const parser = new TarParser({
    member(member) {
      members++;
      const path = index.add(member);
      if (path !== undefined) kept.delete(path);
      if (path === undefined || member.size > KEPT_EACH || keptTotal + member.size > KEPT_TOTAL) return undefined;
      keptTotal += member.size;
      const chunks: Buffer[] = [];
      return {
        write: (chunk) => void chunks.push(Buffer.from(chunk)),
        end: () => void kept.set(path, Buffer.concat(chunks)),
        abort: () => {},
      };
    },
    damaged: () => {},
  });
  try {
    for await (const chunk of unpackFile(opened, compression, limits, signal)) await parser.write(chunk);
    parser.end();
  } catch (error) {
    if (!(error instanceof TarFormatError)) throw error;
    throw members === 0
      ? notAnImageArchive(name, `it is ${compression}, but no tar archive`)
      : archiveUnreadable(name, error.message, error);
  }
  for (const document of entryDocuments) index.checkOnce(document);

  async function* stream(path: string, streamSignal?: AbortSignal): Unpacked {
    const range = index.lookup(path);
    if (!range) throw blobMissing(name, `${path} is not in it`);
    const whole = kept.get(range.path);
    if (whole) {
      yield whole;
      return;
    }
    const end = range.offset + range.size;
    let at = 0;
    for await (const chunk of unpackFile(opened, compression, limits, streamSignal)) {
      const from = Math.max(0, range.offset - at);
      const part = chunk.subarray(from, end - at);
      if (from < chunk.length && part.length > 0) yield part;
      at += chunk.length;
      if (at >= end) return;
    }
  }

  return { name, size: async (path) => index.lookup(path)?.size, open: stream, close: () => file.close() };
}
