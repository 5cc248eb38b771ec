import type { Limits } from '@pratique/foundation';
import type { Digest, OpenImage } from '@pratique/model';
import { DigestHash, digestOf } from '../digest.ts';
import { ociErrors } from '../errors.ts';
import { readConfig } from '../image/config.ts';
import { type Descriptor, MAX_LAYERS } from '../image/documents.ts';
import { invalidDocument, parseDocumentList } from '../image/fields.ts';
import { type ContentOrigin, type DocumentKind, openImage } from '../image/open-image.ts';
import { detectCompression } from '../layer/compression.ts';
import { checkDigest } from '../layer/verified-blob.ts';
import { MediaType } from '../media-types.ts';
import { type ArchiveFiles, blobMissing, notAnImageArchive, readWhole } from './archive-files.ts';
import { chooseImage, digestReference, type NamedImage, referenceUnknown } from './named-images.ts';
import { type ArchiveRequest, OciLayout } from './oci-layout.ts';

/** Images of one archive. */
const MAX_IMAGES = 10_000;

/** One image of `manifest.json` (Docker Image Specification v1.2, "Combined Image JSON + Filesystem Changeset Format"). */
interface SavedImage {
  readonly config: string;
  readonly tags: readonly string[];
  readonly layers: readonly string[];
}

/** A manifest that we made. */
interface Synthesized {
  readonly descriptor: Descriptor;
  readonly configDigest: Digest;
}

function readSavedImages(bytes: Buffer, on: string): readonly SavedImage[] {
  return parseDocumentList(bytes, on, MAX_IMAGES).map((fields) => {
    const config = fields.text('Config');
    if (!config) throw fields.invalid('Config', 'is missing');
    return { config, tags: fields.texts('RepoTags', 10_000), layers: fields.texts('Layers', MAX_LAYERS) };
  });
}

type LayerDescriptor = Pick<Descriptor, 'mediaType' | 'digest' | 'size'>;

const mediaTypes = { none: MediaType.ociLayer, gzip: MediaType.ociLayerGzip, zstd: MediaType.ociLayerZstd } as const;

/**
 * A Docker archive (`docker save`, skopeo, Bazel, Jib, Kaniko). It has no manifest: one is made from what is there, so
 * that its digest is the same for the same content.
 */
class DockerArchive implements ContentOrigin {
  readonly name: string;
  readonly #files: ArchiveFiles;
  readonly #images: readonly SavedImage[];
  readonly #limits: Limits;
  readonly #synthesized = new Map<SavedImage, Synthesized>();
  readonly #blobs = new Map<Digest, string | Buffer>();

  constructor(files: ArchiveFiles, images: readonly SavedImage[], limits: Limits) {
    this.name = files.name;
    this.#files = files;
    this.#images = images;
    this.#limits = limits;
  }

  openDocument(descriptor: Descriptor, _kind: DocumentKind, signal?: AbortSignal): AsyncIterable<Uint8Array> {
    return this.openLayer(descriptor, signal);
  }

  async *openLayer({ digest }: Descriptor, signal?: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
    const place = this.#blobs.get(digest);
    if (place === undefined) throw blobMissing(this.name, `${digest} is not in it`);
    if (typeof place === 'string') yield* this.#files.open(place, signal);
    else yield place;
  }

  close(): Promise<void> {
    return this.#files.close();
  }

  async find(digest: Digest, signal?: AbortSignal): Promise<Descriptor | undefined> {
    for (const image of this.#images) {
      // An image beside the wanted one may be damaged.
      const made = await this.synthesize(image, signal).catch(() => undefined);
      if (made && (made.descriptor.digest === digest || made.configDigest === digest)) return made.descriptor;
    }
    return undefined;
  }

