import type { Transform } from 'node:stream';
import { constants, createGunzip, createZstdDecompress } from 'node:zlib';
import { reasonOf } from '@pratique/foundation';
import { DecompressionError } from './decompression-error.ts';
import { ZstdFrames } from './zstd-frames.ts';

/** How stored bytes are compressed; the last two are known and not read. */
export type Compression = 'none' | 'gzip' | 'zstd' | 'bzip2' | 'xz';

const magics: readonly (readonly [Compression, readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
];

/** Tells the compression by the first bytes (64 are enough), by the media type only where there are none to look at. */
export function detectCompression(start: Uint8Array, mediaType = ''): Compression {
  for (const [compression, magic] of magics) if (magic.every((byte, i) => start[i] === byte)) return compression;
  // A zstd stream may begin with a skippable frame (RFC 8878, 3.1.2).
  if (((start[0] ?? 0) & 0xf0) === 0x50 && start[1] === 0x2a && start[2] === 0x4d && start[3] === 0x18) return 'zstd';
  if (start.length >= 6) return 'none';
  if (/[+.]gzip$/.test(mediaType)) return 'gzip';
  return /[+.]zstd$/.test(mediaType) ? 'zstd' : 'none';
}

/** Gives the next chunk of stored bytes; undefined at their end. It holds until the next but one is asked for. */
export type NextChunk = () => Promise<Buffer | undefined>;

/**
 * What comes out is handed over in larger pieces than Node's 16 KiB: decompression, a thread of its own, stops after each
 * until we have taken notice.
 */
const CHUNK = 1024 * 1024;

/** A piece ahead, so that decompression and our work overlap. */
const buffering = { chunkSize: CHUNK, readableHighWaterMark: 2 * CHUNK };

/** Writes chunk after chunk. The next one is fetched while one is decompressed, and written once that is over. */
async function feed(stream: Transform, next: NextChunk, split: (chunk: Buffer) => readonly Buffer[]): Promise<void> {
  let taken = (): void => {};
  // Nobody calls back for what was under way when the stream failed.
  stream.once('close', () => taken());
  let writing: Promise<void> | undefined;
  for (let chunk = await next(); chunk; chunk = await next()) {
    await writing;
    if (stream.destroyed) return;
    const pieces = split(chunk);
    const last = pieces.length - 1;
    writing = new Promise((resolve) => {
      taken = resolve;
      pieces.forEach((piece, i) => stream.write(piece, i === last ? () => resolve() : undefined));
      if (last < 0) resolve();
    });
  }
  await writing;
  if (!stream.destroyed) stream.end();
}

/**
 * Gives memory back at once: left to the garbage collector, the unpacked bytes of a layer cost more than reading them.
 * Only where the piece fills its memory to the end, for the stream goes on in what is left.
 */
function release({ buffer, byteOffset, length }: Buffer): void {
  if (buffer instanceof ArrayBuffer && byteOffset + length === buffer.byteLength) buffer.transfer(0);
}

function fromStream(error: unknown): unknown {
  const isZlib = error instanceof Error && 'code' in error && /^(?:Z_|ZSTD_|ERR_ZLIB)/.test(String(error.code));
  return isZlib ? new DecompressionError(reasonOf(error), { cause: error }) : error;
}

async function* pump(
  stream: Transform,
  next: NextChunk,
  split: (chunk: Buffer) => readonly Buffer[],
): AsyncGenerator<Buffer, void, undefined> {
  const feeding = feed(stream, next, split).catch((error: unknown) => {
    stream.destroy(error instanceof Error ? error : new Error(reasonOf(error)));
  });
  try {
    let before: Buffer | undefined;
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      yield chunk;
      if (before) release(before);
      before = chunk;
    }
  } catch (error) {
    throw fromStream(error);
  } finally {
    stream.destroy();
    await feeding;
  }
}

async function* plain(next: NextChunk): AsyncGenerator<Buffer, void, undefined> {
  for (let chunk = await next(); chunk; chunk = await next()) yield chunk;
}

async function* unzstd(next: NextChunk, maxFrames: number): AsyncGenerator<Buffer, void, undefined> {
  const frames = new ZstdFrames(maxFrames);
  // 128 MiB, what the zstd command line accepts too without being asked.
  const params = { [constants.ZSTD_d_windowLogMax]: 27 };
  yield* pump(createZstdDecompress({ ...buffering, params }), next, (chunk) => frames.split(chunk));
  if (!frames.complete) throw new DecompressionError('the zstd stream is truncated');
}

/**
 * Unpacks stored bytes front to back. A chunk holds until the next but one is asked for. `maxFrames` bounds zstd frames, which cost work even where they are empty.
 * @throws DecompressionError where they are damaged or break off; what `next` throws
 */
export function unpack(
  compression: 'none' | 'gzip' | 'zstd',
  next: NextChunk,
  maxFrames: number,
): AsyncGenerator<Buffer, void, undefined> {
  if (compression === 'none') return plain(next);
  if (compression === 'gzip') return pump(createGunzip(buffering), next, (chunk) => [chunk]);
  return unzstd(next, maxFrames);
}
