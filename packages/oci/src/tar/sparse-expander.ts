import type { FileSink } from '@pratique/model';
import { InlineSparseMap, type SparseFile, type SparsePiece, type SparseProblem } from './sparse-map.ts';

const zeros = Buffer.alloc(64 * 1024);

function isProblem(value: object): value is SparseProblem {
  return 'problem' in value;
}

/** Turns the stored bytes of a sparse file back into its real content, holes as zeros, for the sink of its reader. */
export class SparseExpander implements FileSink {
  readonly #sink: FileSink;
  readonly #realSize: number;
  readonly #map: InlineSparseMap | undefined;
  #pieces: readonly SparsePiece[] | undefined;
  #piece = 0;
  /** Bytes of the real content that were written. */
  #written = 0;
  #failed: string | undefined;
  readonly #onFailure: (reason: string) => void;

  constructor(file: SparseFile, sink: FileSink, onFailure: (reason: string) => void) {
    this.#sink = sink;
    this.#realSize = file.realSize;
    this.#pieces = file.pieces;
    this.#map = file.pieces ? undefined : new InlineSparseMap(file.realSize);
    this.#onFailure = onFailure;
  }

  async write(chunk: Uint8Array): Promise<void> {
    let at = this.#pieces ? 0 : this.#readMap(chunk);
    while (at < chunk.length && this.#failed === undefined) {
      const piece = this.#pieces?.[this.#piece];
      if (!piece) return this.#fail('more of it is stored than its sparse map has pieces');
      await this.#writeZeros(piece.offset);
      const end = piece.offset + piece.length;
      const taken = Math.min(end - this.#written, chunk.length - at);
      await this.#sink.write(chunk.subarray(at, at + taken));
      this.#written += taken;
      at += taken;
      if (this.#written === end) this.#piece++;
    }
  }

  #readMap(chunk: Uint8Array): number {
    const map = this.#map as InlineSparseMap;
    const at = map.take(chunk, 0);
    if (typeof at !== 'number') {
      this.#fail(at.problem);
      return chunk.length;
    }
    const pieces = map.finished();
    if (pieces && isProblem(pieces)) this.#fail(pieces.problem);
    else this.#pieces = pieces;
    return at;
  }

  async #writeZeros(end: number): Promise<void> {
    while (this.#written < end) {
      const chunk = zeros.subarray(0, Math.min(zeros.length, end - this.#written));
      await this.#sink.write(chunk);
      this.#written += chunk.length;
    }
  }

  async end(): Promise<void> {
    if (this.#failed !== undefined) return;
    // A map without pieces that fills its block exactly is known to be complete only now.
    if (!this.#pieces) this.#readMap(new Uint8Array());
    if (!this.#pieces || this.#piece < this.#pieces.length) {
      this.#fail('less of it is stored than its sparse map says');
      return;
    }
    await this.#writeZeros(this.#realSize);
    await this.#sink.end();
  }

  #fail(reason: string): void {
    if (this.#failed !== undefined) return;
    this.#failed = reason;
    this.#sink.abort(reason);
    this.#onFailure(reason);
  }

  abort(reason: string): void {
    if (this.#failed !== undefined) return;
    this.#failed = reason;
    this.#sink.abort(reason);
  }
}
