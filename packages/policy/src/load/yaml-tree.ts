import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
  visit,
  type ParsedNode,
  type Document,
} from 'yaml';
import type { Problems } from './problems.ts';
import { sourceOffset } from './scalar-place.ts';

/** Where something stands; 1-based. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface YamlMap extends Place {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, { readonly key: Place; readonly value: YamlNode }>;
}

export interface YamlList extends Place {
  readonly kind: 'list';
  readonly items: readonly YamlNode[];
}

export interface YamlScalar extends Place {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** The place of a character of a string value within the file. */
  placeOf(offset: number): Place;
}

/** A YAML value that knows where it stands. */
export type YamlNode = YamlMap | YamlList | YamlScalar;

/** A file of policies is written by people: larger ones are something else. */
export const MAX_FILE_CHARACTERS = 1024 * 1024;
const MAX_DOCUMENTS = 1000;
const MAX_DEPTH = 64;
/** Values of one file, those behind aliases counted each time. */
const MAX_NODES = 200_000;
const MAX_ERRORS = 20;

/** What every alias stands for, found in one pass: asking the library for each walks the document each time. */
function aliasTargets(document: Document.Parsed): ReadonlyMap<Node, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Node, Node>();
  visit(document, {
    Node(_key, node) {
      if (isAlias(node)) {
        const target = anchors.get(node.source);
        if (target) targets.set(node, target);
      } else if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  return targets;
}

class TreeBuilder {
  readonly #file: string;
  readonly #source: string;
  readonly #lines: LineCounter;
  readonly #problems: Problems;
  readonly #targets: ReadonlyMap<Node, Node>;
  readonly #budget: { nodes: number };

  constructor(options: {
    readonly file: string;
    readonly source: string;
    readonly lines: LineCounter;
    readonly problems: Problems;
    readonly document: Document.Parsed;
    readonly budget: { nodes: number };
  }) {
    this.#file = options.file;
    this.#source = options.source;
    this.#lines = options.lines;
    this.#problems = options.problems;
    this.#targets = aliasTargets(options.document);
    this.#budget = options.budget;
  }

  #place(offset: number): Place {
    const { line, col } = this.#lines.linePos(offset);
    return { line, column: col };
  }

  #nothing(at: Place): YamlScalar {
    return { kind: 'scalar', value: null, ...at, placeOf: () => at };
  }

  #refuse(at: Place, message: string): YamlScalar {
    this.#problems.add(this.#file, at, '', message);
    return this.#nothing(at);
  }

  build(node: Node | null, above: Place, depth: number, aliases: readonly Node[] = []): YamlNode {
    if (node === null) return this.#nothing(above);
    const range = (node as ParsedNode).range;
    const at = range ? this.#place(range[0]) : above;
    this.#budget.nodes -= 1;
    if (this.#budget.nodes === 0) return this.#refuse(at, `the file holds more than ${MAX_NODES} values`);
    if (this.#budget.nodes < 0) return this.#nothing(at);
    if (depth > MAX_DEPTH) return this.#refuse(at, `nested deeper than ${MAX_DEPTH}`);
    if (isAlias(node)) {
      const target = this.#targets.get(node);
      if (!target || aliases.includes(target)) return this.#refuse(at, `the alias *${node.source} leads nowhere`);
      return this.build(target, at, depth + 1, [...aliases, target]);
    }
    if (isSeq(node)) {
      const items = node.items.map((item) => this.build(item as Node, at, depth + 1, aliases));
      return { kind: 'list', items, ...at };
    }
    if (isMap(node)) return this.#map(node.items as readonly { key: Node; value: Node | null }[], at, depth, aliases);
    if (!isScalar(node)) return this.#refuse(at, 'is no YAML value that is known');
    return this.#scalar(node.value, at, range);
  }

  #map(
    pairs: readonly { key: Node; value: Node | null }[],
    at: Place,
    depth: number,
    aliases: readonly Node[],
  ): YamlMap {
    const entries = new Map<string, { key: Place; value: YamlNode }>();
    for (const { key, value } of pairs) {
      const keyRange = (key as ParsedNode | null)?.range;
      const keyAt = keyRange ? this.#place(keyRange[0]) : at;
      const name = isScalar(key) ? String(key.value) : undefined;
      if (name === undefined) this.#refuse(keyAt, 'a key must be a plain word');
      else if (name === '__proto__') this.#refuse(keyAt, 'a key must not be __proto__');
      else if (entries.has(name)) this.#refuse(keyAt, `the key ${name} stands twice`);
      else entries.set(name, { key: keyAt, value: this.build(value, keyAt, depth + 1, aliases) });
    }
    return { kind: 'map', entries, ...at };
  }

  #scalar(value: unknown, at: Place, range: readonly number[] | null | undefined): YamlScalar {
    if (typeof value === 'number' || typeof value === 'boolean' || value === null)
      return { kind: 'scalar', value, ...at, placeOf: () => at };
    if (typeof value !== 'string') return this.#refuse(at, 'is no text, number, boolean or null');
    const [start = 0, end = start] = range ?? [];
    return {
      kind: 'scalar',
      value,
      ...at,
      placeOf: (offset) => this.#place(sourceOffset(this.#source, [start, end], value, offset)),
    };
  }
}

/**
 * Reads a file of one or more YAML documents (YAML 1.2, core schema). Empty documents are left out. Everything that is wrong
 * goes to `problems`; size, depth and the number of values are bounded, those behind aliases included.
 */
export function readYamlTree(file: string, source: string, problems: Problems): YamlNode[] {
  const top: Place = { line: 1, column: 1 };
  if (source.length > MAX_FILE_CHARACTERS) {
    problems.add(file, top, '', `larger than ${MAX_FILE_CHARACTERS} characters`);
    return [];
  }
  const lines = new LineCounter();
  const parsed = parseAllDocuments(source, { lineCounter: lines, logLevel: 'silent', uniqueKeys: false });
  if (!Array.isArray(parsed)) return [];
  if (parsed.length > MAX_DOCUMENTS) {
    problems.add(file, top, '', `more than ${MAX_DOCUMENTS} documents`);
    return [];
  }
  const budget = { nodes: MAX_NODES };
  const trees: YamlNode[] = [];
  for (const document of parsed as Document.Parsed[]) {
    for (const { pos, message } of document.errors.slice(0, MAX_ERRORS)) {
      const { line, col } = lines.linePos(pos[0]);
      const [summary = ''] = message.split(/ at line \d|\n/);
      problems.add(file, { line, column: col }, '', `is not YAML: ${summary}`);
    }
    if (document.errors.length > 0 || document.contents === null) continue;
    const builder = new TreeBuilder({ file, source, lines, problems, document, budget });
    const tree = builder.build(document.contents, top, 0);
    if (tree.kind !== 'scalar' || tree.value !== null) trees.push(tree);
  }
  return trees;
}

/** The value without places. */
export function plain(node: YamlNode): PlainYaml {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plain);
  return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, plain(value)]));
}

export type PlainYaml = string | number | boolean | null | readonly PlainYaml[] | { readonly [key: string]: PlainYaml };
