import { linesOf } from '../../reading/text.ts';

/** One entry: the descriptors (`name@range`) that it satisfies, and what it resolves them to. */
export interface YarnEntry {
  readonly descriptors: readonly string[];
  readonly fields: ReadonlyMap<string, string>;
  /** `name@range` of the packages that it requires, optional ones included. */
  readonly requires: readonly string[];
}

/** What a lockfile holds; `rejected` are line numbers that cannot be read. */
export interface YarnLock {
  readonly entries: readonly YarnEntry[];
  /** Yarn 2 and later, which write YAML and a `resolution` per entry. */
  readonly berry: boolean;
  readonly rejected: readonly number[];
}

interface Draft {
  descriptors: string[];
  fields: Map<string, string>;
  requires: string[];
}

/** Longer lines hold no list of descriptors that a project could have. */
const MAX_LINE = 256 * 1024;

function unquote(text: string): string {
  const quote = text[0];
  if ((quote !== '"' && quote !== "'") || !text.endsWith(quote) || text.length < 2) return text;
  return text.slice(1, -1).replace(/\\(["\\])/g, '$1');
}

/** Splits a line at its key: `key value` (Yarn 1) or `key: value` (later), either side perhaps quoted. */
function keyAndValue(text: string): [key: string, value: string] | undefined {
  const match = /^("(?:[^"\\]|\\.)*"|[^\s"][^\s]*?)(?::?\s+(.*)|:?)$/.exec(text);
  return match ? [unquote(match[1] as string), unquote((match[2] ?? '').trim())] : undefined;
}

/** The descriptors of an entry's first line, which ends in a colon: `a@^1, "b@npm:^2, b@npm:^3"`. */
function descriptorsOf(text: string): string[] {
  return text
    .split(/,\s+/)
    .map((item) => item.trim().replace(/^"|"$/g, ''))
    .filter((item) => item !== '');
}

/** Groups of fields whose members are dependencies. */
const dependencyGroups = new Set(['dependencies', 'optionalDependencies']);

/** Collects entries from lines; keeps what the indentation alone does not tell. */
class YarnReader {
  readonly entries: Draft[] = [];
  berry = false;
  #current: Draft | undefined;
  #group = '';

  /** A line that opens an entry: its descriptors. */
  open(descriptors: string): void {
    this.#group = '';
    this.#current = { descriptors: [], fields: new Map(), requires: [] };
    if (descriptors === '__metadata') this.berry = true;
    else {
      this.#current.descriptors = descriptorsOf(descriptors);
      this.entries.push(this.#current);
    }
  }

  /** A field of the entry, or a member of a group of fields; false where the line is neither. */
  field(content: string, indent: number): boolean {
    const [key, value] = keyAndValue(content) ?? [];
    if (!this.#current || key === undefined || value === undefined) return false;
    if (indent <= 2) {
      this.#group = value === '' ? key : '';
      if (value !== '') this.#current.fields.set(key, value);
    } else if (indent <= 4 && dependencyGroups.has(this.#group)) this.#current.requires.push(`${key}@${value}`);
    return true;
  }
}

/** Reads entries of both of Yarn's formats line by line. Repeated entries, as a merge leaves them, are kept. */
export function parseYarnLock(text: string): YarnLock {
  const reader = new YarnReader();
  const rejected: number[] = [];
  // `? "a long key"` is followed by a line that holds only the colon.
  let explicit = false;
  for (const [index, raw] of linesOf(text).entries()) {
    const line = raw.trimEnd();
    const content = line.trimStart();
    if (content === '' || content.startsWith('#') || (explicit && line === ':')) continue;
    const indent = line.length - content.length;
    explicit = indent === 0 && content.startsWith('? ');
    if (line.length > MAX_LINE) rejected.push(index + 1);
    else if (explicit) reader.open(content.slice(2));
    else if (indent === 0 && content.endsWith(':')) reader.open(content.slice(0, -1));
    else if (indent === 0 || !reader.field(content, indent)) rejected.push(index + 1);
  }
  return { entries: reader.entries, berry: reader.berry, rejected };
}
