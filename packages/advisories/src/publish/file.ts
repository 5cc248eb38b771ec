import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { constants, createZstdCompress, createZstdDecompress, zstdCompressSync } from 'node:zlib';
import { advisoryErrors } from '../errors.ts';
import { asObject, member, textsOf } from '../reading/json.ts';
import type { Line } from './records.ts';

const BASE_LEVEL = 12;
const DELTA_LEVEL = 19;
const CHUNK = 1024 * 1024;
/** 32 MiB: far enough back to find the advisory that this one resembles. */
const WINDOW_LOG = 25;
/** A line holds one record; the longest one of the test feeds has 2 MB. */
const MAX_LINE = 64 * 1024 * 1024;
const NEWLINE = 0x0a;

function* textOf(feeds: readonly string[], lines: Iterable<Line>): Generator<Buffer> {
  let pending = `${JSON.stringify({ feeds })}\n`;
  for (const line of lines) {
    pending += `${JSON.stringify(line)}\n`;
    if (pending.length < CHUNK) continue;
    yield Buffer.from(pending);
    pending = '';
  }
  yield Buffer.from(pending);
}

/** A file to be published: first a line that names its feeds, then one line per record. A base is compressed as it is made. */
export async function packFile(
  kind: 'base' | 'delta',
  feeds: readonly string[],
  lines: Iterable<Line>,
): Promise<Buffer> {
  const text = textOf(feeds, lines);
  // A delta is small: told its size, the compressor takes tables of that size.
  if (kind === 'delta')
    return zstdCompressSync(Buffer.concat([...text]), { params: { [constants.ZSTD_c_compressionLevel]: DELTA_LEVEL } });
  const compress = createZstdCompress({
    params: { [constants.ZSTD_c_compressionLevel]: BASE_LEVEL, [constants.ZSTD_c_windowLog]: WINDOW_LOG },
  });
  const packed = Readable.from(text, { objectMode: true }).compose(compress);
  return Buffer.concat(await Array.fromAsync(packed as AsyncIterable<Buffer>));
}

/** Hexadecimal SHA-256. */
export function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The feeds of a published file, and its lines, to be read once. */
export interface UnpackedFile {
  readonly feeds: readonly string[];
  readonly lines: AsyncGenerator<Line>;
}

/**
 * Unpacks a published file line by line. Its digest was checked against the signed manifest before.
 * @throws Error where it is damaged
 */
export async function unpackFile(bytes: Buffer, name: string): Promise<UnpackedFile> {
  const decompress = createZstdDecompress({ params: { [constants.ZSTD_d_windowLogMax]: WINDOW_LOG + 2 } });
  const texts = linesOf(
    Readable.from([bytes], { objectMode: true }).compose(decompress) as AsyncIterable<Buffer>,
    name,
  );
  const first = await texts.next();
  const feeds = textsOf(member(asObject(first.done ? undefined : JSON.parse(first.value)), 'feeds'));
  async function* lines(): AsyncGenerator<Line> {
    for await (const text of texts) yield JSON.parse(text) as Line;
  }
  return { feeds, lines: lines() };
}

async function* linesOf(chunks: AsyncIterable<Buffer>, name: string): AsyncGenerator<string> {
  let rest: Buffer[] = [];
  let held = 0;
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      yield Buffer.concat([...rest, chunk.subarray(start, end)]).toString('utf8');
      rest = [];
      held = 0;
      start = end + 1;
    }
    rest.push(chunk.subarray(start));
    held += chunk.length - start;
    if (held > MAX_LINE)
      throw advisoryErrors.create('advisories/too-large', {
        attempted: 'unpack',
        on: name,
        why: `a line of more than ${MAX_LINE} bytes`,
      });
  }
  if (held > 0) yield Buffer.concat(rest).toString('utf8');
}
