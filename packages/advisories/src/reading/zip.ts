import { promisify } from 'node:util';
import { crc32, inflateRawSync } from 'node:zlib';
import { reasonOf } from '@pratique/foundation';
import yauzl, { type Entry, type Options, type ZipFile } from 'yauzl';
import { advisoryErrors } from '../errors.ts';
import type { AdvisoryLimits } from '../limits.ts';

/** One file of an archive; `reason` instead of bytes where it cannot be read. */
export interface ZipMember {
  readonly name: string;
  readonly bytes?: Buffer;
  readonly reason?: string;
}

const STORED = 0;
const DEFLATED = 8;
const RATIO_FREE_BYTES = 1024 * 1024;

/** Positions of data within the archive (yauzl reads the local header; its types leave this out). */
interface LocalHeaderReader {
  readLocalFileHeader(
    entry: Entry,
    options: { minimal: true },
    callback: (error: Error | null, header?: { fileDataStart: number }) => void,
  ): void;
}

const openBuffer = promisify<Buffer, Options, ZipFile>(yauzl.fromBuffer);

function failure(
  code: 'advisories/malformed' | 'advisories/too-large',
  archive: string,
  why: string,
  cause?: unknown,
): Error {
  return advisoryErrors.create(code, { attempted: 'read the archive', on: archive, why, cause });
}

/** Next entry of the central directory, or undefined at its end. */
function nextEntry(zip: ZipFile): Promise<Entry | undefined> {
  return new Promise((resolve, reject) => {
    const settle = (run: () => void): void => {
      zip.removeAllListeners();
      run();
    };
    zip.once('entry', (entry: Entry) => settle(() => resolve(entry)));
    zip.once('end', () => settle(() => resolve(undefined)));
    zip.once('error', (error: Error) => settle(() => reject(error)));
    zip.readEntry();
  });
}

function dataStart(zip: ZipFile, entry: Entry): Promise<number> {
  return new Promise((resolve, reject) => {
    (zip as ZipFile & LocalHeaderReader).readLocalFileHeader(entry, { minimal: true }, (error, header) =>
      error || !header ? reject(error ?? new Error('no local header')) : resolve(header.fileDataStart),
    );
  });
}

/** Why a member is not unpacked at all. */
function refusal(entry: Entry, maxBytes: number, ratio: number): string | undefined {
  if ((entry.generalPurposeBitFlag & 1) !== 0) return 'encrypted';
  if (entry.uncompressedSize > maxBytes) return `${entry.uncompressedSize} bytes, more than the limit of ${maxBytes}`;
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED)
    return `compression method ${entry.compressionMethod} is not supported`;
  if (entry.uncompressedSize > RATIO_FREE_BYTES && entry.uncompressedSize / Math.max(1, entry.compressedSize) > ratio)
    return `unpacks to more than ${ratio} times its size`;
  return undefined;
}

function unpack(archive: Buffer, start: number, entry: Entry): Buffer {
  const raw = archive.subarray(start, start + entry.compressedSize);
  if (raw.length !== entry.compressedSize) throw new Error('breaks off');
  const size = entry.uncompressedSize;
  const bytes = entry.compressionMethod === STORED ? raw : inflateRawSync(raw, { maxOutputLength: Math.max(1, size) });
  if (bytes.length !== size) throw new Error(`${bytes.length} bytes where the directory says ${size}`);
  if (crc32(bytes) !== entry.crc32) throw new Error('checksum does not match');
  return bytes;
}

/**
 * The files of a zip archive in the order of its directory, one in memory at a time. A member that cannot be read
 * comes with its reason; directories are left out. Names are data: nothing is written.
 * @throws PratiqueError `advisories/malformed` where it is no zip, `advisories/too-large` over a bound.
 */
export async function* readZip(
  archive: Buffer,
  name: string,
  limits: AdvisoryLimits,
  memberBytes: number,
): AsyncGenerator<ZipMember> {
  let zip: ZipFile;
  try {
    zip = await openBuffer(archive, { lazyEntries: true, autoClose: false, strictFileNames: false });
  } catch (cause) {
    throw failure('advisories/malformed', name, `not a zip archive: ${reasonOf(cause)}`, cause);
  }
  if (zip.entryCount > limits.archiveEntries)
    throw failure(
      'advisories/too-large',
      name,
      `${zip.entryCount} entries, more than archiveEntries, ${limits.archiveEntries}`,
    );
  let total = 0;
  for (;;) {
    let entry: Entry | undefined;
    try {
      entry = await nextEntry(zip);
    } catch (cause) {
      throw failure('advisories/malformed', name, reasonOf(cause), cause);
    }
    if (!entry) return;
    if (entry.fileName.endsWith('/')) continue;
    const reason = refusal(entry, memberBytes, limits.compressionRatio);
    if (reason !== undefined) {
      yield { name: entry.fileName, reason };
      continue;
    }
    total += entry.uncompressedSize;
    if (total > limits.archiveBytes)
      throw failure('advisories/too-large', name, `it unpacks to more than archiveBytes, ${limits.archiveBytes}`);
    yield await readMember(zip, archive, entry);
  }
}

async function readMember(zip: ZipFile, archive: Buffer, entry: Entry): Promise<ZipMember> {
  try {
    return { name: entry.fileName, bytes: unpack(archive, await dataStart(zip, entry), entry) };
  } catch (thrown) {
    return { name: entry.fileName, reason: reasonOf(thrown) };
  }
}
