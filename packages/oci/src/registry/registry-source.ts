import { defaultLimits, type Limits } from '@pratique/foundation';
import type { Digest, ImageSource } from '@pratique/model';
import { digestOf } from '../digest.ts';
import { ociErrors } from '../errors.ts';
import type { Descriptor } from '../image/documents.ts';
import { type ContentOrigin, type DocumentKind, openImage } from '../image/open-image.ts';
import { checkDigest } from '../layer/verified-blob.ts';
import { isIndexType, isManifestType, MediaType } from '../media-types.ts';
import { findCredentials } from './credentials/files.ts';
import { type Agents, createAgents, type RegistryOptions } from './endpoint.ts';
import { formatReference, type ImageReference, parseReference } from './reference.ts';
import { RepositoryClient, type ServedManifest } from './repository-client.ts';
import { Transport } from './transport.ts';

/** The media type that a manifest states itself, else the one it was served with, else what its fields say. */
function mediaTypeOf({ bytes, mediaType }: ServedManifest, on: string): string {
  let fields: Record<string, unknown>;
  try {
    fields = JSON.parse(bytes.toString('utf8')) as Record<string, unknown>;
  } catch (cause) {
    const start = bytes.toString('utf8', 0, 20).trimStart();
    const why = start.startsWith('<')
      ? 'the registry answered with a web page instead of a manifest'
      : 'it is not JSON';
    throw ociErrors.create('oci/document-invalid', { attempted: 'read', on, why, cause });
  }
  const stated = fields?.['mediaType'];
  if (typeof stated === 'string') return stated;
  if (isIndexType(mediaType) || isManifestType(mediaType)) return mediaType;
  return Array.isArray(fields?.['manifests']) ? MediaType.ociIndex : MediaType.ociManifest;
}

/** One repository as the origin of images. */
class RegistryOrigin implements ContentOrigin {
  readonly name: string;
  readonly #client: RepositoryClient;
  readonly #agents: Agents;
  /** Manifests that were fetched before their digest was known. */
  readonly #fetched = new Map<Digest, Buffer>();

  constructor(name: string, client: RepositoryClient, agents: Agents) {
    this.name = name;
    this.#client = client;
    this.#agents = agents;
  }

  /** Fetches a manifest or index by tag or digest and says what it is. */
  async locate({ tag, digest }: Pick<ImageReference, 'tag' | 'digest'>, signal?: AbortSignal): Promise<Descriptor> {
    const served = await this.#client.manifest(digest ?? tag ?? 'latest', signal);
    const actual = digestOf(served.bytes);
    if (digest?.startsWith('sha256:')) checkDigest('digest', digest, actual, `the manifest ${this.name}`);
    // A digest of another algorithm is verified when the document is read.
    const key = digest ?? actual;
    this.#fetched.set(key, served.bytes);
    const mediaType = mediaTypeOf(served, this.name);
    return { mediaType, digest: key, size: served.bytes.length, annotations: {} };
  }

  async *openDocument(descriptor: Descriptor, kind: DocumentKind, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
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
    this.#agents.close();
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
      const credentials = await findCredentials(reference.registry, reference.repository, options.env);
      const agents = await createAgents(options);
      const transport = new Transport(agents, options);
      const client = new RepositoryClient(transport, reference, credentials, options, limits.manifestBytes);
      const origin = new RegistryOrigin(name, client, agents);
      try {
        const root = await origin.locate(reference, signal);
        return await openImage(origin, { roots: [root], references: [name], platform, limits, signal });
      } catch (error) {
        agents.close();
        throw error;
      }
    },
  };
}
