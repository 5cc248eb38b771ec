import type { ObjectOrigin } from '@pratique/model';
import type { JsonSchema } from './schema/json-schema.ts';
import { SchemaCheck } from './schema/validate.ts';
import type { Problems } from './problems.ts';
import { type Place, plain, type PlainYaml, type YamlNode } from './yaml-tree.ts';

/** Keys and indexes from the top of a document. */
export type Path = readonly (string | number)[];

/** `spec.policies[2].name` */
export function shownPath(path: Path): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`),
    '',
  );
}

/** One YAML document of a file, and how to say what is wrong in it. */
export class SourceDocument {
  readonly file: string;
  readonly root: YamlNode;
  readonly #problems: Problems;

  constructor(file: string, root: YamlNode, problems: Problems) {
    this.file = file;
    this.root = root;
    this.#problems = problems;
  }

  get origin(): ObjectOrigin {
    return { file: this.file, line: this.root.line, column: this.root.column };
  }

  /** Checks it against a schema. */
  fits(schema: JsonSchema): boolean {
    const before = this.#problems.count;
    new SchemaCheck(this.file, this.#problems).check(this.root, schema, '');
    return this.#problems.count === before;
  }

  /** What stands at a path, or the nearest thing above it. */
  node(path: Path): YamlNode {
    let node = this.root;
    for (const part of path) {
      const next = node.kind === 'map' ? node.entries.get(String(part))?.value : undefined;
      const item = node.kind === 'list' && typeof part === 'number' ? node.items[part] : undefined;
      const inner = next ?? item;
      if (!inner) return node;
      node = inner;
    }
    return node;
  }

  /** Whether something stands there. */
  has(path: Path): boolean {
    const above = this.node(path.slice(0, -1));
    return above.kind === 'map' && above.entries.has(String(path.at(-1)));
  }

  value(path: Path): PlainYaml {
    return plain(this.node(path));
  }

  /** Says that something is wrong at a path. */
  refuse(path: Path, message: string): void {
    const above = this.node(path.slice(0, -1));
    const key = above.kind === 'map' ? above.entries.get(String(path.at(-1)))?.key : undefined;
    const node = this.node(path);
    const at: Place = node.kind === 'scalar' || !key ? node : key;
    this.#problems.add(this.file, at, shownPath(path), message);
  }

  /** Says that something is wrong at a character of a text. */
  refuseAt(path: Path, offset: number, message: string): void {
    const node = this.node(path);
    const at = node.kind === 'scalar' ? node.placeOf(offset) : node;
    this.#problems.add(this.file, at, shownPath(path), message);
  }
}
