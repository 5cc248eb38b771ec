import type { Digest, Unknown, UnknownCode } from '@pratique/model';

/** Past this many, unknowns of one layer are counted instead of kept: an attacker may cause one per entry. */
const MAX_KEPT = 1000;
const MAX_PATH_SHOWN = 200;

/** Collects what could not be told of one layer or tree, in bounded memory. */
export class UnknownCollector {
  readonly #kept: Unknown[] = [];
  readonly #layer: Digest | undefined;
  #dropped = 0;

  constructor(layer?: Digest) {
    this.#layer = layer;
  }

  add(code: UnknownCode, reason: string, path?: string): void {
    if (this.#kept.length >= MAX_KEPT) {
      this.#dropped++;
      return;
    }
    const shown = path !== undefined && path.length > MAX_PATH_SHOWN ? `${path.slice(0, MAX_PATH_SHOWN)}…` : path;
    this.#kept.push({
      code,
      reason,
      ...(shown !== undefined && { path: shown }),
      ...(this.#layer && { layer: this.#layer }),
    });
  }

  /** All that were kept, and one that counts the rest. */
  list(): readonly Unknown[] {
    if (this.#dropped === 0) return [...this.#kept];
    const rest: Unknown = {
      code: 'unreadable',
      reason: `${this.#dropped} further entries could not be read`,
      ...(this.#layer && { layer: this.#layer }),
    };
    return [...this.#kept, rest];
  }
}
