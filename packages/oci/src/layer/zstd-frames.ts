import { DecompressionError } from './decompression-error.ts';

/** Magic number of a Zstandard frame (RFC 8878, 3.1.1). */
const FRAME = 0xfd2fb528;
/** The lowest magic number of the sixteen of skippable frames (RFC 8878, 3.1.2). */
const SKIPPABLE = 0x184d2a50;
const SKIPPABLE_MASK = 0xfffffff0;

type Part = 'magic' | 'descriptor' | 'rest-of-header' | 'block-header' | 'block' | 'checksum' | 'skip-size' | 'skip';

/** Bytes of the frame header after its descriptor byte (RFC 8878, 3.1.1.1). */
function headerRest(descriptor: number): number {
  if ((descriptor & 0x08) !== 0) throw new DecompressionError('a zstd frame uses a reserved bit');
  const singleSegment = (descriptor & 0x20) !== 0;
  const contentSize = [singleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] as number;
  const dictionary = [0, 1, 2, 4][descriptor & 3] as number;
  return (singleSegment ? 0 : 1) + dictionary + contentSize;
}

/**
 * Cuts a zstd stream at the ends of its frames and drops skippable frames. Node's decompressor ends with the first
 * frame of a write and passes over what follows without an error, so that frames must reach it apart; several frames
 * are common (zstd:chunked, parallel compressors).
 */
export class ZstdFrames {
  readonly #maxFrames: number;
  #frames = 0;
  #part: Part = 'magic';
  /** Little-endian number under way, its bytes so far and how many it has. */
  #number = 0;
  #have = 0;
  #need = 4;
  /** Bytes to pass over in the parts that are not looked at. */
  #left = 0;
  #lastBlock = false;
  #checksum = false;
  /** Bytes of a magic number that came at the end of an earlier chunk. */
  #held: Buffer[] = [];

  /** `maxFrames` bounds the work that empty frames, nine bytes each, may cause. */
  constructor(maxFrames: number) {
    this.#maxFrames = maxFrames;
  }

  /** Whether the bytes so far end with a whole frame. */
  get complete(): boolean {
    return this.#part === 'magic' && this.#have === 0;
  }

  /**
   * The pieces of a chunk to decompress, none of which holds bytes of two frames.
   * @throws DecompressionError where the bytes are no zstd frames
   */
  split(chunk: Buffer): Buffer[] {
    const pieces: Buffer[] = [];
    let start = 0;
    let at = 0;
    while (at < chunk.length) {
      const before = this.#part;
      at = this.#isNumber() ? this.#takeNumber(chunk, at) : this.#pass(chunk, at);
      if (this.#part === before) continue;
      if (before === 'magic' && this.#part === 'skip-size') {
        this.#held = [];
        start = at;
      } else if ((before === 'skip' || before === 'skip-size') && this.#part === 'magic') start = at;
      else if (this.#part === 'magic') {
        pieces.push(this.#withHeld(chunk.subarray(start, at)));
        start = at;
      }
    }
    if (start === chunk.length || this.#part === 'skip' || this.#part === 'skip-size') return pieces;
    // The chunk is the reader's own and will be written over.
    if (this.#part === 'magic') this.#held.push(Buffer.from(chunk.subarray(start)));
    else pieces.push(this.#withHeld(chunk.subarray(start)));
    return pieces;
  }

  #withHeld(piece: Buffer): Buffer {
    if (this.#held.length === 0) return piece;
    const joined = Buffer.concat([...this.#held, piece]);
    this.#held = [];
    return joined;
  }

  #isNumber(): boolean {
    return this.#need > 0;
  }

  #takeNumber(chunk: Buffer, from: number): number {
    let at = from;
    while (at < chunk.length && this.#have < this.#need)
      this.#number += (chunk[at++] as number) * 2 ** (8 * this.#have++);
    if (this.#have === this.#need) {
      const value = this.#number;
      this.#number = 0;
      this.#have = 0;
      this.#numberTaken(value);
    }
    return at;
  }

  #pass(chunk: Buffer, at: number): number {
    const passed = Math.min(this.#left, chunk.length - at);
    this.#left -= passed;
    if (this.#left === 0) this.#passed();
    return at + passed;
  }

  #expectNumber(part: Part, bytes: number): void {
    this.#part = part;
    this.#need = bytes;
  }

  #expectBytes(part: Part, bytes: number): void {
    this.#part = part;
    this.#need = 0;
    this.#left = bytes;
    if (bytes === 0) this.#passed();
  }

  #numberTaken(value: number): void {
    if (this.#part === 'magic') {
      if (++this.#frames > this.#maxFrames) throw new DecompressionError('it has too many zstd frames');
      if (value === FRAME) this.#expectNumber('descriptor', 1);
      else if ((value & SKIPPABLE_MASK) >>> 0 === SKIPPABLE) this.#expectNumber('skip-size', 4);
      else throw new DecompressionError('zstd frames are followed by something else');
    } else if (this.#part === 'descriptor') {
      this.#checksum = (value & 0x04) !== 0;
      this.#expectBytes('rest-of-header', headerRest(value));
    } else if (this.#part === 'skip-size') this.#expectBytes('skip', value);
    else this.#blockHeaderTaken(value);
  }

  /** RFC 8878, 3.1.1.2: last-block bit, two bits of type, 21 bits of size. */
  #blockHeaderTaken(header: number): void {
    const type = (header >> 1) & 3;
    if (type === 3) throw new DecompressionError('a zstd block has a reserved type');
    this.#lastBlock = (header & 1) === 1;
    this.#expectBytes('block', type === 1 ? 1 : header >> 3);
  }

  #passed(): void {
    if (this.#part === 'skip' || this.#part === 'checksum') this.#expectNumber('magic', 4);
    else if (this.#part === 'rest-of-header' || !this.#lastBlock) this.#expectNumber('block-header', 3);
    else if (this.#checksum) this.#expectBytes('checksum', 4);
    else this.#expectNumber('magic', 4);
    if (this.#part === 'block-header') this.#lastBlock = false;
  }
}
