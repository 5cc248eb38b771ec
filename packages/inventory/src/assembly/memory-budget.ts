/**
 * Bytes that may be in memory at once over all layers being read. Every reader holds one file at a time, so waiting
 * cannot deadlock; a file larger than the whole budget is let through alone.
 */
export class MemoryBudget {
  readonly #limit: number;
  #used = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Resolves once there is room; undefined (no waiting) where there is room already. */
  acquire(bytes: number): Promise<void> | undefined {
    if (this.#used === 0 || this.#used + bytes <= this.#limit) {
      this.#used += bytes;
      return undefined;
    }
    return new Promise<void>((resolve) => this.#waiting.push(resolve)).then(() => this.acquire(bytes));
  }

  release(bytes: number): void {
    this.#used -= bytes;
    for (const resume of this.#waiting.splice(0)) resume();
  }
}
