import { defaultLimits, type Limits } from '@pratique/foundation';
import type { Digest, ImageSource } from '@pratique/model';
import { DigestHash, digestOf, isDigest } from '../digest.ts';
import { ociErrors } from '../errors.ts';
import type { Descriptor } from '../image/documents.ts';
import { type ContentOrigin, type DocumentKind, openImage } from '../image/open-image.ts';
import { checkDigest } from '../layer/verified-blob.ts';
import { isIndexType, isManifestType, MediaType } from '../media-types.ts';
import { Connections } from './connections.ts';
import type { RegistryOptions } from './endpoint.ts';
import { formatReference, type ImageReference, parseReference } from './reference.ts';
import { RepositoryClient, type ServedManifest } from './repository-client.ts';
import { Transport } from './transport.ts';

function invalid(on: string, why: string): Error {
  return ociErrors.create('oci/document-invalid', { attempted: 'read', on, why });
}

function parseManifest(bytes: Buffer, on: string): Readonly<Record<string, unknown>> {
  let document: unknown;
  try {
    document = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw invalid(on, 'it is not JSON');
  }
  if (typeof document === 'object' && document !== null) return document as Record<string, unknown>;
  throw invalid(on, 'it is no JSON object');
}

/** The media type that a manifest states itself, else the one it was served with, else what its fields say. */
function mediaTypeOf({ bytes, mediaType }: ServedManifest, on: string): string {
  const fields = parseManifest(bytes, on);
  const isIndex = Array.isArray(fields['manifests']);
  // One digest must not mean two images, depending on who reads it (CVE-2021-41190).
  if (isIndex && ('layers' in fields || 'config' in fields)) throw invalid(on, 'it is both an index and a manifest');
  const stated = fields['mediaType'];
  if (typeof stated === 'string') return stated;
  if (isIndexType(mediaType) || isManifestType(mediaType)) return mediaType;
  return isIndex ? MediaType.ociIndex : MediaType.ociManifest;
}

function digestLike(expected: Digest, bytes: Buffer): Digest {
  const hash = new DigestHash(expected);
  hash.update(bytes);
  return hash.digest();
}

/** One repository as the origin of images. */
class RegistryOrigin implements ContentOrigin {
  readonly name: string;
  readonly #client: RepositoryClient;
  readonly #connections: Connections;
  /** Manifests that were fetched before their digest was known. */
  readonly #fetched = new Map<Digest, Buffer>();

  constructor(name: string, client: RepositoryClient, connections: Connections) {
    this.name = name;
    this.#client = client;
    this.#connections = connections;
  }

  /** Fetches a manifest or index by tag or digest and says what it is. */
  async locate({ tag, digest }: Pick<ImageReference, 'tag' | 'digest'>, signal?: AbortSignal): Promise<Descriptor> {
    const served = await this.#client.manifest(digest ?? tag ?? 'latest', signal);
    const { bytes, statedDigest } = served;
    if (/^\s*</.test(bytes.toString('utf8', 0, 20)))
      throw invalid(this.name, 'the registry answered with a web page instead of a manifest');
    const expected = digest ?? (isDigest(statedDigest) ? statedDigest : undefined);
    const actual = expected ? digestLike(expected, bytes) : digestOf(bytes);
    if (expected) checkDigest('digest', expected, actual, `the manifest ${this.name}`);
    const mediaType = mediaTypeOf(served, this.name);
    this.#fetched.set(actual, bytes);
    return { mediaType, digest: actual, size: bytes.length, annotations: {} };
  }

  async *openDocument(
    descriptor: Descriptor,
    kind: DocumentKind,
    signal?: AbortSignal,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    const fetched = this.#fetched.get(descriptor.digest);
    if (fetched) yield fetched;
    else if (kind === 'config') yield* this.#client.blob(descriptor.digest, descriptor.size, signal);
    else yield (await this.#client.manifest(descriptor.digest, signal)).bytes;
  }

  openLayer(descriptor: Descriptor, signal?: AbortSignal): AsyncIterable<Uint8Array> {
    return this.#client.blob(descriptor.digest, descriptor.size, signal);
  }

  find(digest: Digest, signal?: AbortSignal): Promise<Descriptor | undefined> {
    return this.locate({ digest }, signal);
  }

  async close(): Promise<void> {
    this.#connections.close();
  }
}

/**
 * An image of a registry, by reference.
 * @throws PratiqueError `oci/reference-invalid`
 */
export function registrySource(target: string, options: RegistryOptions & { limits?: Limits } = {}): ImageSource {
  const reference = parseReference(target);
  const name = formatReference(reference);
  const limits = options.limits ?? defaultLimits;
  return {
    kind: 'registry',
    target,
    async open({ platform, signal } = {}) {
      signal?.throwIfAborted();
      const connections = new Connections(options);
      try {
        const transport = new Transport(connections, options);
        const client = new RepositoryClient(transport, reference, options, limits.manifestBytes);
        const origin = new RegistryOrigin(name, client, connections);
        const root = await origin.locate(reference, signal);
        return await openImage(origin, { roots: [root], references: [name], platform, limits, signal });
      } catch (error) {
        connections.close();
        throw error;
      }
    },
  };
}
