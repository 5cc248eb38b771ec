import { PratiqueError, reasonOf } from '@pratique/foundation';
import type { Digest } from '@pratique/model';
import { ociErrors } from '../errors.ts';
import { MediaType } from '../media-types.ts';
import { Authentication } from './authentication.ts';
import type { Credentials } from './credentials/credentials.ts';
import { hostsFor, type RegistryOptions } from './endpoint.ts';
import type { ImageReference } from './reference.ts';
import { backOff, isPassing, MAX_ATTEMPTS } from './retry.ts';
import { readBody, type RegistryResponse, type Transport } from './transport.ts';

/** A manifest as the registry serves it. */
export interface ServedManifest {
  readonly bytes: Buffer;
  readonly mediaType: string;
}

const ACCEPT = [MediaType.ociIndex, MediaType.dockerIndex, MediaType.ociManifest, MediaType.dockerManifest].join(', ');
/** What is quoted of an error body. */
const MAX_DIAGNOSIS = 16_384;

interface Ask {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly attempted: string;
  readonly signal?: AbortSignal;
}

/** The errors that a registry's answer names (distribution-spec, "Error codes"); nothing where it names none. */
async function diagnose({ body }: RegistryResponse): Promise<string> {
  try {
    const { errors } = JSON.parse((await readBody(body, MAX_DIAGNOSIS)).toString('utf8')) as { errors?: unknown };
    const [first] = Array.isArray(errors) ? (errors as Record<string, unknown>[]) : [];
    const words = [first?.['code'], first?.['message']].filter((word) => typeof word === 'string');
    return words.length > 0 ? `: ${words.join(', ').slice(0, 200)}` : '';
  } catch {
    return '';
  }
}

/** Reads one repository of a registry (OCI distribution specification 1.1, pull). */
export class RepositoryClient {
  readonly #transport: Transport;
  readonly #repository: string;
  readonly #hosts: readonly string[];
  readonly #authentication: Authentication;
  readonly #manifestBytes: number;

  constructor(
    transport: Transport,
    reference: ImageReference,
    credentials: Credentials | undefined,
    options: RegistryOptions,
    manifestBytes: number,
  ) {
    this.#transport = transport;
    this.#repository = reference.repository;
    this.#hosts = hostsFor(reference.registry, options);
    this.#authentication = new Authentication(transport, options, credentials, reference.repository);
    this.#manifestBytes = manifestBytes;
  }

  /**
   * Fetches a manifest or index by tag or digest. The caller checks its digest.
   * @throws PratiqueError `oci/image-not-found`, `oci/registry-refused`, `oci/registry-unavailable`
   */
  async manifest(tagOrDigest: string, signal?: AbortSignal): Promise<ServedManifest> {
    const path = `/v2/${this.#repository}/manifests/${tagOrDigest}`;
    const response = await this.#ask({ path, headers: { accept: ACCEPT }, attempted: 'fetch the manifest', signal });
    try {
      const bytes = await readBody(response.body, this.#manifestBytes);
      return { bytes, mediaType: (response.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '' };
    } catch (cause) {
      throw this.#unavailable('fetch the manifest', response.from, reasonOf(cause), cause);
    }
  }

  /**
   * The bytes of a blob. A connection that breaks is taken up again where it broke, as long as bytes still come.
   * @throws PratiqueError `oci/blob-missing`, `oci/registry-refused`, `oci/registry-unavailable`
   */
  async *blob(digest: Digest, size: number, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
    let read = 0;
    for (let failures = 0; ;) {
      const before = read;
      try {
        for await (const chunk of await this.#openBlob(digest, read, signal)) {
          read += chunk.length;
          yield chunk;
        }
        // An HTTP/1.0 server ends a broken answer like a whole one.
        if (read >= size) return;
        throw new Error(`the connection ended after ${read} of ${size} bytes`);
      } catch (error) {
        if (error instanceof PratiqueError || signal?.aborted) throw error;
        failures = read > before ? 1 : failures + 1;
        if (failures >= MAX_ATTEMPTS) throw this.#unavailable('fetch the blob', digest, reasonOf(error), error);
        await backOff(failures, undefined, signal);
      }
    }
  }

  async #openBlob(digest: Digest, from: number, signal?: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    const path = `/v2/${this.#repository}/blobs/${digest}`;
    const headers: Record<string, string> = from > 0 ? { range: `bytes=${from}-` } : {};
    const response = await this.#ask({ path, headers, attempted: 'fetch the blob', signal });
    const { body, status } = response;
    if (from === 0) return body;
    if (status === 206) {
      if (response.headers['content-range']?.startsWith(`bytes ${from}-`)) return body;
      body.destroy();
      throw new Error('the server answered with another range than asked for');
    }
    // A server without ranges sends everything again.
    return skip(body, from);
  }

  /** Sends a GET to each host in turn, answering challenges and waiting out what passes. */
  async #ask(ask: Ask): Promise<RegistryResponse> {
    let failure: unknown;
    for (const host of this.#hosts) {
      try {
        return await this.#askHost(host, ask);
      } catch (error) {
        ask.signal?.throwIfAborted();
        // What a mirror lacks or refuses, the registry itself may have. Its own answer is the one to tell.
        failure = error;
      }
    }
    throw failure;
  }

  async #askHost(host: string, { path, headers, attempted, signal }: Ask): Promise<RegistryResponse> {
    const url = new URL(`https://${host}${path}`);
    let answered = false;
    for (let attempt = 1; ; attempt++) {
      let retryAfter: string | undefined;
      let failure: PratiqueError;
      try {
        const all = { 'user-agent': 'pratique', ...headers, ...this.#authentication.headerFor(host) };
        const response = await this.#transport.send({ method: 'GET', url, headers: all, signal });
        if (response.status === 200 || response.status === 206) return response;
        if (response.status === 401 && !answered) {
          response.body.resume();
          answered = await this.#authentication.answer(host, response, signal);
          if (answered) continue;
        }
        failure = await this.#refusal(attempted, response);
        if (!isPassing(response.status)) throw failure;
        retryAfter = response.headers['retry-after'];
      } catch (error) {
        if (error instanceof PratiqueError || signal?.aborted) throw error;
        failure = this.#unavailable(attempted, `${host}${path}`, reasonOf(error), error);
      }
      if (attempt >= MAX_ATTEMPTS) throw failure;
      await backOff(attempt, retryAfter, signal);
    }
  }

  async #refusal(attempted: string, response: RegistryResponse): Promise<PratiqueError> {
    const why = `the registry answered ${response.status}${await diagnose(response)}`;
    const facts = { attempted, on: response.from, why };
    if (response.status === 401 || response.status === 403) return ociErrors.create('oci/registry-refused', facts);
    if (response.status === 404) {
      return ociErrors.create(attempted.endsWith('blob') ? 'oci/blob-missing' : 'oci/image-not-found', facts);
    }
    return ociErrors.create('oci/registry-unavailable', facts);
  }

  #unavailable(attempted: string, on: string, why: string, cause: unknown): PratiqueError {
    return ociErrors.create('oci/registry-unavailable', { attempted, on, why, cause });
  }
}

async function* skip(body: AsyncIterable<Uint8Array>, bytes: number): AsyncGenerator<Uint8Array> {
  let left = bytes;
  for await (const chunk of body) {
    if (chunk.length > left) yield chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}
