import type { Fact } from '@pratique/model';
import { Broken } from './broken.ts';
import type { Budget } from './budget.ts';
import type { Place } from './place.ts';
import { type Placed, setOwn } from './placed.ts';

/** RFC 8259, 6. */
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const blank = /[ \t\r\n]*/y;
const literals: readonly (readonly [string, boolean | null])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

/** Reads JSON values with their places, one after the other, in linear time. */
export class JsonReader {
  readonly #text: string;
  readonly #budget: Budget;
  #at: number;

  constructor(text: string, budget: Budget, start = 0) {
    this.#text = text;
    this.#budget = budget;
    this.#at = start;
  }

  /** The next value, or undefined at the end. @throws Broken */
  next(): Placed | undefined {
    this.#skip();
    return this.#at < this.#text.length ? this.#value(1, this.#at) : undefined;
  }

  #fail(reason: string, code: 'syntax' | 'duplicate-key' = 'syntax', offset = this.#at): Broken {
    return new Broken(code, reason, offset);
  }

  #skip(): void {
    blank.lastIndex = this.#at;
    blank.test(this.#text);
    this.#at = blank.lastIndex;
  }

  #value(depth: number, offset: number): Placed {
    this.#budget.node(offset, depth, false);
    const first = this.#text[this.#at];
    if (first === '{') return this.#object(depth, offset);
    if (first === '[') return this.#array(depth, offset);
    return { value: this.#scalar(first), place: { offset } };
  }

  #scalar(first: string | undefined): Fact {
    if (first === '"') return this.#string();
    for (const [word, value] of literals) {
      if (!this.#text.startsWith(word, this.#at)) continue;
      this.#at += word.length;
      return value;
    }
    number.lastIndex = this.#at;
    const match = number.exec(this.#text);
    if (!match) throw this.#fail('is not JSON: a value is expected here');
    const value = Number(match[0]);
    if (!Number.isFinite(value)) throw this.#fail('holds a number that is too large');
    this.#at = number.lastIndex;
    return value;
  }

  #string(): string {
    const start = this.#at;
    let end = this.#text.indexOf('"', start + 1);
    while (end > 0 && this.#escaped(end, start)) end = this.#text.indexOf('"', end + 1);
    if (end < 0) throw this.#fail('is not JSON: a string is not closed');
    this.#at = end + 1;
    try {
      return JSON.parse(this.#text.slice(start, end + 1)) as string;
    } catch {
      throw this.#fail('is not JSON: a string holds a control character or a broken escape', 'syntax', start);
    }
  }

  #escaped(quote: number, start: number): boolean {
    let before = quote - 1;
    while (before > start && this.#text[before] === '\\') before -= 1;
    return (quote - 1 - before) % 2 === 1;
  }

  #object(depth: number, offset: number): Placed {
    const value: Record<string, Fact> = {};
    const entries = new Map<string, Place>();
    this.#at += 1;
    this.#skip();
    while (this.#text[this.#at] !== '}') {
      const keyAt = this.#at;
      if (this.#text[keyAt] !== '"') throw this.#fail('is not JSON: a key in quotes is expected here');
      const key = this.#string();
      if (entries.has(key)) throw this.#fail(`names the key ${JSON.stringify(key)} twice`, 'duplicate-key', keyAt);
      this.#skip();
      if (this.#text[this.#at] !== ':') throw this.#fail('is not JSON: a colon is expected here');
      this.#at += 1;
      this.#skip();
      const entry = this.#value(depth + 1, keyAt);
      setOwn(value, key, entry.value);
      entries.set(key, entry.place);
      this.#separator('}');
    }
    this.#at += 1;
    return { value, place: { offset, entries } };
  }

  #array(depth: number, offset: number): Placed {
    const value: Fact[] = [];
    const items: Place[] = [];
    this.#at += 1;
    this.#skip();
    while (this.#text[this.#at] !== ']') {
      const item = this.#value(depth + 1, this.#at);
      value.push(item.value);
      items.push(item.place);
      this.#separator(']');
    }
    this.#at += 1;
    return { value, place: { offset, items } };
  }

  /** A comma with something behind it, or the end of the collection. */
  #separator(end: string): void {
    this.#skip();
    if (this.#text[this.#at] === end) return;
    if (this.#text[this.#at] !== ',') throw this.#fail(`is not JSON: a comma or ${end} is expected here`);
    this.#at += 1;
    this.#skip();
    if (this.#text[this.#at] === end) throw this.#fail('is not JSON: nothing stands behind a comma');
  }
}
