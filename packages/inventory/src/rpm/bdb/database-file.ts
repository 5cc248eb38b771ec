const HASH_MAGIC = 0x0006_1561;
const BTREE_MAGIC = 0x0005_3162;
const HASH_META_PAGE = 8;
/** lsn, pgno, prev, next, entries, hf_offset, level, type (db_page.h, PAGE). Bytes. */
const PAGE_HEADER = 26;

/** Page types (db_page.h). */
export const HASH_UNSORTED = 2;
export const OVERFLOW = 7;
export const HASH = 13;

/** A Berkeley DB file in memory, in its own byte order. */
export class DatabaseFile {
  readonly bytes: Buffer;
  readonly pageSize: number;
  /** Number of the last page, as the metadata has it. */
  readonly lastPage: number;
  readonly #littleEndian: boolean;

  constructor(bytes: Buffer, pageSize: number, littleEndian: boolean, lastPage: number) {
    this.bytes = bytes;
    this.pageSize = pageSize;
    this.lastPage = lastPage;
    this.#littleEndian = littleEndian;
  }

  get pages(): number {
    return Math.floor(this.bytes.length / this.pageSize);
  }

  /** A page by number, the first is 0; undefined where the file does not hold the whole of it. */
  page(number: number): Page | undefined {
    const start = number * this.pageSize;
    const end = start + this.pageSize;
    return end <= this.bytes.length ? new Page(this.bytes.subarray(start, end), this.#littleEndian) : undefined;
  }
}

/** One page and its fields. Offsets must lie within the page. */
export class Page {
  readonly bytes: Buffer;
  readonly #littleEndian: boolean;

  constructor(bytes: Buffer, littleEndian: boolean) {
    this.bytes = bytes;
    this.#littleEndian = littleEndian;
  }

  uint32(offset: number): number {
    return this.#littleEndian ? this.bytes.readUInt32LE(offset) : this.bytes.readUInt32BE(offset);
  }

  uint16(offset: number): number {
    return this.#littleEndian ? this.bytes.readUInt16LE(offset) : this.bytes.readUInt16BE(offset);
  }

  get type(): number {
    return this.bytes.readUInt8(25);
  }

  get next(): number {
    return this.uint32(16);
  }

  /** Bytes of content of an overflow page. */
  get overflow(): Buffer | undefined {
    const length = this.uint16(22);
    const end = PAGE_HEADER + length;
    return this.type === OVERFLOW && length > 0 && end <= this.bytes.length
      ? this.bytes.subarray(PAGE_HEADER, end)
      : undefined;
  }

  /** Offsets of the items; undefined where the index does not fit into the page. */
  get items(): readonly number[] | undefined {
    const count = this.uint16(20);
    if (PAGE_HEADER + 2 * count > this.bytes.length) return undefined;
    return Array.from({ length: count }, (_, i) => this.uint16(PAGE_HEADER + 2 * i));
  }
}

function magicOf(bytes: Buffer): { magic: number; littleEndian: boolean } | undefined {
  if (bytes.length < 512) return undefined;
  const little = bytes.readUInt32LE(12);
  if (little === HASH_MAGIC || little === BTREE_MAGIC) return { magic: little, littleEndian: true };
  const big = bytes.readUInt32BE(12);
  return big === HASH_MAGIC || big === BTREE_MAGIC ? { magic: big, littleEndian: false } : undefined;
}

/** Whether the bytes begin as a Berkeley DB hash or b-tree does. */
export function isBerkeleyDb(bytes: Buffer): boolean {
  return magicOf(bytes) !== undefined;
}

/** Reads the metadata page (db_page.h, DBMETA), or says why the database cannot be read. */
export function openDatabase(bytes: Buffer): DatabaseFile | { readonly reason: string } {
  const kind = magicOf(bytes);
  if (!kind) return { reason: 'is no Berkeley DB' };
  if (kind.magic === BTREE_MAGIC) return { reason: 'is a Berkeley DB b-tree, not a hash' };
  const meta = new Page(bytes.subarray(0, 512), kind.littleEndian);
  const pageSize = meta.uint32(20);
  if (pageSize < 512 || pageSize > 65_536 || (pageSize & (pageSize - 1)) !== 0) {
    return { reason: `has an impossible page size of ${pageSize}` };
  }
  if (meta.type !== HASH_META_PAGE) return { reason: 'has no hash metadata' };
  if (meta.bytes.readUInt8(24) !== 0) return { reason: 'is encrypted' };
  return new DatabaseFile(bytes, pageSize, kind.littleEndian, meta.uint32(32));
}
