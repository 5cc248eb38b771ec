import type { Checked } from '../check/checked.ts';
import { childrenOf } from '../check/walk.ts';
import { placeBelow } from './facts.ts';

/** Paths below the facts that each local stands for. */
type Bases = Map<number, readonly string[]>;

const anyKey = '[]';

class Reads {
  readonly paths = new Set<string>();
  private readonly bases: Bases = new Map();

  /** Paths that a node's facts may stand at; nothing for what is computed. Parts that decide which are read too. */
  private pathsOf(node: Checked): readonly string[] {
    switch (node.kind) {
      case 'variable':
        return [node.name];
      case 'local':
        return this.bases.get(node.local.slot) ?? [];
      case 'field':
        return this.pathsOf(node.operand).map((path) => placeBelow(path, node.field));
      case 'element': {
        const { index } = node;
        if (index.kind === 'constant' && typeof index.value === 'string') {
          const key = index.value;
          return this.pathsOf(node.operand).map((path) => placeBelow(path, key));
        }
        this.read(index);
        return this.pathsOf(node.operand).map((path) => path + anyKey);
      }
      case 'choice':
        this.read(node.condition);
        return [...this.pathsOf(node.whenTrue), ...this.pathsOf(node.whenFalse)];
      case 'list':
        return node.elements.flatMap((element) => this.pathsOf(element.value).map((path) => path));
      case 'arithmetic':
        return [...this.pathsOf(node.left), ...this.pathsOf(node.right)];
      case 'binding':
        this.bases.set(node.local.slot, this.pathsOf(node.value));
        return this.pathsOf(node.body);
      case 'optional-map':
        this.bases.set(node.local.slot, this.pathsOf(node.target));
        return this.pathsOf(node.body);
      case 'loop':
        return this.loopPaths(node);
      default:
        for (const child of childrenOf(node)) this.read(child);
        return [];
    }
  }

  /** Elements of a list keep their paths; of a literal's elements the paths stand for themselves. */
  private loopPaths(node: Extract<Checked, { kind: 'loop' }>): readonly string[] {
    const literal = node.range.kind === 'list';
    const elements = this.pathsOf(node.range).map((path) => (literal ? path : path + anyKey));
    for (const path of elements) this.paths.add(path);
    this.bases.set(node.element.slot, elements);
    if (node.condition !== undefined) this.read(node.condition);
    if (node.body === undefined) return elements.map((path) => path.replace(/\[\]$/, ''));
    this.read(node.body);
    return [];
  }

  read(node: Checked): void {
    for (const path of this.pathsOf(node)) this.paths.add(path);
  }
}

/**
 * Field paths that an expression may read, sorted: `image.user`, `workload.containers[].image.user`. A path stands for all
 * below it; `[]` is any element or any key. `now` is among them where time counts.
 */
export function readsOf(root: Checked): readonly string[] {
  const reads = new Reads();
  reads.read(root);
  return [...reads.paths].sort();
}
