import { Broken } from './broken.ts';
import type { ManifestLimits } from './limits.ts';

/** What reading one file may still spend. */
export class Budget {
  readonly #limits: ManifestLimits;
  #nodes = 0;
  #aliasNodes = 0;

  constructor(limits: ManifestLimits) {
    this.#limits = limits;
  }

  /** @throws Broken */
  node(offset: number, depth: number, aliased: boolean): void {
    if (depth > this.#limits.depth)
      throw new Broken('too-large', `is nested deeper than ${this.#limits.depth} levels`, offset);
    if (++this.#nodes > this.#limits.nodes)
      throw new Broken('too-large', `has more than ${this.#limits.nodes} keys and items`, offset);
    if (aliased && ++this.#aliasNodes > this.#limits.aliasNodes)
      throw new Broken('too-large', `repeats more than ${this.#limits.aliasNodes} keys and items by aliases`, offset);
  }
}
