import { reasonOf } from '@pratique/foundation';

/** A JSON object whose members have not been looked at. Only own members are ever read. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The object, or undefined for anything else (arrays and null too). */
export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

/** An own member: `constructor` and `__proto__` of a hostile key are not found on the prototype. */
export function member(object: JsonObject | undefined, key: string): unknown {
  return object !== undefined && Object.hasOwn(object, key) ? object[key] : undefined;
}

/** The array, or an empty one for anything else. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The text, or undefined for anything else. */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The texts of a list; what is none is left out. */
export function textsOf(value: unknown): string[] {
  return asList(value).filter((item): item is string => typeof item === 'string');
}

/** Outcome of reading one document: a value, or why there is none. */
export type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly reason: string };

/** Parses one JSON document of at most `maxBytes`. A byte order mark is accepted. */
export function parseJson(bytes: Uint8Array, maxBytes: number): Parsed {
  if (bytes.length > maxBytes)
    return { ok: false, reason: `${bytes.length} bytes, more than the limit of ${maxBytes}` };
  try {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
    return { ok: true, value: JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text) };
  } catch (thrown) {
    // V8 quotes the input in its message; a record's text does not belong in a log.
    return {
      ok: false,
      reason: `not JSON: ${reasonOf(thrown)
        .slice(0, 60)
        .replaceAll(/[^ -~]/g, '?')}`,
    };
  }
}
