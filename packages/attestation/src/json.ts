/** A JSON object whose members have not been looked at. Only own members are ever read. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Deeper documents are refused: no attestation needs it, and whoever walks the value may recurse. */
const MAX_DEPTH = 64;

/** The object, or undefined for anything else (arrays and null too). */
export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

/** An own member: a hostile key is not found on the prototype. */
export function member(object: JsonObject | undefined, key: string): unknown {
  return object !== undefined && Object.hasOwn(object, key) ? object[key] : undefined;
}

/** The text under a key, or undefined for anything else. */
export function textOf(object: JsonObject | undefined, key: string): string | undefined {
  const value = member(object, key);
  return typeof value === 'string' ? value : undefined;
}

/** The list under a key, or undefined for anything else. */
export function listOf(object: JsonObject | undefined, key: string): readonly unknown[] | undefined {
  const value = member(object, key);
  return Array.isArray(value) ? value : undefined;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Nesting of arrays and objects, without parsing: strings are skipped, nothing is validated. */
function depthOf(bytes: Uint8Array): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (inString) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === 0x5b || byte === 0x7b) deepest = Math.max(deepest, ++depth);
    else if (byte === 0x5d || byte === 0x7d) depth -= 1;
  }
  return deepest;
}

/** The JSON object in the bytes, which must be UTF-8; else why there is none. */
export function parseObject(bytes: Uint8Array, maxBytes: number): JsonObject | string {
  if (bytes.length > maxBytes) return `it has ${bytes.length} bytes, more than the limit of ${maxBytes}`;
  if (depthOf(bytes) > MAX_DEPTH) return `it is nested deeper than ${MAX_DEPTH} levels`;
  try {
    return asObject(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))) ?? 'it is no JSON object';
  } catch {
    // V8 quotes the input in its message; hostile text does not belong in a log.
    return 'it is not JSON';
  }
}
