import { PratiqueError } from '@pratique/foundation';
import type { Digest } from '@pratique/model';
import { ociErrors } from '../errors.ts';
import { MediaType } from '../media-types.ts';
import { networkReason } from './diagnosis.ts';
import { endpointsFor, type RegistryOptions } from './endpoint.ts';
import type { ImageReference } from './reference.ts';
import { networkError, type RegistryResponse } from './response.ts';
import { backOff, defaultRetry, isPassingError, type RetryPolicy } from './retry.ts';
import { type Ask, RegistrySession } from './session.ts';
import type { Transport } from './transport.ts';

/** A manifest as the registry serves it. */
export interface ServedManifest {
  readonly bytes: Buffer;
  readonly mediaType: string;
  /** `Docker-Content-Digest`, as sent. */
  readonly statedDigest: string | undefined;
}

const ACCEPT = [MediaType.ociIndex, MediaType.dockerIndex, MediaType.ociManifest, MediaType.dockerManifest].join(', ');
/** A mirror that fails has the registry behind it. */
const MIRROR_ATTEMPTS = 2;
/** Times that a blob is taken up again: a server that gives a few bytes each time would hold us for ever. */
const MAX_RESUMPTIONS = 100;

/** The bytes that are left of a blob, and whether the server says itself where they end. */
interface BlobRest {
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly isDelimited: boolean;
}

/** Reads one repository of a registry (OCI distribution specification 1.1, "Pull"), through a mirror where there is one. */
export class RepositoryClient {
  readonly #sessions: readonly RegistrySession[];
  /** Mirrors that could not be reached are not asked again. */
  readonly #down = new Set<RegistrySession>();
  readonly #retry: RetryPolicy;
  readonly #manifestBytes: number;

  constructor(transport: Transport, reference: ImageReference, options: RegistryOptions, manifestBytes: number) {
    const endpoints = endpointsFor(reference, options);
    this.#sessions = endpoints.map((endpoint) => new RegistrySession(endpoint, transport, options, 'pull'));
    this.#retry = { ...defaultRetry, ...options.retry };
    this.#manifestBytes = manifestBytes;
  }

  /**
   * Fetches a manifest or index by tag or digest. The caller checks its digest.
   * @throws PratiqueError `oci/image-not-found`, `oci/registry-refused`, `oci/registry-unavailable`, `oci/limit-exceeded`
   */
  manifest(tagOrDigest: string, signal?: AbortSignal): Promise<ServedManifest> {
    return this.#ask({
      attempted: 'fetch the manifest',
      to: `manifests/${tagOrDigest}`,
      headers: { accept: ACCEPT },
      expected: [200],
      missing: 'oci/image-not-found',
      signal,
      use: async (response) => ({
        bytes: await response.read(this.#manifestBytes),
        mediaType: (response.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '',
        statedDigest: response.headers['docker-content-digest'] as string | undefined,
      }),
    });
  }

  /**
   * The bytes of a blob. A connection that breaks is taken up again where it broke, as long as bytes still come.
   * @throws PratiqueError `oci/blob-missing`, `oci/registry-refused`, `oci/registry-unavailable`
   */
  async *blob(digest: Digest, size: number, signal?: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
    let read = 0;
    let failures = 0;
    for (let resumptions = 0; ; resumptions++) {
      const before = read;
      try {
        const { chunks, isDelimited } = await this.#openBlob(digest, read, signal);
        for await (const chunk of chunks) {
          read += chunk.length;
          yield chunk;
        }
        if (read >= size || isDelimited) return;
        throw networkError(`the connection ended after ${read} of ${size} bytes`, 'ECONNRESET');
      } catch (error) {
        signal?.throwIfAborted();
        if (error instanceof PratiqueError) throw error;
        // All that was wanted is there.
        if (read >= size) return;
        failures = read > before ? 1 : failures + 1;
        if (failures >= this.#retry.attempts || resumptions >= MAX_RESUMPTIONS || !isPassingError(error))
          throw this.#broken(digest, error);
        await backOff(this.#retry, failures, undefined, signal);
      }
    }
  }

  #broken(digest: Digest, cause: unknown): PratiqueError {
    const why = networkReason(cause);
    return ociErrors.create('oci/registry-unavailable', { attempted: 'fetch the blob', on: digest, why, cause });
  }

  #openBlob(digest: Digest, from: number, signal?: AbortSignal): Promise<BlobRest> {
    return this.#ask({
      attempted: 'fetch the blob',
      to: `blobs/${digest}`,
      headers: from > 0 ? { range: `bytes=${from}-` } : {},
      expected: from > 0 ? [200, 206] : [200],
      missing: 'oci/blob-missing',
      signal,
      use: (response) => ({
        chunks: restOf(response, from),
        isDelimited: response.headers['content-length'] !== undefined,
      }),
    });
  }

  /** Asks a mirror, then the registry. What a mirror lacks or refuses, the registry may have: its answer is the one to tell. */
  async #ask<T>(ask: Ask<T>): Promise<T> {
    const [mirror, own] = this.#sessions.length > 1 ? this.#sessions : [undefined, this.#sessions[0]];
    if (mirror && !this.#down.has(mirror)) {
      try {
        return await mirror.ask(ask, Math.min(MIRROR_ATTEMPTS, this.#retry.attempts));
      } catch (error) {
        ask.signal?.throwIfAborted();
        if (!(error instanceof PratiqueError)) throw error;
        if (error.code === 'oci/registry-unavailable') this.#down.add(mirror);
      }
    }
    return (own as RegistrySession).ask(ask);
  }
}

/** The bytes from a position on. A server without ranges sends everything again. */
function restOf(response: RegistryResponse, from: number): AsyncIterable<Uint8Array> {
  if (from === 0) return response.chunks();
  if (response.status === 200) return skip(response.chunks(), from);
  if (response.headers['content-range']?.startsWith(`bytes ${from}-`)) return response.chunks();
  response.discard();
  throw new Error('the server answers with another range than asked for');
}

async function* skip(chunks: AsyncIterable<Uint8Array>, bytes: number): AsyncGenerator<Uint8Array, void, undefined> {
  let left = bytes;
  for await (const chunk of chunks) {
    if (chunk.length > left) yield chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}
