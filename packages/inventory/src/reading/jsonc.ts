import { reasonOf } from '@pratique/foundation';
import type { CatalogFile } from '@pratique/model';
import { isObject, type JsonObject, onlyMalformed } from './json.ts';
import { type Reading, readText } from './text.ts';

/** Strings, comments (an unclosed one reaches to the end), and commas that only a closing bracket follows. */
const token = /"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|,(?=\s*[}\]])/g;

/** Parses an object of JSON with comments and trailing commas, or says why it is none. */
export function readJsonc(file: CatalogFile): Reading<JsonObject> {
  const text = readText(file);
  if ('problem' in text) return text;
  try {
    const uncommented = text.value.replace(token, (match) => (match[0] === '"' ? match : match[0] === '/' ? ' ' : ','));
    // A second pass: a comment may have stood between the comma and its bracket.
    const value: unknown = JSON.parse(uncommented.replace(token, (match) => (match[0] === ',' ? '' : match)));
    return isObject(value) ? { value } : { problem: onlyMalformed(file, 'is JSON, but not an object') };
  } catch (error) {
    return { problem: onlyMalformed(file, `is not JSON: ${reasonOf(error).slice(0, 120)}`) };
  }
}
