import { BLOCK, readNumber, TarFormatError } from './header.ts';
import type { PaxRecords } from './pax.ts';

/** A piece of a sparse file that is stored; everything between pieces reads as zeros. */
export interface SparsePiece {
  readonly offset: number;
  readonly length: number;
}

/**
 * A sparse file: its real size and the stored pieces in order. In PAX format 1.0 the map stands at the beginning of the
 * member's data: `pieces` is undefined until it was read from there.
 */
export interface SparseFile {
  readonly realSize: number;
  readonly pieces?: readonly SparsePiece[];
}

/** Bytes of a sparse map in any form. Go's archive/tar refuses larger ones too. */
export const MAX_SPARSE_MAP = 1024 * 1024;
const MAX_PIECES = MAX_SPARSE_MAP / 24;

/** The pieces are in order, do not overlap and end within the file. Undefined where that does not hold. */
export function checkedPieces(pairs: readonly number[], realSize: number): readonly SparsePiece[] | undefined {
  if (pairs.length % 2 !== 0 || pairs.length / 2 > MAX_PIECES) return undefined;
  const pieces: SparsePiece[] = [];
  let last = 0;
  for (let i = 0; i < pairs.length; i += 2) {
    const offset = pairs[i] as number;
    const length = pairs[i + 1] as number;
    if (offset < last || offset + length > realSize) return undefined;
    last = offset + length;
    if (length > 0) pieces.push({ offset, length });
  }
  return pieces;
}

/** What a malformed map gives: the member's bytes can be passed over, its content cannot be restored. */
export type SparseProblem = { readonly problem: string };

const malformedMap: SparseProblem = { problem: 'its sparse map is malformed' };

function readCount(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{1,16}$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}

function withPieces(pairs: readonly number[], realSize: number): SparseFile | SparseProblem {
  const pieces = checkedPieces(pairs, realSize);
  return pieces ? { realSize, pieces } : malformedMap;
}

/** Whether the map stands in the member's data, in the records, or nowhere; versions that Go does not know are nowhere. */
function mapPlace(sparse: ReadonlyMap<string, string>, hasPairs: boolean): 'data' | 'records' | undefined {
  const version = `${sparse.get('major') ?? ''}.${sparse.get('minor') ?? ''}`;
  if (version === '1.0') return 'data';
  if (version === '0.0' || version === '0.1') return 'records';
  return version === '.' && (hasPairs || sparse.get('map')) ? 'records' : undefined;
}

/**
 * The sparse file that PAX records describe (GNU tar manual, "Storing Sparse Files": formats 0.0, 0.1 and 1.0) of a member
 * that is stored in `storedSize` bytes. Undefined where they describe none.
 */
export function readPaxSparse(
  records: PaxRecords | undefined,
  storedSize: number,
): SparseFile | SparseProblem | undefined {
  const { sparse = new Map<string, string>(), sparsePairs } = records ?? {};
  const place = mapPlace(sparse, sparsePairs !== undefined);
  if (place === undefined) return undefined;
  const stated = sparse.get('size') || sparse.get('realsize');
  const realSize = stated ? readCount(stated) : storedSize;
  if (realSize === undefined) return malformedMap;
  if (place === 'data') return { realSize };
  if (sparsePairs) return withPieces(sparsePairs, realSize);
  const map = sparse.get('map') ?? '';
  const pairs = map === '' ? [] : map.split(',').map(readCount);
  return pairs.includes(undefined) ? malformedMap : withPieces(pairs as number[], realSize);
}

/** The map of an old GNU sparse member: four pieces in the header, 21 in each extension block that follows it. */
export class GnuSparseMap {
  readonly #pairs: number[] = [];
  readonly #realSize: number | undefined;
  #valid = true;
  /** Whether another extension block follows. */
  extended: boolean;

  constructor(header: Buffer) {
    this.#realSize = readNumber(header, 483, 12);
    this.#read(header, 386, 4);
    this.extended = header[482] !== 0;
  }

  /** @throws TarFormatError where the chain of blocks exceeds {@link MAX_SPARSE_MAP} */
  addBlock(block: Buffer): void {
    this.#read(block, 0, 21);
    this.extended = block[504] !== 0;
    if (this.#pairs.length / 2 > MAX_PIECES) throw new TarFormatError(`a sparse map exceeds ${MAX_SPARSE_MAP} bytes`);
  }

  #read(block: Buffer, start: number, count: number): void {
    for (let at = start; at < start + count * 24 && block[at] !== 0; at += 24) {
      const offset = readNumber(block, at, 12);
      const length = readNumber(block, at + 12, 12);
      if (offset === undefined || length === undefined) this.#valid = false;
      else this.#pairs.push(offset, length);
    }
  }

  finish(): SparseFile | SparseProblem {
    if (!this.#valid || this.#realSize === undefined) return malformedMap;
    return withPieces(this.#pairs, this.#realSize);
  }
}

/**
 * Collects the map of PAX sparse format 1.0 from the beginning of a member's data: decimal numbers, one a line (how
 * many pieces, then offset and length of each), filled up to a whole block.
 */
export class InlineSparseMap {
  readonly #realSize: number;
  readonly #pairs: number[] = [];
  #expected = -1;
  #number = 0;
  #digits = 0;
  #taken = 0;

  constructor(realSize: number) {
    this.#realSize = realSize;
  }

  /** Takes bytes from `at` on; returns where the map (with its filling) ends in this chunk, or the chunk's length. */
  take(chunk: Uint8Array, at: number): number | SparseProblem {
    let position = at;
    while (position < chunk.length) {
      if (this.#complete()) {
        const filling = (BLOCK - (this.#taken % BLOCK)) % BLOCK;
        const skipped = Math.min(filling, chunk.length - position);
        this.#taken += skipped;
        return position + skipped;
      }
      if (this.#taken >= MAX_SPARSE_MAP || !this.#takeByte(chunk[position] as number)) return malformedMap;
      this.#taken++;
      position++;
    }
    return position;
  }

  #complete(): boolean {
    return this.#expected >= 0 && this.#pairs.length === this.#expected;
  }

  #takeByte(byte: number): boolean {
    if (byte !== 0x0a) {
      if (byte < 0x30 || byte > 0x39 || this.#digits >= 16) return false;
      this.#number = this.#number * 10 + byte - 0x30;
      this.#digits++;
      return true;
    }
    if (this.#digits === 0) return false;
    if (this.#expected >= 0) this.#pairs.push(this.#number);
    else if (this.#number > MAX_PIECES) return false;
    else this.#expected = this.#number * 2;
    this.#number = 0;
    this.#digits = 0;
    return true;
  }

  /** The pieces, once all of them and the filling were taken; undefined before. */
  finished(): readonly SparsePiece[] | SparseProblem | undefined {
    if (!this.#complete() || this.#taken % BLOCK !== 0) return undefined;
    return checkedPieces(this.#pairs, this.#realSize) ?? malformedMap;
  }
}
