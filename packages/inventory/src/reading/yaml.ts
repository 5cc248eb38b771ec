import { reasonOf } from '@pratique/foundation';
import type { CatalogFile } from '@pratique/model';
import { parseDocument } from 'yaml';
import { parseBlockYaml } from './block-yaml.ts';
import { isObject, type JsonObject, onlyMalformed } from './json.ts';
import { linesOf, type Reading, readText } from './text.ts';
import { NotInSubset, TooDeep } from './yaml-scalar.ts';

/**
 * Past this size only the block style is read: on broken input the full reader's time grows with the square of the size
 * (about a second for this much). No package manager writes anything else. Characters.
 */
const MAX_FULL_READ = 64 * 1024;
/** Uses of one anchor, nested ones multiplied (the "billion laughs" attack). */
const MAX_ALIASES = 100;
/** Documents of one file; pnpm writes two. */
const MAX_DOCUMENTS = 16;
/** Brackets open at once, and indicators or indentation on one line, before the full reader is not even tried. */
const MAX_OPEN = 200;
const MAX_INDENT = 1000;

/** Whether nesting would exhaust the full reader, which recurses and backtracks. Counts brackets in scalars as well. */
function nestsTooDeeply(text: string): boolean {
  let open = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (char === 0x5b || char === 0x7b) open += 1;
    else if (char === 0x5d || char === 0x7d) open = Math.max(0, open - 1);
    if (open > MAX_OPEN) return true;
  }
  return new RegExp(`^ {${MAX_INDENT}}|(?:[-?:][ \\t]{1,8}){${MAX_OPEN}}`, 'm').test(text);
}

/** The documents of a stream: a line `---` starts one (YAML 1.2, 9.1.4). Directives are left to the full reader. */
function splitDocuments(text: string): string[] {
  if (!/^---\s/m.test(text) && !text.endsWith('---')) return [text];
  const documents: string[] = [];
  let current: string[] = [];
  for (const line of linesOf(text)) {
    if (/^---\s*(#.*)?$/.test(line)) {
      documents.push(current.join('\n'));
      current = [];
    } else current.push(line);
  }
  documents.push(current.join('\n'));
  return documents.filter((document) => /^[ \t]*[^#\s]/m.test(document));
}

function parseFully(text: string): unknown {
  if (text.length > MAX_FULL_READ || nestsTooDeeply(text)) throw new TooDeep();
  // The failsafe schema keeps every scalar as text: `1.10` is a version, not a number.
  const document = parseDocument(text, { schema: 'failsafe', logLevel: 'silent', prettyErrors: false });
  const [error] = document.errors;
  if (error) throw error;
  return document.toJS({ maxAliasCount: MAX_ALIASES });
}

function parseOne(text: string): unknown {
  try {
    return parseBlockYaml(text);
  } catch (error) {
    if (error instanceof NotInSubset) return parseFully(text);
    throw error;
  }
}

/**
 * The documents of a YAML file, each an object; scalars are text whatever they look like, an empty one is `''`.
 * A file without a document, or with one that is no mapping, is malformed.
 */
export function readYamlDocuments(file: CatalogFile): Reading<readonly JsonObject[]> {
  const text = readText(file);
  if ('problem' in text) return text;
  try {
    const documents = splitDocuments(text.value);
    if (documents.length > MAX_DOCUMENTS) return { problem: onlyMalformed(file, 'holds too many YAML documents') };
    const values = documents.map(parseOne).filter((value) => value !== '');
    if (values.length === 0) return { problem: onlyMalformed(file, 'is empty') };
    if (values.every(isObject)) return { value: values };
    return { problem: onlyMalformed(file, 'is YAML, but not a mapping') };
  } catch (error) {
    if (error instanceof TooDeep) {
      const reason = 'is broken or unusual YAML that is too large or nested too deeply to be read';
      return { problem: { unknowns: [{ code: 'too-large', reason, path: file.entry.path }] } };
    }
    return { problem: onlyMalformed(file, `is not YAML: ${reasonOf(error).split('\n')[0]?.slice(0, 120)}`) };
  }
}

/** The first document of a YAML file; see {@link readYamlDocuments}. */
export function readYaml(file: CatalogFile): Reading<JsonObject> {
  const documents = readYamlDocuments(file);
  return 'problem' in documents ? documents : { value: documents.value[0] ?? {} };
}
