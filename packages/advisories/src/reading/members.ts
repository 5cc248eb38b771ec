import { parseJson, type Parsed } from './json.ts';

/** Where the value of one `{"outer": {"inner": value}}` stands in the text. */
export interface MemberSpan {
  readonly outer: string;
  readonly inner: string;
  readonly start: number;
  readonly end: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COLON = 0x3a;
const COMMA = 0x2c;
const MAX_KEY = 512;
const MAX_DEPTH = 64;

/** The JSON text breaks off, or is not an object of objects. */
export class SpanError extends Error {
  override readonly name = 'SpanError';
}

/** Position after the string that starts at `at`. */
function afterString(bytes: Buffer, at: number): number {
  let end = at + 1;
  for (;;) {
    end = bytes.indexOf(QUOTE, end);
    if (end < 0) throw new SpanError('a string is not closed');
    let escapes = 0;
    while (bytes[end - 1 - escapes] === BACKSLASH) escapes++;
    if (escapes % 2 === 0) return end + 1;
    end++;
  }
}

function skipSpace(bytes: Buffer, at: number): number {
  let next = at;
  while (bytes[next] === 0x20 || bytes[next] === 0x0a || bytes[next] === 0x0d || bytes[next] === 0x09) next++;
  return next;
}

/** Position after the value that starts at `at`; what stands between its brackets is not looked at. */
function afterValue(bytes: Buffer, at: number): number {
  let depth = 0;
  for (let next = at; next < bytes.length;) {
    const byte = bytes[next];
    if (byte === QUOTE) next = afterString(bytes, next);
    else {
      if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth++;
      else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) depth--;
      else if (byte === COMMA && depth === 0) return next;
      if (depth > MAX_DEPTH) throw new SpanError(`brackets are nested more than ${MAX_DEPTH} deep`);
      if (depth < 0) return next;
      next++;
    }
    if (depth === 0 && next > at && (byte === CLOSE_BRACE || byte === CLOSE_BRACKET || byte === QUOTE)) return next;
  }
  throw new SpanError('the text breaks off');
}

/** Members of the object at `at`: key, start and end of each value, and the position after the object at last. */
function* membersAt(bytes: Buffer, at: number): Generator<{ key: string; start: number; end: number }, number> {
  if (bytes[at] !== OPEN_BRACE) throw new SpanError('not an object');
  let next = skipSpace(bytes, at + 1);
  if (bytes[next] === CLOSE_BRACE) return next + 1;
  for (;;) {
    if (bytes[next] !== QUOTE) throw new SpanError('a key is missing');
    const keyEnd = afterString(bytes, next);
    if (keyEnd - next > MAX_KEY) throw new SpanError(`a key is longer than ${MAX_KEY} bytes`);
    const key: Parsed = parseJson(bytes.subarray(next, keyEnd), MAX_KEY);
    if (!key.ok || typeof key.value !== 'string') throw new SpanError('a key is no string');
    next = skipSpace(bytes, keyEnd);
    if (bytes[next] !== COLON) throw new SpanError('a value is missing');
    const start = skipSpace(bytes, next + 1);
    const end = afterValue(bytes, start);
    yield { key: key.value, start, end };
    next = skipSpace(bytes, end);
    if (bytes[next] === CLOSE_BRACE) return next + 1;
    if (bytes[next] !== COMMA) throw new SpanError('a comma is missing');
    next = skipSpace(bytes, next + 1);
  }
}

/**
 * Walks an object of objects without parsing it as a whole: the exports of trackers are too large for that. Only the
 * keys are read; each value is a span to be parsed by itself.
 * @throws SpanError where the text breaks off or has another shape
 */
export function* memberSpans(bytes: Buffer): Generator<MemberSpan> {
  const start = skipSpace(bytes, bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0);
  for (const outer of membersAt(bytes, start)) {
    for (const inner of membersAt(bytes, outer.start))
      yield { outer: outer.key, inner: inner.key, start: inner.start, end: inner.end };
  }
}
