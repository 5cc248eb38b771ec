import type { PratiqueError } from '@pratique/foundation';
import type { Digest } from '@pratique/model';
import { DigestHash } from '../digest.ts';
import { ociErrors } from '../errors.ts';

/**
 * Opens the stored bytes of a blob, front to back. A chunk holds until the next but one is asked for. Throws errors of the
 * oci table where they cannot be had.
 */
export type OpenBlob = (signal?: AbortSignal) => AsyncIterable<Uint8Array>;

/** What a blob must be. */
export interface BlobFacts {
  readonly digest: Digest;
  /** Bytes as stored. */
  readonly size: number;
}

/** @throws PratiqueError `oci/digest-mismatch` unless both are the same */
export function checkDigest(kind: 'digest' | 'diffID', expected: Digest, actual: Digest, on: string): void {
  if (expected === actual) return;
  throw ociErrors.create('oci/digest-mismatch', {
    attempted: `verify the ${kind} of`,
    on,
    why: `its ${kind} should be ${expected} but is ${actual}`,
  });
}

/** The bytes of a blob as they are read, counted and hashed on the way. */
export class VerifiedBlob {
  readonly #iterator: AsyncIterator<Uint8Array>;
  readonly #facts: BlobFacts;
  readonly #what: string;
  readonly #hash: DigestHash;
  readonly #signal: AbortSignal | undefined;
  #ended = false;
  #read = 0;
  #actual: Digest | undefined;

  /** `what` names the blob in messages: `layer`, `manifest`, `image configuration`. */
  constructor(open: OpenBlob, facts: BlobFacts, what: string, signal?: AbortSignal) {
    this.#iterator = open(signal)[Symbol.asyncIterator]();
    this.#signal = signal;
    this.#facts = facts;
    this.#what = what;
    this.#hash = new DigestHash(facts.digest);
  }

  /** Stored bytes read so far. */
  get read(): number {
    return this.#read;
  }

  /**
   * The next chunk; undefined at the end. It holds until the next but one is asked for.
   * @throws PratiqueError `oci/size-mismatch` once there are more bytes than the descriptor says
   */
  async next(): Promise<Buffer | undefined> {
    if (this.#ended) return undefined;
    this.#signal?.throwIfAborted();
    const { value, done } = await this.#iterator.next();
    if (done) {
      this.#ended = true;
      return undefined;
    }
    this.#read += value.length;
    if (this.#read > this.#facts.size) throw this.#sizeMismatch('it has more bytes');
    this.#hash.update(value);
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  }

  #sizeMismatch(found: string): PratiqueError {
    const { digest, size } = this.#facts;
    const on = `the ${this.#what} ${digest}`;
    return ociErrors.create('oci/size-mismatch', {
      attempted: 'read',
      on,
      why: `its descriptor says ${size} bytes, but ${found}`,
    });
  }

  /**
   * Reads what is left, then checks size and digest.
   * @throws PratiqueError `oci/size-mismatch`, `oci/digest-mismatch`
   */
  async verify(): Promise<Digest> {
    while (await this.next());
    if (this.#read !== this.#facts.size) throw this.#sizeMismatch(`it has ${this.#read}`);
    this.#actual ??= this.#hash.digest();
    checkDigest('digest', this.#facts.digest, this.#actual, `the ${this.#what} ${this.#facts.digest}`);
    return this.#actual;
  }

  /** Lets go of the origin, wherever reading stands. */
  async close(): Promise<void> {
    this.#ended = true;
    await this.#iterator.return?.();
  }
}
