import { linesOf } from './text.ts';
import { checkPlain, flowAt, MAX_YAML_DEPTH, NotInSubset, quotedAt, TooDeep, type YamlValue } from './yaml-scalar.ts';

/** One significant line: its indentation in spaces, its content, its place among all lines. */
interface Line {
  readonly indent: number;
  readonly text: string;
  readonly index: number;
}

/** Where the reader stands: all lines, for block scalars, and the significant ones. */
interface State {
  readonly all: readonly string[];
  readonly lines: Line[];
  at: number;
}

function significantLines(all: readonly string[]): Line[] {
  const lines: Line[] = [];
  for (const [index, raw] of all.entries()) {
    const text = raw.trim();
    if (text === '' || text.startsWith('#')) continue;
    const indent = raw.length - raw.trimStart().length;
    if (raw.slice(0, indent).includes('\t')) throw new NotInSubset('tab');
    lines.push({ indent, text, index });
  }
  return lines;
}

function isSequenceItem(line: Line): boolean {
  return line.text === '-' || line.text.startsWith('- ');
}

/** The key of a mapping line, and where its value starts; undefined where the line holds no key. */
function keyOf(text: string): { key: string; rest: string } | undefined {
  if (text[0] === '"' || text[0] === "'") {
    const { value, end } = quotedAt(text, 0);
    const rest = text.slice(end);
    return /^\s*:(\s|$)/.test(rest) ? { key: value, rest: rest.slice(rest.indexOf(':') + 1).trim() } : undefined;
  }
  const colon = text.endsWith(':') && !text.includes(': ') ? text.length - 1 : text.indexOf(': ');
  if (colon <= 0) return undefined;
  const key = text.slice(0, colon).trimEnd();
  if (key.includes(' #')) throw new NotInSubset('comment');
  return { key: checkPlain(key), rest: text.slice(colon + 1).trim() };
}

/** A literal or folded block (YAML 1.2, 8.1): the lines deeper than `indent`. Chomping `+` is left to the full reader. */
function blockScalar(state: State, header: string, indent: number, headerIndex: number): string {
  if (!/^[|>]-?$/.test(header)) throw new NotInSubset('block scalar header');
  const body: string[] = [];
  let own: number | undefined;
  let index = headerIndex + 1;
  for (; index < state.all.length; index++) {
    const raw = state.all[index] as string;
    const depth = raw.length - raw.trimStart().length;
    if (raw.trim() === '') body.push('');
    else if (depth <= indent) break;
    else {
      own ??= depth;
      if (depth < own || (header[0] === '>' && depth > own)) throw new NotInSubset('indentation within a block scalar');
      body.push(raw.slice(own));
    }
  }
  while (state.at < state.lines.length && (state.lines[state.at] as Line).index < index) state.at += 1;
  const text = body.join('\n').replace(/\n+$/, '');
  const folded = header[0] === '>' ? text.replace(/\n+/g, (breaks) => breaks.slice(1) || ' ') : text;
  return header.endsWith('-') || folded === '' ? folded : `${folded}\n`;
}

