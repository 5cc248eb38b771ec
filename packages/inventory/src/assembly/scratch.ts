const SMALLEST = 256 * 1024;
/** A larger file gets memory of its own, which is given back. Bytes. */
const LARGEST = 32 * 1024 * 1024;

/**
 * Memory for one file at a time, used again for the next: tens of thousands of files would otherwise each leave a piece for
 * the garbage collector. What was taken before is overwritten, so nothing may keep it beyond its file.
 */
export class Scratch {
  #memory = new ArrayBuffer(0);

  /** A buffer of exactly this size; a new view each time, since readers remember what they found by it. */
  take(bytes: number): Buffer {
    if (bytes > LARGEST) return Buffer.allocUnsafeSlow(bytes);
    if (bytes > this.#memory.byteLength) {
      let size = SMALLEST;
      while (size < bytes) size *= 2;
      this.#memory = new ArrayBuffer(size);
    }
    return Buffer.from(this.#memory, 0, bytes);
  }
}
