import type { Fact } from '@pratique/model';
import {
  type Alias,
  Composer,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  Parser,
  type Scalar,
  type YAMLParseError,
} from 'yaml';
import { Broken } from './broken.ts';
import type { Budget } from './budget.ts';
import type { Place } from './place.ts';
import { type Placed, setOwn } from './placed.ts';
import { resolvePlain, type YamlScalar } from './yaml-scalar.ts';

type Node = Document.Parsed['contents'];

const standardTag = 'tag:yaml.org,2002:';
/** Tags whose scalars are read by their look, in quotes or not, and what must come of it. */
const resolvedTags: ReadonlyMap<string, (value: YamlScalar) => boolean> = new Map<
  string,
  (value: YamlScalar) => boolean
>([
  [`${standardTag}null`, (value) => value === null],
  [`${standardTag}bool`, (value) => typeof value === 'boolean'],
  [`${standardTag}int`, (value) => Number.isInteger(value)],
  [`${standardTag}float`, (value) => typeof value === 'number'],
]);

function offsetOf(node: { range?: readonly number[] | null | undefined } | null, otherwise: number): number {
  return node?.range?.[0] ?? otherwise;
}

/** Builds the value of one document with the rules of Kubernetes; aliases and merge keys are expanded within bounds. */
class Builder {
  readonly #budget: Budget;
  /** Anchors as far as the text was read; the last of a name counts. */
  readonly #anchors = new Map<string, Node>();
  /** Anchored nodes that are being expanded: an alias within its own anchor has no end. */
  readonly #open = new Set<unknown>();

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  build(node: Node, offset: number, depth: number, aliased: boolean): Placed {
    this.#budget.node(offset, depth, aliased);
    if (isAlias(node)) return this.#expand(node, offset, depth);
    if (node?.anchor && !aliased) this.#anchors.set(node.anchor, node);
    // Where a tag ends is read in different ways: `[!a, b]` is one item for kubectl and two for others.
    if (node?.tag && node.tag !== '!' && !node.tag.startsWith(standardTag))
      throw new Broken('syntax', `uses the tag ${node.tag.slice(0, 100)}, which is none of YAML's own`, offset);
    if (isMap(node)) return this.#mapping(node.items as readonly Pair[], offset, depth, aliased);
    if (isSeq(node)) return this.#sequence(node.items as readonly Node[], offset, depth, aliased);
    return { value: this.#scalar(node as Scalar | null, offset), place: { offset } };
  }

  #expand(alias: Alias, offset: number, depth: number): Placed {
    const target = this.#target(alias, offset);
    if (this.#open.has(target)) throw new Broken('syntax', `the anchor &${alias.source} contains itself`, offset);
    this.#open.add(target);
    const placed = this.build(target, offsetOf(target, offset), depth + 1, true);
    this.#open.delete(target);
    return placed;
  }

  #target(alias: Alias, offset: number): NonNullable<Node> {
    const target = this.#anchors.get(alias.source);
    if (!target) throw new Broken('syntax', `uses the alias *${alias.source} that no anchor names`, offset);
    return target;
  }

