import { reasonOf } from '@pratique/foundation';
import type { CatalogFile, CatalogResult, Unknown } from '@pratique/model';

/** A JSON object of unknown shape: every field must be looked at before use. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

export function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The unknown that a file makes when its content is not what its name says. */
export function malformed(file: CatalogFile, reason: string): Unknown {
  return { code: 'malformed', reason, path: file.entry.path };
}

/** A result that says only that the file is malformed. */
export function onlyMalformed(file: CatalogFile, reason: string): CatalogResult {
  return { unknowns: [malformed(file, reason)] };
}

/** Parses a JSON file (a byte-order mark is allowed), or says why it is none. */
export function readJson(file: CatalogFile): { value: unknown } | { problem: CatalogResult } {
  const text = file.bytes.toString('utf8').replace(/^\uFEFF/, '');
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return {
      problem: onlyMalformed(
        file,
        `is not JSON: ${reasonOf(error)
          .replace(/\p{Cc}/gu, ' ')
          .slice(0, 120)}`,
      ),
    };
  }
}

/** Parses a file that must hold a JSON object (a byte-order mark is allowed), or says why it does not. */
export function readJsonObject(file: CatalogFile): { value: JsonObject } | { problem: CatalogResult } {
  const json = readJson(file);
  if ('problem' in json) return json;
  const { value } = json;
  return isObject(value) ? { value } : { problem: onlyMalformed(file, 'is JSON, but not an object') };
}