  async readConfigBytes(image: SavedImage, signal?: AbortSignal): Promise<Buffer> {
    const bytes = await readWhole(this.#files, image.config, this.#limits.manifestBytes, signal);
    if (!bytes) throw blobMissing(this.name, `the image configuration ${image.config.slice(0, 200)} is not in it`);
    // Where the name is a digest, it must be that of the content.
    const stated = /(?:^|\/|sha256:)([0-9a-f]{64})(?:\.json)?$/.exec(image.config)?.[1];
    if (stated) checkDigest('digest', `sha256:${stated}`, digestOf(bytes), `the image configuration of ${this.name}`);
    return bytes;
  }

  /** The OCI manifest that stands for a saved image. */
  async synthesize(image: SavedImage, signal?: AbortSignal): Promise<Synthesized> {
    const known = this.#synthesized.get(image);
    if (known) return known;
    const configBytes = await this.readConfigBytes(image, signal);
    const configDigest = digestOf(configBytes);
    const on = `the image configuration ${configDigest}`;
    const { diffIds } = readConfig(configBytes, on).config;
    if (diffIds.length !== image.layers.length)
      throw invalidDocument(on, `it has ${diffIds.length} diffIDs for ${image.layers.length} layers`);
    const layers: LayerDescriptor[] = [];
    for (const [index, path] of image.layers.entries()) {
      const layer = await this.#describeLayer(path, diffIds[index] as Digest, signal);
      layers.push(layer);
      this.#blobs.set(layer.digest, path);
    }
    const config = { mediaType: MediaType.ociConfig, digest: configDigest, size: configBytes.length };
    const mediaType = MediaType.ociManifest;
    const manifest = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, config, layers }));
    const digest = digestOf(manifest);
    const made = { descriptor: { mediaType, digest, size: manifest.length, annotations: {} }, configDigest };
    this.#synthesized.set(image, made);
    this.#blobs.set(digest, manifest).set(configDigest, configBytes);
    return made;
  }

  /** Layers are plain as a rule: their digest is the diffID. The digest of a compressed one must be computed. */
  async #describeLayer(path: string, diffId: Digest, signal: AbortSignal | undefined): Promise<LayerDescriptor> {
    const size = await this.#files.size(path);
    if (size === undefined) throw blobMissing(this.name, `the layer ${path.slice(0, 200)} is not in it`);
    const hash = new DigestHash(undefined);
    let compression: ReturnType<typeof detectCompression> | undefined;
    for await (const chunk of this.#files.open(path, signal)) {
      compression ??= detectCompression(chunk);
      if (compression !== 'gzip' && compression !== 'zstd') break;
      hash.update(chunk);
    }
    if (compression === 'gzip' || compression === 'zstd')
      return { mediaType: mediaTypes[compression], digest: hash.digest(), size };
    if (compression === 'bzip2' || compression === 'xz')
      throw ociErrors.create('oci/media-type-unsupported', {
        attempted: 'read',
        on: `the layer ${path.slice(0, 200)} of ${this.name}`,
        why: `it is compressed with ${compression}`,
      });
    return { mediaType: mediaTypes.none, digest: diffId, size };
  }
}

/** Finds an image by the digest of its configuration or of its manifest, ours or the one that stands in an index. */
async function chooseByDigest(
  archive: DockerArchive,
  images: readonly NamedImage<SavedImage>[],
  digest: Digest,
  signal: AbortSignal | undefined,
): Promise<NamedImage<SavedImage>> {
  for (const image of images) {
    if (image.digest === digest) return image;
    const made = await archive.synthesize(image.place, signal).catch(() => undefined);
    if (made?.descriptor.digest === digest || made?.configDigest === digest) return image;
  }
  throw referenceUnknown(archive.name, `@${digest}`, images);
}

/** The digest that the path of a configuration states. */
function statedDigest(config: string): Digest | undefined {
  const encoded = /([0-9a-f]{64})(?:\.json)?$/.exec(config)?.[1];
  return encoded === undefined ? undefined : `sha256:${encoded}`;
}

/**
 * Opens an image of a Docker archive. Newer versions of `docker save` write an OCI layout into the same file: where it
 * has the image, its manifest counts, so that the digest is the one that registries know.
 * @throws PratiqueError of the oci table
 */
export async function openDockerArchive(files: ArchiveFiles, request: ArchiveRequest): Promise<OpenImage> {
  const { reference, limits, signal } = request;
  const bytes = await readWhole(files, 'manifest.json', limits.manifestBytes, signal);
  if (!bytes) throw notAnImageArchive(files.name, await whatInstead(files));
  const saved = readSavedImages(bytes, `manifest.json of ${files.name}`);
  if (saved.length === 0) throw notAnImageArchive(files.name, 'its manifest.json lists no image');
  const archive = new DockerArchive(files, saved, limits);
  const images = saved.map((place) => ({ names: place.tags, digest: statedDigest(place.config), place }));
  const layout = await OciLayout.read(files, request);
  const wanted = reference === undefined ? undefined : digestReference(reference);
  if (wanted !== undefined && layout && (await layout.find(wanted, signal))) return layout.open(request);
  const image =
    wanted === undefined
      ? chooseImage(images, files.name, reference)
      : await chooseByDigest(archive, images, wanted, signal);
  if (layout) {
    const config = digestOf(await archive.readConfigBytes(image.place, signal));
    const opened = await layout.openByConfig(config, image.names, request);
    if (opened) return opened;
  }
  const { descriptor } = await archive.synthesize(image.place, signal);
  return openImage(archive, {
    roots: [descriptor],
    references: image.names,
    limits,
    ...(request.platform && { platform: request.platform }),
    ...(signal && { signal }),
  });
}

async function whatInstead(files: ArchiveFiles): Promise<string> {
  if ((await files.size('index.json')) !== undefined)
    return 'it has no manifest.json, but an index.json: it is an OCI archive, see oci-archive:';
  if ((await files.size('repositories')) !== undefined)
    return 'it has no manifest.json: it was written by a version of Docker before 1.10';
  return 'it has no manifest.json';
}
