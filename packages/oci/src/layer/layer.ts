import { type Limits, PratiqueError, reasonOf } from '@pratique/foundation';
import type { Digest, FileVisitor, Layer, LayerRead } from '@pratique/model';
import { algorithmOf, DigestHash } from '../digest.ts';
import { ociErrors } from '../errors.ts';
import { TarFormatError } from '../tar/header.ts';
import { LayerWalker } from '../tar/layer-walker.ts';
import { exceededBound } from './bounds.ts';
import { detectCompression, unpack } from './compression.ts';
import { DecompressionError } from './decompression-error.ts';
import { checkDigest, type OpenBlob, VerifiedBlob } from './verified-blob.ts';

/** What is known of a layer before it is read. */
export interface LayerFacts {
  readonly index: number;
  readonly mediaType: string;
  readonly digest: Digest;
  /** Bytes as stored. */
  readonly size: number;
  readonly diffId: Digest;
  readonly createdBy?: string;
}

/** A layer over the origin of its blob: reading it verifies size, digest and diffID in the one pass. */
export function createLayer(facts: LayerFacts, openBlob: OpenBlob, limits: Limits): Layer {
  return { ...facts, read: (visitor, signal) => readLayer(facts, openBlob, { visitor, limits, signal }) };
}

interface Reading {
  readonly visitor: FileVisitor;
  readonly limits: Limits;
  readonly signal: AbortSignal | undefined;
}

async function readLayer(facts: LayerFacts, openBlob: OpenBlob, reading: Reading): Promise<LayerRead> {
  reading.signal?.throwIfAborted();
  const blob = new VerifiedBlob(openBlob, facts, 'layer', reading.signal);
  const pass = new LayerPass(facts, blob, reading);
  try {
    return await pass.run();
  } catch (error) {
    pass.abort(reasonOf(error));
    throw await pass.explain(error);
  } finally {
    await blob.close();
  }
}

/** One pass over a layer's bytes. */
class LayerPass {
  readonly #facts: LayerFacts;
  readonly #blob: VerifiedBlob;
  readonly #reading: Reading;
  readonly #walker: LayerWalker;
  #unpacked = 0;
  /** Of the unpacked bytes; not needed where the digest of the stored bytes is the same thing. */
  #hash: DigestHash | undefined;

  constructor(facts: LayerFacts, blob: VerifiedBlob, reading: Reading) {
    this.#facts = facts;
    this.#blob = blob;
    this.#reading = reading;
    this.#walker = new LayerWalker(reading.visitor, reading.limits, facts.digest);
  }

  async run(): Promise<LayerRead> {
    const { diffId, digest, mediaType } = this.#facts;
    const start = await this.#start();
    const compression = detectCompression(start ?? Buffer.alloc(0), mediaType);
    if (compression === 'bzip2' || compression === 'xz') throw this.#unsupported(compression);
    const shared = compression === 'none' && algorithmOf(diffId) === algorithmOf(digest);
    this.#hash = shared ? undefined : new DigestHash(diffId);
    let held = start;
    const next = async (): Promise<Buffer | undefined> => {
      const chunk = held ?? (await this.#blob.next());
      held = undefined;
      return chunk;
    };
    let exceeded: string | undefined;
    for await (const chunk of unpack(compression, next, this.#reading.limits.layerEntries)) {
      exceeded = await this.#take(chunk);
      if (exceeded !== undefined) break;
    }
    const { entries, unknowns } = exceeded === undefined ? this.#walker.end() : this.#walker.cut(exceeded);
    const stored = await this.#blob.verify();
    // What was not unpacked has no diffID.
    if (exceeded !== undefined) return { entries, unpackedBytes: this.#unpacked, unknowns };
    checkDigest('diffID', diffId, this.#hash?.digest() ?? stored, `the layer ${digest}`);
    return { entries, unpackedBytes: this.#unpacked, unknowns };
  }

  /** The first chunk, long enough to tell the compression even where the origin gives single bytes. */
  async #start(): Promise<Buffer | undefined> {
    let start = await this.#blob.next();
    while (start && start.length < 64) {
      const more = await this.#blob.next();
      if (!more) break;
      start = Buffer.concat([start, more]);
    }
    return start;
  }

  /** Answers with the bound that the layer exceeds. */
  async #take(chunk: Buffer): Promise<string | undefined> {
    this.#unpacked += chunk.length;
    const exceeded = exceededBound(this.#unpacked, this.#blob.read, this.#reading.limits);
    if (exceeded !== undefined) return exceeded;
    this.#hash?.update(chunk);
    await this.#walker.write(chunk);
    this.#reading.signal?.throwIfAborted();
    return undefined;
  }

  abort(reason: string): void {
    this.#walker.abort(reason);
  }

  /** The error to throw. Damaged bytes have a plainer reason where they are not the bytes of the digest at all. */
  async explain(error: unknown): Promise<unknown> {
    if (!(error instanceof TarFormatError) && !(error instanceof DecompressionError)) return error;
    try {
      if (!this.#reading.signal?.aborted) await this.#blob.verify();
    } catch (mismatch) {
      if (mismatch instanceof PratiqueError) return mismatch;
    }
    return ociErrors.create('oci/layer-unreadable', {
      attempted: 'read',
      on: `the layer ${this.#facts.digest}`,
      why: error.message,
      cause: error,
    });
  }

  #unsupported(compression: string): PratiqueError {
    return ociErrors.create('oci/media-type-unsupported', {
      attempted: 'read',
      on: `the layer ${this.#facts.digest}`,
      why: `it is compressed with ${compression}`,
    });
  }
}
