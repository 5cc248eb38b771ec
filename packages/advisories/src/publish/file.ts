import { createHash } from 'node:crypto';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { reasonOf } from '@pratique/foundation';
import { advisoryErrors } from '../errors.ts';
import { asObject, member, textsOf } from '../reading/json.ts';
import type { Line } from './records.ts';

/** Level at which a base over the test feeds costs little and is much smaller than at the default. */
const BASE_LEVEL = 12;
const DELTA_LEVEL = 19;
/** Text of a base in memory at once. */
const MAX_TEXT = 2 * 1024 * 1024 * 1024 - 1;
const NEWLINE = 0x0a;

/** A file to be published: first a line that names its feeds, then one line per record. Compressed. */
export function packFile(kind: 'base' | 'delta', feeds: readonly string[], lines: Iterable<Line>): Buffer {
  const parts: Buffer[] = [Buffer.from(`${JSON.stringify({ feeds })}\n`)];
  let pending = '';
  for (const line of lines) {
    pending += `${JSON.stringify(line)}\n`;
    if (pending.length > 1024 * 1024) {
      parts.push(Buffer.from(pending));
      pending = '';
    }
  }
  parts.push(Buffer.from(pending));
  const level = kind === 'base' ? BASE_LEVEL : DELTA_LEVEL;
  return zstdCompressSync(Buffer.concat(parts), {
    params: {
      [constants.ZSTD_c_compressionLevel]: level,
      [constants.ZSTD_c_checksumFlag]: 0,
      [constants.ZSTD_c_windowLog]: 25,
    },
  });
}

/** Hexadecimal SHA-256. */
export function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Feeds and lines of a published file. Its digest was checked against the signed manifest before. */
export function unpackFile(bytes: Buffer, name: string): { feeds: readonly string[]; lines: Iterable<Line> } {
  try {
    const text = zstdDecompressSync(bytes, {
      maxOutputLength: MAX_TEXT,
      params: { [constants.ZSTD_d_windowLogMax]: 27 },
    });
    const end = text.indexOf(NEWLINE);
    const feeds = textsOf(member(asObject(JSON.parse(text.toString('utf8', 0, end))), 'feeds'));
    return { feeds, lines: linesOf(text, end + 1) };
  } catch (cause) {
    throw advisoryErrors.create('advisories/malformed', { attempted: 'unpack', on: name, why: reasonOf(cause), cause });
  }
}

function* linesOf(text: Buffer, start: number): Generator<Line> {
  for (let at = start; at < text.length;) {
    const end = text.indexOf(NEWLINE, at);
    const stop = end < 0 ? text.length : end;
    yield JSON.parse(text.toString('utf8', at, stop)) as Line;
    at = stop + 1;
  }
}
