import { type DatabaseFile, FILE_HEADER, pageOf } from './database-file.ts';
import { readVarint } from './varint.ts';

/** The payload of one row, or why it or a page of rows could not be read. */
export type Row = { readonly ok: true; readonly payload: Buffer } | { readonly ok: false; readonly reason: string };

const INTERIOR = 0x05;
const LEAF = 0x0d;
const DAMAGED = 'a page of rows is damaged';

/** Bytes of a payload that stand in the leaf; the rest is in overflow pages (fileformat2, 1.6). */
function localLength(payload: number, usable: number): number {
  const largest = usable - 35;
  if (payload <= largest) return payload;
  const smallest = Math.floor(((usable - 12) * 32) / 255) - 23;
  const fitting = smallest + ((payload - smallest) % (usable - 4));
  return fitting <= largest ? fitting : smallest;
}

/**
 * Walks one table's b-tree. Every page is used once, in the tree or in an overflow chain: that ends loops, and bounds
 * the work and the memory by the size of the file, whatever lengths it claims.
 */
export class TableWalk {
  readonly #file: DatabaseFile;
  readonly #used = new Set<number>();

  constructor(file: DatabaseFile) {
    this.#file = file;
  }

  *rows(root: number): Generator<Row, undefined> {
    const pages = [root];
    this.#used.add(root);
    for (let number = pages.pop(); number !== undefined; number = pages.pop()) {
      const page = pageOf(this.#file, number);
      const start = number === 1 ? FILE_HEADER : 0;
      const type = page?.[start];
      if (page && type === LEAF) yield* this.#leaf(page, start);
      else if (page && type === INTERIOR) {
        const problem = this.#children(page, start, pages);
        if (problem) yield problem;
      } else yield { ok: false, reason: `page ${number} is ${page ? 'no page of a table' : 'missing'}` };
    }
    return undefined;
  }

  /** Cell offsets of a page; undefined where it claims more cells than fit. */
  #cells(page: Buffer, start: number, headerLength: number): readonly number[] | undefined {
    const count = page.readUInt16BE(start + 3);
    const first = start + headerLength;
    if (first + 2 * count > page.length) return undefined;
    return Array.from({ length: count }, (_, i) => page.readUInt16BE(first + 2 * i));
  }

  /** Puts an interior page's children on the stack, so that the leftmost is taken first. */
  #children(page: Buffer, start: number, pages: number[]): Row | undefined {
    const cells = this.#cells(page, start, 12);
    if (!cells || cells.some((cell) => cell + 4 > page.length)) return { ok: false, reason: DAMAGED };
    const children = [...cells.map((cell) => page.readUInt32BE(cell)), page.readUInt32BE(start + 8)];
    let twice = 0;
    for (const child of children.reverse()) {
      if (this.#used.has(child)) twice += 1;
      else {
        this.#used.add(child);
        pages.push(child);
      }
    }
    return twice > 0 ? { ok: false, reason: `${twice} pages are used more than once` } : undefined;
  }

  *#leaf(page: Buffer, start: number): Generator<Row, undefined> {
    const cells = this.#cells(page, start, 8);
    if (!cells) {
      yield { ok: false, reason: DAMAGED };
      return undefined;
    }
    let room = page.length;
    for (const cell of cells) {
      const length = readVarint(page, cell);
      const rowid = length && this.#skipRowid(page, length.end);
      if (!length || rowid === undefined) {
        yield { ok: false, reason: 'a row is cut off' };
        continue;
      }
      const local = localLength(length.value, this.#file.usableSize);
      // Cells that overlap would let a small page claim any amount of content.
      room -= local;
      if (room < 0) {
        yield { ok: false, reason: 'rows of a page overlap' };
        return undefined;
      }
      yield this.#payload(page, rowid, length.value, local);
    }
    return undefined;
  }

  /** The rowid may be any 64-bit number: only its length matters. */
  #skipRowid(page: Buffer, offset: number): number | undefined {
    for (let i = 0; i < 9; i++) {
      const byte = page[offset + i];
      if (byte === undefined) return undefined;
      if (byte < 0x80 || i === 8) return offset + i + 1;
    }
    return undefined;
  }

  #payload(page: Buffer, offset: number, length: number, local: number): Row {
    if (offset + local > page.length || length > this.#file.bytes.length) {
      return { ok: false, reason: 'a row claims more bytes than there are' };
    }
    const inPage = page.subarray(offset, offset + local);
    if (local === length) return { ok: true, payload: inPage };
    if (offset + local + 4 > page.length) return { ok: false, reason: 'a row is cut off' };
    return this.#overflow(inPage, page.readUInt32BE(offset + local), length - local);
  }

  #overflow(inPage: Buffer, first: number, length: number): Row {
    const pieces = [inPage];
    const capacity = this.#file.usableSize - 4;
    let left = length;
    for (let number = first; left > 0;) {
      const page = this.#used.has(number) ? undefined : pageOf(this.#file, number);
      if (!page) return { ok: false, reason: `overflow page ${number} is missing or used twice` };
      this.#used.add(number);
      pieces.push(page.subarray(4, 4 + Math.min(left, capacity)));
      left -= capacity;
      number = page.readUInt32BE(0);
    }
    return { ok: true, payload: Buffer.concat(pieces) };
  }
}