  #scalar(node: Scalar | null, offset: number): YamlScalar {
    if (node === null) return null;
    const text = node.source ?? '';
    const tag = node.tag;
    if (tag === `${standardTag}binary`) return Buffer.from(text, 'base64').toString();
    const fits = tag === undefined ? undefined : resolvedTags.get(tag);
    if (tag === undefined ? node.type !== 'PLAIN' : !fits) return text;
    const value = resolvePlain(text);
    if (fits && !fits(value)) throw new Broken('syntax', `has a value that does not fit its tag ${tag}`, offset);
    if (Number.isNaN(value)) throw new Broken('syntax', `holds ${text}, a number that JSON does not know`, offset);
    return value;
  }

  #key(node: unknown, offset: number): string {
    const resolved = isAlias(node) ? this.#target(node, offset) : node;
    if (isScalar(resolved) && resolved.anchor) this.#anchors.set(resolved.anchor, resolved as Node);
    if (!isScalar(resolved)) throw new Broken('syntax', 'has a mapping or a sequence as a key', offset);
    const key = this.#scalar(resolved, offset);
    if (key === null) throw new Broken('syntax', 'has an empty key', offset);
    return String(key);
  }

  #mapping(pairs: readonly Pair[], offset: number, depth: number, aliased: boolean): Placed {
    const value: Record<string, Fact> = {};
    const entries = new Map<string, Place>();
    const own = new Set<string>();
    for (const pair of pairs) {
      const at = offsetOf(pair.key as Scalar | null, offset);
      if (isScalar(pair.key) && pair.key.type === 'PLAIN' && pair.key.value === '<<') {
        this.#merge(pair.value as Node, at, depth + 1, value, entries);
        continue;
      }
      const key = this.#key(pair.key, at);
      if (own.has(key)) throw new Broken('duplicate-key', `names the key ${JSON.stringify(key)} twice`, at);
      own.add(key);
      const node = pair.value as Node;
      const entry = this.build(node, at, depth + 1, aliased);
      setOwn(value, key, entry.value);
      // An anchored value is shown where it is written, any other where its key is.
      entries.set(key, isAlias(node) ? entry.place : { ...entry.place, offset: at });
    }
    return { value, place: { offset, entries } };
  }

  /**
   * `<<` (https://yaml.org/type/merge.html) as kubectl reads it: in the order of the text, so that a merged key replaces one
   * that stands before it. Of a sequence the first wins.
   */
  #merge(node: Node, offset: number, depth: number, value: Record<string, Fact>, entries: Map<string, Place>): void {
    const sources = isSeq(node) ? (node.items as readonly Node[]).toReversed() : [node];
    for (const source of sources) {
      const { value: merged, place } = this.build(source, offset, depth, true);
      if (!place.entries) throw new Broken('syntax', 'merges something that is no mapping', offset);
      for (const [key, entry] of place.entries) {
        setOwn(value, key, (merged as Record<string, Fact>)[key]);
        entries.set(key, entry);
      }
    }
  }

  #sequence(nodes: readonly Node[], offset: number, depth: number, aliased: boolean): Placed {
    const value: Fact[] = [];
    const items: Place[] = [];
    for (const node of nodes) {
      const item = this.build(node, offsetOf(node, offset), depth + 1, aliased);
      value.push(item.value);
      items.push(item.place);
    }
    return { value, place: { offset, items } };
  }
}

const options = {
  // All scalars as text: Kubernetes resolves them by other rules than any schema of the library.
  schema: 'failsafe',
  logLevel: 'silent',
  uniqueKeys: false,
} as const;

/**
 * The documents of a text, one after the other. What cannot belong to any document ends the reading at once: hostile text
 * would make an error of every second character.
 */
function* documentsOf(text: string): Generator<Document.Parsed> {
  const composer = new Composer(options);
  for (const token of new Parser().parse(text)) {
    if (token.type === 'error') throw new Broken('syntax', `is not YAML: ${token.message}`, token.offset);
    yield* composer.next(token) as Generator<Document.Parsed>;
  }
  yield* composer.end() as Generator<Document.Parsed>;
}

function parse(text: string): readonly Document.Parsed[] {
  try {
    return [...documentsOf(text)];
  } catch (error) {
    if (error instanceof Broken) throw error;
    if (error instanceof RangeError) throw new Broken('too-large', 'is nested too deeply', 0);
    throw new Broken('syntax', 'is not YAML', 0);
  }
}

function brokenBy(error: YAMLParseError): Broken {
  // The library catches what its own recursion runs into.
  if (/call stack/i.test(error.message)) return new Broken('too-large', 'is nested too deeply', error.pos[0]);
  return new Broken('syntax', `is not YAML: ${error.message.split('\n')[0]}`, error.pos[0]);
}

/** Reads the YAML of one document; more than one only behind `...`. @throws Broken */
export function readYaml(text: string, budget: Budget): readonly Placed[] {
  return parse(text).map((document) => {
    const [error] = document.errors;
    if (error) throw brokenBy(error);
    const offset = offsetOf(document.contents, 0);
    return new Builder(budget).build(document.contents, offset, 1, false);
  });
}
