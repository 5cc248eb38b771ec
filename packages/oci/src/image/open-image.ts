import { type Limits, PratiqueError } from '@pratique/foundation';
import type { Digest, ImageIdentity, OpenImage, Platform } from '@pratique/model';
import { ociErrors } from '../errors.ts';
import { createLayer } from '../layer/layer.ts';
import { VerifiedBlob } from '../layer/verified-blob.ts';
import { isManifestType } from '../media-types.ts';
import { platformFit } from '../platform.ts';
import { type ConfigDocument, createdByOf, readConfig } from './config.ts';
import {
  type Descriptor,
  type IndexDocument,
  type ManifestDocument,
  quoted,
  readIndex,
  readManifest,
} from './documents.ts';
import { invalidDocument } from './fields.ts';
import { listCandidates, platformMissing, selectCandidate } from './select.ts';

/** What a document is for: registries serve indexes and manifests apart from other blobs. */
export type DocumentKind = 'index' | 'manifest' | 'config';

/** Where the documents and layers of images come from. Digests and sizes are verified by who reads from it. */
export interface ContentOrigin {
  /** For messages: the target without credentials. */
  readonly name: string;
  /** The bytes of a document. A chunk holds until the next but one is asked for. Throws `oci/blob-missing` and others of the oci table. */
  openDocument(descriptor: Descriptor, kind: DocumentKind, signal?: AbortSignal): AsyncIterable<Uint8Array>;
  /** The stored bytes of a layer. A chunk holds until the next but one is asked for. Throws `oci/blob-missing` and others of the oci table. */
  openLayer(descriptor: Descriptor, signal?: AbortSignal): AsyncIterable<Uint8Array>;
  /** Index or manifest of another image of the same origin, by manifest, index or config digest. */
  find(digest: Digest, signal?: AbortSignal): Promise<Descriptor | undefined>;
  /** Checks before anything is read that the layers are there, where that costs nothing. */
  checkLayers?(layers: readonly Descriptor[]): Promise<void>;
  close(): Promise<void>;
}

/** Which image of an origin is wanted, and within which bounds. */
export interface ImageRequest {
  /** Index or manifest of the image; several where an archive lists the platforms of one image side by side. */
  readonly roots: readonly Descriptor[];
  /** The index that the roots were taken from, where it is not among them. */
  readonly indexDigest?: Digest;
  /** Names of the image, for its identity. */
  readonly references: readonly string[];
  readonly platform?: Platform;
  readonly limits: Limits;
  readonly signal?: AbortSignal;
}

const documentNames: Readonly<Record<DocumentKind, string>> = {
  index: 'index',
  manifest: 'manifest',
  config: 'image configuration',
};

/**
 * Reads a document whole and verifies it.
 * @throws PratiqueError `oci/limit-exceeded`, `oci/size-mismatch`, `oci/digest-mismatch`; what the origin throws
 */
export async function readDocument(
  origin: ContentOrigin,
  descriptor: Descriptor,
  kind: DocumentKind,
  { limits, signal }: Pick<ImageRequest, 'limits' | 'signal'>,
): Promise<Buffer> {
  const name = documentNames[kind];
  if (descriptor.size > limits.manifestBytes) {
    const why = `it has ${descriptor.size} bytes, more than ${limits.manifestBytes}`;
    throw ociErrors.create('oci/limit-exceeded', { attempted: 'read', on: `the ${name} ${descriptor.digest}`, why });
  }
  const blob = new VerifiedBlob((abort) => origin.openDocument(descriptor, kind, abort), descriptor, name, signal);
  try {
    const chunks: Buffer[] = [];
    for (let chunk = await blob.next(); chunk; chunk = await blob.next()) chunks.push(Buffer.from(chunk));
    await blob.verify();
    return Buffer.concat(chunks);
  } finally {
    await blob.close();
  }
}

