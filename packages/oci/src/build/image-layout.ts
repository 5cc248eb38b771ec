import type { Digest } from '@pratique/model';
import { algorithmOf, encodedOf } from '../digest.ts';
import { MediaType } from '../media-types.ts';
import { type BuiltBlob, type BuiltImage, type BuiltIndex, builtDocument, descriptorOf } from './image-builder.ts';

interface Named {
  readonly root: BuiltBlob;
  readonly descriptor: Readonly<Record<string, unknown>>;
  readonly name: string | undefined;
  /** The images behind it, for `manifest.json`. */
  readonly images: readonly BuiltImage[];
}

/** An OCI image layout in memory (image-spec, image-layout.md): what the writers write and a test registry serves. */
export class ImageLayout {
  readonly #blobs = new Map<Digest, BuiltBlob>();
  readonly #named: Named[] = [];

  /** Every blob by digest: layers, configurations, manifests and indexes. */
  get blobs(): ReadonlyMap<Digest, BuiltBlob> {
    return this.#blobs;
  }

  /** Images and indexes in the order in which they were added, with their names. */
  get roots(): readonly Pick<Named, 'root' | 'name' | 'images'>[] {
    return this.#named;
  }

  /** Adds a blob that nothing names, or replaces one under the same digest. */
  addBlob(blob: BuiltBlob): this {
    this.#blobs.set(blob.digest, blob);
    return this;
  }

  /** Adds an image under a name (`org.opencontainers.image.ref.name`), or under none. */
  addImage(image: BuiltImage, name?: string): this {
    this.#addImageBlobs(image);
    return this.#addRoot(image.manifest, [image], name, { platform: image.platform });
  }

  /** Adds an index with its images. */
  addIndex({ index, images }: BuiltIndex, name?: string): this {
    for (const image of images) this.#addImageBlobs(image);
    return this.#addRoot(index, images, name, {});
  }

  #addImageBlobs(image: BuiltImage): void {
    for (const blob of [...image.layers, image.config, image.manifest]) this.addBlob(blob);
  }

  #addRoot(
    root: BuiltBlob,
    images: readonly BuiltImage[],
    name: string | undefined,
    more: Readonly<Record<string, unknown>>,
  ): this {
    this.addBlob(root);
    const annotations = name === undefined ? undefined : { 'org.opencontainers.image.ref.name': name };
    const descriptor = { ...descriptorOf(root), ...more, ...(annotations && { annotations }) };
    this.#named.push({ root, descriptor, name, images });
    return this;
  }

  /** The bytes of `index.json`. */
  indexJson(): Buffer {
    const manifests = this.#named.map(({ descriptor }) => descriptor);
    return builtDocument(MediaType.ociIndex, { schemaVersion: 2, mediaType: MediaType.ociIndex, manifests }).bytes;
  }

  /** The files of the layout by path, `index.json` last. */
  files(): ReadonlyMap<string, Buffer> {
    const files = new Map<string, Buffer>([['oci-layout', Buffer.from('{"imageLayoutVersion":"1.0.0"}')]]);
    for (const { digest, bytes } of this.#blobs.values())
      files.set(`blobs/${algorithmOf(digest)}/${encodedOf(digest)}`, bytes);
    return files.set('index.json', this.indexJson());
  }
}
