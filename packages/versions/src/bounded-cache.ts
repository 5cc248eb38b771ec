import { CACHED_PER_GENERATION, MAX_CACHED_LENGTH } from './limits.ts';

/**
 * Remembers what texts parsed to, within bounds. Two generations: when the young one is full it becomes the old one,
 * and what was in the old one is forgotten unless it was asked for meanwhile.
 */
export class BoundedCache<Value> {
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();

  get(text: string): Value | undefined {
    const found = this.#young.get(text);
    if (found !== undefined) return found;
    const aged = this.#old.get(text);
    if (aged !== undefined) this.set(text, aged);
    return aged;
  }

  set(text: string, value: Value): void {
    if (text.length > MAX_CACHED_LENGTH) return;
    if (this.#young.size >= CACHED_PER_GENERATION) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(text, value);
  }
}
