/** Reads integers at checked offsets. Outside of the bytes, or above 2^53: undefined. */
export class ByteReader {
  readonly bytes: Buffer;
  readonly bigEndian: boolean;

  constructor(bytes: Buffer, bigEndian: boolean) {
    this.bytes = bytes;
    this.bigEndian = bigEndian;
  }

  #holds(offset: number, length: number): boolean {
    return offset >= 0 && offset + length <= this.bytes.length;
  }

  u8(offset: number): number | undefined {
    return this.bytes[offset];
  }

  u16(offset: number): number | undefined {
    if (!this.#holds(offset, 2)) return undefined;
    return this.bigEndian ? this.bytes.readUInt16BE(offset) : this.bytes.readUInt16LE(offset);
  }

  u32(offset: number): number | undefined {
    if (!this.#holds(offset, 4)) return undefined;
    return this.bigEndian ? this.bytes.readUInt32BE(offset) : this.bytes.readUInt32LE(offset);
  }

  /** An address, offset or size of 64 bits. None that means something exceeds 2^53. */
  u64(offset: number): number | undefined {
    if (!this.#holds(offset, 8)) return undefined;
    const high = this.bigEndian ? this.bytes.readUInt32BE(offset) : this.bytes.readUInt32LE(offset + 4);
    const low = this.bigEndian ? this.bytes.readUInt32BE(offset + 4) : this.bytes.readUInt32LE(offset);
    return high < 2 ** 21 ? high * 2 ** 32 + low : undefined;
  }

  /** A word of the format's own width: 4 or 8 bytes. */
  word(offset: number, size: 4 | 8): number | undefined {
    return size === 4 ? this.u32(offset) : this.u64(offset);
  }

  /** Text up to its NUL, or up to `maxLength` bytes where none comes. Empty outside of the bytes. */
  text(offset: number, maxLength: number): string {
    if (offset < 0 || offset >= this.bytes.length) return '';
    const window = this.bytes.subarray(offset, offset + maxLength);
    const end = window.indexOf(0);
    return window.toString('utf8', 0, end < 0 ? window.length : end);
  }
}
