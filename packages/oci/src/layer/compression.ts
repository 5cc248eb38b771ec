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

/** Gives the next chunk of stored bytes; undefined at their end. */
export type NextChunk = () => Promise<Buffer | undefined>;

/** Receives unpacked bytes in order; a returned promise is awaited before the next. */
export type TakeChunk = (chunk: Buffer) => void | Promise<void>;

/** Larger pieces than Node's 16 KiB: gunzip alone is 1.6 times as fast. */
const CHUNK = 256 * 1024;

/** A piece under way in each direction, so that decompression (a thread of its own) and our work overlap. */
const buffering = { chunkSize: CHUNK, readableHighWaterMark: 2 * CHUNK, writableHighWaterMark: 2 * CHUNK };

/** Fulfilled once the stream takes more, or will never. */
function writable(stream: Transform): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off('drain', done);
      stream.off('close', done);
      resolve();
    };
    stream.on('drain', done);
    stream.on('close', done);
    if (stream.destroyed) done();
  });
}

async function feed(stream: Transform, next: NextChunk, split: (chunk: Buffer) => readonly Buffer[]): Promise<void> {
  for (let chunk = await next(); chunk && !stream.destroyed; chunk = await next()) {
    for (const piece of split(chunk)) {
      if (stream.destroyed) return;
      if (!stream.write(piece)) await writable(stream);
    }
  }
  if (!stream.destroyed) stream.end();
}

async function* decompressed(stream: Transform): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stream) yield chunk as Buffer;
  } catch (error) {
    const isOurs = !(error instanceof Error && 'code' in error && /^(?:Z_|ZSTD_|ERR_ZLIB)/.test(String(error.code)));
    throw isOurs ? error : new DecompressionError(reasonOf(error), { cause: error });
  }
}

async function pump(
  stream: Transform,
  next: NextChunk,
  split: (chunk: Buffer) => readonly Buffer[],
  take: TakeChunk,
): Promise<void> {
  const feeding = feed(stream, next, split).catch((error: unknown) => {
    stream.destroy(error instanceof Error ? error : new Error(reasonOf(error)));
  });
  try {
    for await (const chunk of decompressed(stream)) {
      const taking = take(chunk);
      if (taking) await taking;
    }
  } finally {
    stream.destroy();
    await feeding;
  }
}

/**
 * Unpacks stored bytes front to back.
 * @throws DecompressionError where they are damaged or break off; what `next` and `take` throw
 */
export async function unpack(
  compression: 'none' | 'gzip' | 'zstd',
  next: NextChunk,
  take: TakeChunk,
  maxFrames: number,
): Promise<void> {
  if (compression === 'none') {
    for (let chunk = await next(); chunk; chunk = await next()) await take(chunk);
    return;
  }
  if (compression === 'gzip') return pump(createGunzip(buffering), next, (chunk) => [chunk], take);
  const frames = new ZstdFrames(maxFrames);
  // 128 MiB, what the zstd command line accepts too without being asked.
  const params = { [constants.ZSTD_d_windowLogMax]: 27 };
  await pump(createZstdDecompress({ ...buffering, params }), next, (chunk) => frames.split(chunk), take);
  if (!frames.complete) throw new DecompressionError('the zstd stream is truncated');
}
