import { reasonOf } from '@pratique/foundation';
import type { CatalogFile } from '@pratique/model';
import { parse } from 'smol-toml';
import { isObject, type JsonObject, onlyMalformed } from './json.ts';
import { type Reading, readText } from './text.ts';

/** Deeper nesting than any lockfile has; the parser recurses. */
const MAX_DEPTH = 100;

/** Parses a TOML document (TOML 1.0), or says why it is none. */
export function readToml(file: CatalogFile): Reading<JsonObject> {
  const text = readText(file);
  if ('problem' in text) return text;
  try {
    const value: unknown = parse(text.value, { maxDepth: MAX_DEPTH, integersAsBigInt: 'asNeeded' });
    return { value: isObject(value) ? value : {} };
  } catch (error) {
    const [reason = ''] = reasonOf(error).split('\n');
    return { problem: onlyMalformed(file, `is not TOML: ${reason.slice(0, 120)}`) };
  }
}