function onlyComment(rest: string): boolean {
  return /^\s*(\s#.*)?$/.test(rest);
}

/** A scalar or flow value that stands on one line, with the plain lines that continue it. */
function inlineValue(state: State, rest: string, indent: number, depth: number): YamlValue {
  const first = rest[0] as string;
  if (first === '"' || first === "'" || first === '{' || first === '[') {
    const { value, end } = flowAt(rest, 0, depth);
    if (!onlyComment(rest.slice(end))) throw new NotInSubset('text behind a value');
    return value;
  }
  const parts = [rest];
  while (!(parts.at(-1) as string).includes(' #')) {
    const next = state.lines[state.at];
    if (!next || next.indent <= indent) break;
    if (next.index !== (state.lines[state.at - 1] as Line).index + 1) throw new NotInSubset('blank line in a scalar');
    parts.push(next.text);
    state.at += 1;
  }
  const text = parts.join(' ').replace(/ #.*$/, '').trimEnd();
  if (text.includes(': ') || text.endsWith(':')) throw new NotInSubset('nested mapping on one line');
  return checkPlain(text);
}

/** The value behind `key:` or `-`: on the same line, or the deeper lines below. */
function valueBehind(state: State, rest: string, line: Line, depth: number): YamlValue {
  if (rest === '' || rest.startsWith('#')) {
    const next = state.lines[state.at];
    if (next && next.indent > line.indent) return blockAt(state, next.indent, depth + 1);
    if (next && next.indent === line.indent && isSequenceItem(next) && !isSequenceItem(line))
      return sequenceAt(state, next.indent, depth + 1);
    return '';
  }
  if (rest[0] === '|' || rest[0] === '>') return blockScalar(state, rest, line.indent, line.index);
  return inlineValue(state, rest, line.indent, depth);
}

/** `? key` and `: value`, as written for keys of more than 1,024 characters. */
function explicitEntry(state: State, line: Line, depth: number): { key: string; value: YamlValue } {
  const text = line.text.slice(2).trim();
  const key = inlineValue(state, text, line.indent, depth);
  const next = state.lines[state.at];
  if (typeof key !== 'string' || !next || next.indent !== line.indent || !/^:( |$)/.test(next.text))
    throw new NotInSubset('explicit key');
  state.at += 1;
  const rest = next.text.slice(1).trim();
  // `: version: 1` holds a mapping that starts behind the colon.
  if (rest !== '' && keyOf(rest)) return { key, value: compactMapping(state, { ...next, text: rest }, depth) };
  return { key, value: valueBehind(state, rest, next, depth) };
}

/** A mapping whose first key stands behind `- ` or `: `; the following keys are aligned with it. */
function compactMapping(state: State, line: Line, depth: number): YamlValue {
  const raw = state.all[line.index] as string;
  const indent = raw.trimEnd().length - line.text.length;
  state.at -= 1;
  state.lines[state.at] = { indent, text: line.text, index: line.index };
  return mappingAt(state, indent, depth + 1);
}

function mappingAt(state: State, indent: number, depth: number): YamlValue {
  if (depth > MAX_YAML_DEPTH) throw new TooDeep();
  const mapping: Record<string, YamlValue> = Object.create(null);
  for (let line = state.lines[state.at]; line && line.indent === indent; line = state.lines[state.at]) {
    if (isSequenceItem(line)) break;
    state.at += 1;
    const entry = line.text.startsWith('? ')
      ? explicitEntry(state, line, depth)
      : plainEntry(state, line, keyOf(line.text), depth);
    if (entry.key in mapping) throw new NotInSubset('duplicate key');
    mapping[entry.key] = entry.value;
  }
  return mapping;
}

function plainEntry(
  state: State,
  line: Line,
  found: { key: string; rest: string } | undefined,
  depth: number,
): { key: string; value: YamlValue } {
  if (!found) throw new NotInSubset('a line without a key');
  return { key: found.key, value: valueBehind(state, found.rest, line, depth) };
}

function sequenceAt(state: State, indent: number, depth: number): YamlValue {
  if (depth > MAX_YAML_DEPTH) throw new TooDeep();
  const sequence: YamlValue[] = [];
  for (let line = state.lines[state.at]; line && line.indent === indent; line = state.lines[state.at]) {
    if (!isSequenceItem(line)) break;
    state.at += 1;
    const rest = line.text.slice(1).trim();
    if (rest.startsWith('- ')) throw new NotInSubset('sequence in a sequence');
    if (rest !== '' && !'{[|>#'.includes(rest[0] as string) && keyOf(rest))
      sequence.push(compactMapping(state, { ...line, text: rest }, depth));
    else sequence.push(valueBehind(state, rest, line, depth));
  }
  return sequence;
}

function blockAt(state: State, indent: number, depth: number): YamlValue {
  const line = state.lines[state.at] as Line;
  if (isSequenceItem(line)) return sequenceAt(state, indent, depth);
  if (line.text.startsWith('? ') || keyOf(line.text)) return mappingAt(state, indent, depth);
  state.at += 1;
  return inlineValue(state, line.text, indent - 1, depth);
}

/**
 * Reads the block style that package managers write, ten times as fast as a full YAML reader: mappings, sequences,
 * plain and quoted scalars, one-line flow values, simple block scalars. Every scalar stays text.
 *
 * @throws NotInSubset on anything else (anchors, tags, directives, …), TooDeep on deep nesting
 */
export function parseBlockYaml(text: string): YamlValue {
  const all = linesOf(text);
  const state: State = { all, lines: significantLines(all), at: 0 };
  const first = state.lines[0];
  if (!first) return '';
  const value = blockAt(state, first.indent, 1);
  if (state.at < state.lines.length) throw new NotInSubset('text behind the document');
  return value;
}
