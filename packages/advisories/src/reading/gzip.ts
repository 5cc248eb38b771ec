import { gunzipSync } from 'node:zlib';
import { reasonOf } from '@pratique/foundation';
import { advisoryErrors } from '../errors.ts';

/** Whether the bytes begin as gzip does (RFC 1952). */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * The bytes unpacked, or as they are where they are not gzip.
 * @throws PratiqueError `advisories/malformed` where they break off, `advisories/too-large` above `maxBytes`.
 */
export function gunzipBounded(bytes: Buffer, name: string, maxBytes: number): Buffer {
  if (!isGzip(bytes)) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: maxBytes, chunkSize: 256 * 1024 });
  } catch (cause) {
    const tooLarge = cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE';
    throw advisoryErrors.create(tooLarge ? 'advisories/too-large' : 'advisories/malformed', {
      attempted: 'unpack',
      on: name,
      why: tooLarge ? `it unpacks to more than unpackedBytes, ${maxBytes}` : reasonOf(cause),
      cause,
    });
  }
}
