import type { Unknown, UnknownCode } from '@pratique/model';

/** A damaged file of a million records needs no million unknowns. */
const MAX_UNKNOWNS = 100;

/** The unknowns of one file, bounded: what lies beyond is counted in a last one. */
export class UnknownList {
  readonly #path: string;
  readonly #unknowns: Unknown[] = [];
  #more = 0;

  constructor(path: string) {
    this.#path = path;
  }

  add(code: UnknownCode, reason: string): void {
    if (this.#unknowns.length < MAX_UNKNOWNS) this.#unknowns.push({ code, reason, path: this.#path });
    else this.#more += 1;
  }

  all(): readonly Unknown[] {
    if (this.#more === 0) return this.#unknowns;
    const reason = `${this.#more} more records could not be read`;
    return [...this.#unknowns, { code: 'malformed', reason, path: this.#path }];
  }
}
