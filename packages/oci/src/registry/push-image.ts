import type { Digest } from '@pratique/model';
import type { BuiltBlob, BuiltImage, BuiltIndex } from '../build/image-builder.ts';
import { ociErrors } from '../errors.ts';
import { Connections } from './connections.ts';
import { endpointsFor, type RegistryOptions } from './endpoint.ts';
import { parseReference } from './reference.ts';
import type { RegistryResponse } from './response.ts';
import { RegistrySession } from './session.ts';
import { Transport } from './transport.ts';

/** What a push needs beside the image. */
export interface PushOptions extends RegistryOptions {
  readonly signal?: AbortSignal;
}

/** Puts blobs and manifests into one repository (OCI distribution specification 1.1, "Push"). */
class RepositoryWriter {
  readonly #session: RegistrySession;
  readonly #transport: Transport;
  readonly #signal: AbortSignal | undefined;

  constructor(session: RegistrySession, transport: Transport, signal: AbortSignal | undefined) {
    this.#session = session;
    this.#transport = transport;
    this.#signal = signal;
  }

  /** Uploads a blob in one piece, unless it is there. */
  async blob({ digest, bytes }: BuiltBlob): Promise<void> {
    const shared = { attempted: 'push the blob', missing: 'oci/image-not-found', signal: this.#signal } as const;
    const isThere = await this.#session.ask({
      ...shared,
      method: 'HEAD',
      to: `blobs/${digest}`,
      expected: [200, 404],
      use: (response) => {
        response.discard();
        return response.status === 200;
      },
    });
    if (isThere) return;
    const upload = await this.#session.ask({
      ...shared,
      method: 'POST',
      to: 'blobs/uploads/',
      headers: { 'content-length': '0' },
      expected: [202],
      use: (response) => this.#uploadAddress(response),
    });
    upload.searchParams.set('digest', digest);
    await this.#session.ask({
      ...shared,
      method: 'PUT',
      to: upload,
      headers: { 'content-type': 'application/octet-stream', 'content-length': String(bytes.length) },
      body: bytes,
      expected: [201, 204],
      use: (response) => response.discard(),
    });
  }

  #uploadAddress(response: RegistryResponse): URL {
    const { location } = response.headers;
    response.discard();
    if (location !== undefined) return this.#transport.follow(response.url, location);
    const why = 'the registry does not say where to';
    throw ociErrors.create('oci/push-refused', { attempted: 'push', on: response.url.host, why });
  }

  /** Puts a manifest or index under a tag, or under its digest. */
  async manifest({ mediaType, digest, bytes }: BuiltBlob, tag?: string): Promise<void> {
    await this.#session.ask({
      attempted: 'push the manifest',
      missing: 'oci/image-not-found',
      signal: this.#signal,
      method: 'PUT',
      to: `manifests/${tag ?? digest}`,
      headers: { 'content-type': mediaType, 'content-length': String(bytes.length) },
      body: bytes,
      expected: [201],
      use: (response) => response.discard(),
    });
  }

  async image({ layers, config, manifest }: BuiltImage, tag?: string): Promise<void> {
    for (const blob of [...layers, config]) await this.blob(blob);
    await this.manifest(manifest, tag);
  }
}

/**
 * Pushes an image, or an index with its images, to a registry under the tag of a reference, or under its digest where the
 * reference names one. Blobs that are there are not sent again. Mirrors are not asked.
 * @returns the digest of the manifest or index
 * @throws PratiqueError `oci/reference-invalid`, `oci/push-refused`, `oci/registry-refused`, `oci/registry-unavailable`
 */
export async function pushImage(
  target: string,
  content: BuiltImage | BuiltIndex,
  options: PushOptions = {},
): Promise<Digest> {
  const reference = parseReference(target);
  const root = 'index' in content ? content.index : content.manifest;
  if (reference.digest !== undefined && reference.digest !== root.digest) {
    const why = `the reference says ${reference.digest}, but the image is ${root.digest}`;
    throw ociErrors.create('oci/digest-mismatch', { attempted: 'push', on: target, why });
  }
  const { registryMirrors: _mirrors, ...direct } = options;
  const [endpoint] = endpointsFor(reference, direct);
  const connections = new Connections(options);
  try {
    const transport = new Transport(connections, options);
    const session = new RegistrySession(endpoint, transport, options, 'push');
    const writer = new RepositoryWriter(session, transport, options.signal);
    const tag = reference.digest === undefined ? reference.tag : undefined;
    if ('index' in content) {
      for (const image of content.images) await writer.image(image);
      await writer.manifest(content.index, tag);
    } else await writer.image(content, tag);
    return root.digest;
  } finally {
    connections.close();
  }
}
