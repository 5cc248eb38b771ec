/** A SQLite varint (fileformat2, 1.6): big-endian, 7 bits a byte, 8 in a ninth. */
export interface Varint {
  readonly value: number;
  /** Offset of the byte behind it. */
  readonly end: number;
}

/** Reads a varint; undefined at the end of the bytes, or where it is no safe non-negative integer. */
export function readVarint(bytes: Buffer, offset: number): Varint | undefined {
  let value = 0;
  for (let i = 0; i < 9; i++) {
    const byte = bytes[offset + i];
    if (byte === undefined) return undefined;
    value = i === 8 ? value * 256 + byte : value * 128 + (byte & 0x7f);
    if (!Number.isSafeInteger(value)) return undefined;
    if (byte < 0x80 || i === 8) return { value, end: offset + i + 1 };
  }
  return undefined;
}
