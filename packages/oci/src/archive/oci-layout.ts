import type { Limits } from '@pratique/foundation';
import type { Digest, OpenImage, Platform } from '@pratique/model';
import { algorithmOf, encodedOf } from '../digest.ts';
import { ociErrors } from '../errors.ts';
import { type Descriptor, isAttestation, readIndex, readManifest } from '../image/documents.ts';
import { type ContentOrigin, loadIndexFrom, openImage, readDocument } from '../image/open-image.ts';
import { type Candidate, listCandidates } from '../image/select.ts';
import { formatPlatform } from '../platform.ts';
import { type ArchiveFiles, notAnImageArchive, readWhole } from './archive-files.ts';
import { chooseImage, digestReference, type NamedImage, referenceUnknown } from './named-images.ts';

/** What of an archive is wanted. */
export interface ArchiveRequest {
  readonly reference?: string;
  readonly platform?: Platform;
  readonly limits: Limits;
  readonly signal?: AbortSignal;
}

function blobPath(digest: Digest): string {
  return `blobs/${algorithmOf(digest)}/${encodedOf(digest)}`;
}

function namesOf({ annotations }: Descriptor): readonly string[] {
  const names = ['io.containerd.image.name', 'org.opencontainers.image.ref.name']
    .map((key) => (Object.hasOwn(annotations, key) ? annotations[key] : undefined))
    .filter((name) => name !== undefined && name !== '');
  return [...new Set(names as string[])];
}

/** An OCI image layout (image-spec, image-layout.md), in an archive or a directory. */
export class OciLayout implements ContentOrigin {
  readonly name: string;
  readonly #files: ArchiveFiles;
  readonly #roots: readonly Descriptor[];
  readonly #limits: Limits;

  private constructor(files: ArchiveFiles, roots: readonly Descriptor[], limits: Limits) {
    this.name = files.name;
    this.#files = files;
    this.#roots = roots;
    this.#limits = limits;
  }

  /** The layout of the files; undefined where there is no `index.json`. */
  static async read(files: ArchiveFiles, { limits, signal }: ArchiveRequest): Promise<OciLayout | undefined> {
    const index = await readWhole(files, 'index.json', limits.manifestBytes, signal);
    if (!index) return undefined;
    const { manifests } = readIndex(index, `index.json of ${files.name}`);
    return new OciLayout(
      files,
      manifests.filter((descriptor) => !isAttestation(descriptor)),
      limits,
    );
  }

  openDocument(descriptor: Descriptor, _kind: string, signal?: AbortSignal): AsyncIterable<Uint8Array> {
    return this.#files.open(blobPath(descriptor.digest), signal);
  }

  openLayer(descriptor: Descriptor, signal?: AbortSignal): AsyncIterable<Uint8Array> {
    return this.#files.open(blobPath(descriptor.digest), signal);
  }

  async checkLayers(layers: readonly Descriptor[]): Promise<void> {
    for (const { digest, size } of layers) {
      const found = await this.#files.size(blobPath(digest));
      if (found === size) continue;
      const code = found === undefined ? 'oci/blob-missing' : 'oci/size-mismatch';
      const why =
        found === undefined
          ? `${blobPath(digest)} is not in it`
          : `its descriptor says ${size} bytes, but it has ${found}`;
      throw ociErrors.create(code, { attempted: 'read', on: `the layer ${digest} of ${this.name}`, why });
    }
  }

  async find(digest: Digest, signal?: AbortSignal): Promise<Descriptor | undefined> {
    return (await this.#findCandidate(digest, signal))?.descriptor;
  }

  close(): Promise<void> {
    return this.#files.close();
  }

  /** Indexes and manifests of all levels by digest; manifests by the digest of their configuration too. */
  async #findCandidate(digest: Digest, signal?: AbortSignal): Promise<Candidate | undefined> {
    const root = this.#roots.find((descriptor) => descriptor.digest === digest);
    if (root) return { descriptor: root };
    const request = { limits: this.#limits, signal };
    const load = loadIndexFrom(this, request);
    const candidates: Candidate[] = [];
    for (const descriptor of this.#roots) {
      // What is wanted may stand beside something that is damaged or not there.
      candidates.push(...(await listCandidates([descriptor], load).catch(() => [])));
    }
    const direct = candidates.find(({ descriptor }) => descriptor.digest === digest);
    if (direct) return direct;
    for (const candidate of candidates) {
      const manifest = await readDocument(this, candidate.descriptor, 'manifest', request)
        .then((bytes) => readManifest(bytes, ''))
        .catch(() => undefined);
      if (manifest?.config.digest === digest) return candidate;
    }
    return undefined;
  }

  /**
   * The images by name. Descriptors of one digest are one image with several names; descriptors that share their names
   * but not their platform are the platforms of one image.
   */
  #images(): readonly NamedImage<readonly Descriptor[]>[] {
    const byDigest = new Map<Digest, { descriptor: Descriptor; names: Set<string> }>();
    for (const descriptor of this.#roots) {
      const known = byDigest.get(descriptor.digest) ?? { descriptor, names: new Set<string>() };
      for (const name of namesOf(descriptor)) known.names.add(name);
      byDigest.set(descriptor.digest, known);
    }
    const groups = new Map<string, { names: readonly string[]; descriptors: Descriptor[] }>();
    for (const { descriptor, names } of byDigest.values()) {
      const key = JSON.stringify([...names].toSorted());
      const group = groups.get(key) ?? { names: [...names], descriptors: [] };
      group.descriptors.push(descriptor);
      groups.set(key, group);
    }
    return [...groups.values()].flatMap(({ names, descriptors }) => {
      const platforms = descriptors.map(({ platform }) => (platform ? formatPlatform(platform) : ''));
      const isOne = !platforms.includes('') && new Set(platforms).size === platforms.length;
      const places = isOne ? [descriptors] : descriptors.map((descriptor) => [descriptor]);
      return places.map((place) => ({ names, digest: place[0]?.digest, place }));
    });
  }

  /**
   * Opens the image that is wanted. Closes the layout where that fails.
   * @throws PratiqueError of the oci table
   */
  async open({ reference, platform, limits, signal }: ArchiveRequest): Promise<OpenImage> {
    const request = { limits, ...(platform && { platform }), ...(signal && { signal }) };
    const images = this.#images();
    if (images.length === 0) throw notAnImageArchive(this.name, 'its index.json lists no image');
    const digest = reference === undefined ? undefined : digestReference(reference);
    if (digest === undefined) {
      const { place, names } = chooseImage(images, this.name, reference);
      return openImage(this, { ...request, roots: place, references: names });
    }
    const found = await this.#findCandidate(digest, signal);
    if (!found) throw referenceUnknown(this.name, `@${digest}`, images);
    const names = images.find(({ place }) => place.includes(found.descriptor))?.names ?? [];
    return openImage(this, {
      ...request,
      roots: [found.descriptor],
      references: names,
      ...(found.indexDigest && { indexDigest: found.indexDigest }),
    });
  }

  /** Opens the image with a configuration, under names that stand elsewhere; undefined where there is none. */
  async openByConfig(
    config: Digest,
    references: readonly string[],
    { limits, platform, signal }: ArchiveRequest,
  ): Promise<OpenImage | undefined> {
    const found = await this.#findCandidate(config, signal);
    if (!found) return undefined;
    return openImage(this, {
      roots: [found.descriptor],
      references,
      limits,
      ...(platform && { platform }),
      ...(signal && { signal }),
      ...(found.indexDigest && { indexDigest: found.indexDigest }),
    });
  }
}