/** Loads and verifies the indexes of an origin. */
export function loadIndexFrom(
  origin: ContentOrigin,
  request: Pick<ImageRequest, 'limits' | 'signal'>,
): (index: Descriptor) => Promise<IndexDocument> {
  return async (index) => readIndex(await readDocument(origin, index, 'index', request), `the index ${index.digest}`);
}

/** An image resolved to its manifest and configuration. */
interface Resolved {
  readonly identity: ImageIdentity;
  readonly manifest: ManifestDocument;
  readonly document: ConfigDocument;
}

async function loadManifest(
  origin: ContentOrigin,
  found: Descriptor,
  request: ImageRequest,
): Promise<ManifestDocument> {
  const on = `the manifest ${found.digest}`;
  if (!isManifestType(found.mediaType) && found.mediaType !== '')
    throw ociErrors.create('oci/media-type-unsupported', {
      attempted: 'read',
      on,
      why: `its media type is ${quoted(found.mediaType)}`,
    });
  return readManifest(await readDocument(origin, found, 'manifest', request), on);
}

async function resolve(origin: ContentOrigin, request: ImageRequest): Promise<Resolved> {
  const { roots, platform, references } = request;
  const candidates = await listCandidates(roots, loadIndexFrom(origin, request));
  if (candidates.length === 0)
    throw ociErrors.create('oci/not-an-image', {
      attempted: 'open',
      on: origin.name,
      why: 'it holds attestations or nothing, but no image',
    });
  const { descriptor, indexDigest = request.indexDigest } = selectCandidate(candidates, origin.name, platform);
  const manifest = await loadManifest(origin, descriptor, request);
  const on = `the image configuration ${manifest.config.digest}`;
  const document = readConfig(await readDocument(origin, manifest.config, 'config', request), on);
  if (platform && platformFit(document.platform, platform) === undefined)
    throw platformMissing(origin.name, platform, [document.platform]);
  const { length } = document.config.diffIds;
  if (length !== manifest.layers.length)
    throw invalidDocument(on, `it has ${length} diffIDs for ${manifest.layers.length} layers`);
  const identity: ImageIdentity = {
    references,
    ...(indexDigest && { indexDigest }),
    manifestDigest: descriptor.digest,
    configDigest: manifest.config.digest,
    platform: document.platform,
  };
  return { identity, manifest, document };
}

/**
 * Opens an image of an origin: follows indexes to the platform, then reads and verifies manifest and configuration. The
 * origin is closed with the image, or at once where opening fails.
 * @throws PratiqueError of the oci table
 */
export async function openImage(origin: ContentOrigin, request: ImageRequest): Promise<OpenImage> {
  try {
    const { identity, manifest, document } = await resolve(origin, request);
    const { config } = document;
    await origin.checkLayers?.(manifest.layers);
    const createdBy = createdByOf(config);
    const layers = manifest.layers.map((descriptor, index) => {
      const made = createdBy[index];
      const diffId = config.diffIds[index] as Digest;
      const { mediaType, digest, size } = descriptor;
      const facts = { index, mediaType, digest, size, diffId, ...(made !== undefined && { createdBy: made }) };
      return createLayer(facts, (signal) => origin.openLayer(descriptor, signal), request.limits);
    });
    return {
      identity,
      config,
      annotations: manifest.annotations,
      layers,
      baseLayers: (digest) => findBaseLayers(origin, digest, { ...request, platform: identity.platform }),
      close: () => origin.close(),
    };
  } catch (error) {
    await origin.close();
    throw error;
  }
}

/** A base that is there but cannot be read answers the question as little as one that is not there. */
async function findBaseLayers(
  origin: ContentOrigin,
  digest: Digest,
  request: ImageRequest,
): Promise<readonly Digest[] | undefined> {
  try {
    const root = await origin.find(digest, request.signal);
    if (!root) return undefined;
    const { document } = await resolve(origin, { ...request, roots: [root] });
    return document.config.diffIds;
  } catch (error) {
    if (error instanceof PratiqueError) return undefined;
    throw error;
  }
}
