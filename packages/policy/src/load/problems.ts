import { printable } from '@pratique/foundation';
import { policyErrors } from '../errors.ts';
import type { YamlNode } from './yaml-tree.ts';

/** One thing that is wrong, and where; 1-based. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Within the object: `spec.decisions.build`; empty for the whole file. */
  readonly path: string;
  readonly message: string;
}

/** More are counted, not listed. */
const MAX_LISTED = 200;

function shown({ file, line, column, path, message }: Problem): string {
  return printable(`${file}:${line}:${column}: ${path === '' ? '' : `${path}: `}${message}`);
}

/** Collects everything that is wrong, so that all of it is said at once. */
export class Problems {
  readonly #all: Problem[] = [];

  add(file: string, node: Pick<YamlNode, 'line' | 'column'>, path: string, message: string): void {
    this.#all.push({ file, line: node.line, column: node.column, path, message });
  }

  get count(): number {
    return this.#all.length;
  }

  /** In the order of files and lines. */
  get list(): readonly Problem[] {
    return this.#all.toSorted((a, b) =>
      a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1,
    );
  }

  /** @throws PratiqueError `policy/invalid` that names every problem, where there is one. */
  throwIfAny(attempted: string): void {
    if (this.#all.length === 0) return;
    const listed = this.list.slice(0, MAX_LISTED).map(shown);
    const more = this.#all.length - listed.length;
    if (more > 0) listed.push(`and ${more} more`);
    const files = new Set(this.#all.map(({ file }) => file));
    throw policyErrors.create('policy/invalid', {
      attempted,
      on: files.size === 1 ? printable([...files][0] as string) : `${files.size} files`,
      why: `${this.#all.length === 1 ? '1 problem' : `${this.#all.length} problems`}\n${listed.join('\n')}`,
    });
  }
}
