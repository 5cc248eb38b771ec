import { asArray, asObject, asText, isObject, type JsonObject } from '../../reading/json.ts';
import { linesOf } from '../../reading/text.ts';
import { type ConanReference, parseConanReference } from './conan-reference.ts';

/** One recipe that a file requires. */
export interface ConanRequirement extends ConanReference {
  /** Id of the node, in lockfiles of Conan 1. */
  readonly key: string;
  /** Only a tool of the build. */
  readonly development: boolean;
  readonly requires: readonly string[];
}

/** What a file holds; `rejected` are references that make no sense. */
export interface ConanFile {
  readonly requirements: readonly ConanRequirement[];
  readonly rejected: readonly string[];
}

function collect(
  references: Iterable<readonly [key: string, text: string, development: boolean, requires: readonly string[]]>,
): ConanFile {
  const requirements: ConanRequirement[] = [];
  const rejected: string[] = [];
  for (const [key, text, development, requires] of references) {
    const reference = parseConanReference(text);
    if (reference) requirements.push({ ...reference, key, development, requires });
    else rejected.push(text);
  }
  return { requirements, rejected };
}

/** Keys of nodes: a list, or (in the oldest form) the values of a map. */
function nodeKeys(value: unknown): string[] {
  return (Array.isArray(value) ? asArray(value) : Object.values(asObject(value))).filter(
    (key) => typeof key === 'string',
  );
}

/** A graph of nodes, as Conan 1 writes it. The node with a `path` (or without a reference) is the project. */
function parseGraph(graph: JsonObject): ConanFile {
  const nodes = Object.entries(graph).map(([key, value]) => [key, asObject(value)] as const);
  const needed = new Set(nodes.flatMap(([, node]) => nodeKeys(node['requires'])));
  const tools = new Set(nodes.flatMap(([, node]) => nodeKeys(node['build_requires'])));
  return collect(
    nodes.flatMap(([key, node]) => {
      const text = asText(node['ref']) ?? asText(node['pref']);
      if (text === undefined || 'path' in node) return [];
      const development = node['context'] === 'build' || (tools.has(key) && !needed.has(key));
      return [[key, text, development, nodeKeys(node['requires'])] as const];
    }),
  );
}

/** Reads `conan.lock` of Conan 1 and 2; undefined where the object is none. */
export function parseConanLock(root: JsonObject): ConanFile | undefined {
  const nodes = asObject(root['graph_lock'])['nodes'];
  if (isObject(nodes)) return parseGraph(nodes);
  const groups = ['requires', 'build_requires', 'python_requires', 'config_requires'];
  if (!groups.some((group) => Array.isArray(root[group]))) return undefined;
  return collect(
    groups.flatMap((group) =>
      asArray(root[group]).flatMap((item) => {
        // A reference may be paired with the packages that it was built into.
        const text = asText(Array.isArray(item) ? item[0] : item);
        return text === undefined ? [] : [[text, text, group === 'build_requires', []] as const];
      }),
    ),
  );
}

const toolSections = new Set(['build_requires', 'tool_requires', 'test_requires']);

/** Reads `conanfile.txt` (docs.conan.io, "conanfile.txt"); undefined where the text has none of its sections. */
export function parseConanfile(text: string): ConanFile | undefined {
  let section: string | undefined;
  let recognized = false;
  const references: (readonly [string, string, boolean, readonly string[]])[] = [];
  for (const raw of linesOf(text)) {
    const line = raw.replace(/(^|\s)#.*$/, '').trim();
    const opened = /^\[([\w-]+)\]$/.exec(line)?.[1];
    if (opened !== undefined) {
      section = opened;
      recognized = true;
    } else if (line !== '' && (section === 'requires' || toolSections.has(section ?? '')))
      references.push([line, line, section !== 'requires', []]);
  }
  return recognized ? collect(references) : undefined;
}
