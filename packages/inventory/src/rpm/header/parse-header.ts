/** Types of header data (rpm include/rpm/rpmtag.h, rpmTagType). */
const INT16 = 3;
const INT32 = 4;
const STRING = 6;
const STRING_ARRAY = 8;
const I18N_STRING = 9;

/** Values of one tag that are read; a package has fewer files. */
export const MAX_VALUES = 1_000_000;
/** What is read of a string. Bytes. */
const MAX_STRING = 64 * 1024;

/** Index length and data length before the index. Bytes. */
const INTRO = 8;
/** tag, type, offset, count: four 32-bit numbers. */
const ENTRY = 16;

interface Entry {
  readonly type: number;
  readonly offset: number;
  readonly count: number;
}

/**
 * One package's header (rpm file format v3, v4 and v6, as databases hold it: without magic). Nothing is read beyond the
 * header's own data, whatever its index claims.
 */
export class RpmHeader {
  readonly #data: Buffer;
  readonly #entries: ReadonlyMap<number, Entry>;

  constructor(data: Buffer, entries: ReadonlyMap<number, Entry>) {
    this.#data = data;
    this.#entries = entries;
  }

  /** The string of a tag, of several (languages, an array) the first; undefined where there is none. */
  string(tag: number): string | undefined {
    return this.strings(tag, 1)[0];
  }

  /** The strings of a tag, as far as the data holds them, at most `MAX_VALUES`. */
  strings(tag: number, limit = MAX_VALUES): string[] {
    const entry = this.#entries.get(tag);
    if (!entry || (entry.type !== STRING && entry.type !== STRING_ARRAY && entry.type !== I18N_STRING)) return [];
    const count = Math.min(entry.type === STRING ? 1 : entry.count, limit);
    const strings: string[] = [];
    for (let at = entry.offset; strings.length < count;) {
      const end = this.#data.indexOf(0, at);
      if (end < 0) break;
      strings.push(this.#data.toString('utf8', at, Math.min(end, at + MAX_STRING)));
      at = end + 1;
    }
    return strings;
  }

  /** The first 32-bit number of a tag. */
  integer(tag: number): number | undefined {
    return this.#numbers(tag, INT32, 4, 1)?.readUInt32BE(0);
  }

  /** The 32-bit numbers of a tag, at most `MAX_VALUES`, or none where the data does not hold them all. */
  integers(tag: number): Uint32Array {
    const bytes = this.#numbers(tag, INT32, 4, this.#entries.get(tag)?.count ?? 0);
    return Uint32Array.from(
      { length: Math.min((bytes?.length ?? 0) / 4, MAX_VALUES) },
      (_, i) => bytes?.readUInt32BE(4 * i) ?? 0,
    );
  }

  /** The 16-bit numbers of a tag, at most `MAX_VALUES`, or none where the data does not hold them all. */
  shorts(tag: number): Uint16Array {
    const bytes = this.#numbers(tag, INT16, 2, this.#entries.get(tag)?.count ?? 0);
    return Uint16Array.from(
      { length: Math.min((bytes?.length ?? 0) / 2, MAX_VALUES) },
      (_, i) => bytes?.readUInt16BE(2 * i) ?? 0,
    );
  }

  #numbers(tag: number, type: number, size: number, count: number): Buffer | undefined {
    const entry = this.#entries.get(tag);
    const end = (entry?.offset ?? 0) + size * count;
    if (!entry || entry.type !== type || entry.count < count || end > this.#data.length) return undefined;
    return this.#data.subarray(entry.offset, end);
  }
}

/**
 * Parses a header's index, of which only the wanted tags are kept; of a tag that occurs twice the last, which rpm wrote
 * on installing. Undefined where index and data are longer than the blob.
 */
export function parseHeader(blob: Buffer, wanted: ReadonlySet<number>): RpmHeader | undefined {
  if (blob.length < INTRO) return undefined;
  const indexLength = blob.readUInt32BE(0);
  const dataLength = blob.readUInt32BE(4);
  const dataStart = INTRO + ENTRY * indexLength;
  if (indexLength === 0 || dataStart + dataLength > blob.length) return undefined;
  const entries = new Map<number, Entry>();
  for (let at = INTRO; at < dataStart; at += ENTRY) {
    const tag = blob.readUInt32BE(at);
    if (!wanted.has(tag)) continue;
    const entry = {
      type: blob.readUInt32BE(at + 4),
      // Negative in region trailers only, which hold no data of their own.
      offset: blob.readInt32BE(at + 8),
      count: blob.readUInt32BE(at + 12),
    };
    if (entry.offset >= 0 && entry.offset < dataLength) entries.set(tag, entry);
  }
  return new RpmHeader(blob.subarray(dataStart, dataStart + dataLength), entries);
}
