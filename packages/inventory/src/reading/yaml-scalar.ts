/** What the quick reader gives up on: the full YAML reader takes over. */
export class NotInSubset extends Error {}

/** A value nested deeper than any lockfile: neither reader goes on. */
export class TooDeep extends Error {}

/** A mapping, a sequence or a scalar. Every scalar is text: `1.10` is a version, not a number. */
export type YamlValue = string | YamlValue[] | { [key: string]: YamlValue };

/** Depth of nesting that is read. */
export const MAX_YAML_DEPTH = 64;

const simpleEscapes: Readonly<Record<string, string>> = {
  '0': '\0', a: '\x07', b: '\b', t: '\t', n: '\n', v: '\v', f: '\f', r: '\r', e: '\x1b',
  ' ': ' ', '"': '"', '/': '/', '\\': '\\', N: '\x85', _: '\xa0', L: '\u2028', P: '\u2029',
}; // prettier-ignore

const hexEscapes: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function escapeAt(text: string, at: number): { value: string; end: number } {
  const code = text[at] ?? '';
  const digits = hexEscapes[code];
  if (digits === undefined) {
    const value = simpleEscapes[code];
    if (value === undefined) throw new NotInSubset('escape');
    return { value, end: at + 1 };
  }
  const hex = text.slice(at + 1, at + 1 + digits);
  if (!/^[0-9a-fA-F]+$/.test(hex) || hex.length !== digits) throw new NotInSubset('escape');
  const point = Number.parseInt(hex, 16);
  if (point > 0x10ffff) throw new NotInSubset('escape');
  return { value: String.fromCodePoint(point), end: at + 1 + digits };
}

/** Reads the quoted scalar that opens at `at`; `end` is behind its closing quote. It must close on its line. */
export function quotedAt(text: string, at: number): { value: string; end: number } {
  const quote = text[at];
  let value = '';
  let from = at + 1;
  for (let i = from; i < text.length; i++) {
    const char = text[i];
    if (char === '\\' && quote === '"') {
      const escape = escapeAt(text, i + 1);
      value += text.slice(from, i) + escape.value;
      from = escape.end;
      i = from - 1;
    } else if (char === quote) {
      value += text.slice(from, i);
      if (quote === '"' || text[i + 1] !== "'") return { value, end: i + 1 };
      value += "'";
      i += 1;
      from = i + 1;
    }
  }
  throw new NotInSubset('a quoted scalar of several lines');
}

/** The first character of a plain scalar may not be one of these (YAML 1.2, 7.3.3). */
const indicators = new Set('&*!|>%@`\'"#,[]{}');

/** Rejects what only looks like a plain scalar. */
export function checkPlain(text: string): string {
  const first = text[0] ?? '';
  if (indicators.has(first) || ((first === '?' || first === '-' || first === ':') && (text[1] ?? ' ') === ' '))
    throw new NotInSubset('not a plain scalar');
  return text;
}

function skipBlanks(text: string, at: number): number {
  while (text[at] === ' ' || text[at] === '\t') at += 1;
  return at;
}

function flowScalarAt(text: string, at: number): { value: string; end: number } {
  if (text[at] === '"' || text[at] === "'") return quotedAt(text, at);
  let end = at;
  while (end < text.length) {
    const char = text[end] as string;
    if (',[]{}'.includes(char)) break;
    if (char === ':' && ' ,]}'.includes(text[end + 1] ?? ' ')) break;
    if (char === '#' && text[end - 1] === ' ') throw new NotInSubset('comment');
    end += 1;
  }
  const value = text.slice(at, end).trimEnd();
  return { value: value === '' ? '' : checkPlain(value), end };
}

function flowMapAt(text: string, at: number, depth: number): { value: YamlValue; end: number } {
  const value: Record<string, YamlValue> = Object.create(null);
  let i = skipBlanks(text, at + 1);
  while (text[i] !== '}') {
    const key = flowScalarAt(text, i);
    i = skipBlanks(text, key.end);
    if (text[i] !== ':' || key.value === '' || key.value in value) throw new NotInSubset('flow mapping');
    const item = flowAt(text, skipBlanks(text, i + 1), depth);
    value[key.value] = item.value;
    i = skipBlanks(text, item.end);
    if (text[i] === ',') i = skipBlanks(text, i + 1);
    else if (text[i] !== '}') throw new NotInSubset('flow mapping');
  }
  return { value, end: i + 1 };
}

function flowSequenceAt(text: string, at: number, depth: number): { value: YamlValue; end: number } {
  const value: YamlValue[] = [];
  let i = skipBlanks(text, at + 1);
  while (text[i] !== ']') {
    const item = flowAt(text, i, depth);
    i = skipBlanks(text, item.end);
    if (text[i] === ':' || item.end === at + 1) throw new NotInSubset('flow sequence');
    value.push(item.value);
    if (text[i] === ',') i = skipBlanks(text, i + 1);
    else if (text[i] !== ']') throw new NotInSubset('flow sequence');
  }
  return { value, end: i + 1 };
}

/** Reads the flow value that opens at `at`; it must close on its line. */
export function flowAt(text: string, at: number, depth: number): { value: YamlValue; end: number } {
  if (depth > MAX_YAML_DEPTH) throw new TooDeep();
  if (text[at] === '{') return flowMapAt(text, at, depth + 1);
  if (text[at] === '[') return flowSequenceAt(text, at, depth + 1);
  return flowScalarAt(text, at);
}
