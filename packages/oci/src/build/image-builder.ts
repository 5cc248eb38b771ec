import type { Digest, Platform } from '@pratique/model';
import { digestOf } from '../digest.ts';
import { MediaType } from '../media-types.ts';
import type { BuiltLayer } from './layer-builder.ts';

/** A document or layer by the digest of its bytes. */
export interface BuiltBlob {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly bytes: Buffer;
}

/** What an image shall be. */
export interface ImageOptions {
  /** From the lowest. */
  readonly layers: readonly BuiltLayer[];
  /** `linux/amd64` unless said. */
  readonly platform?: Platform;
  /** RFC 3339; `1970-01-01T00:00:00Z` unless said, so that equal content gives equal digests. */
  readonly created?: string;
  /** The `config` object of the image configuration, in its own spelling: `User`, `Env`, `Labels`, … */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Annotations of the manifest. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** History lines that made no layer, such as `ENV`, put behind those of the layers. */
  readonly emptyHistory?: readonly string[];
  /** `docker` gives Docker's media types instead of OCI's. */
  readonly format?: 'oci' | 'docker';
}

/** An image in memory. */
export interface BuiltImage {
  readonly platform: Platform;
  readonly manifest: BuiltBlob;
  readonly config: BuiltBlob;
  readonly layers: readonly BuiltLayer[];
}

/** An image index in memory, with all that it leads to. */
export interface BuiltIndex {
  readonly index: BuiltBlob;
  readonly images: readonly BuiltImage[];
}

export function builtDocument(mediaType: string, content: unknown): BuiltBlob {
  const bytes = Buffer.from(JSON.stringify(content));
  return { mediaType, digest: digestOf(bytes), bytes };
}

const dockerLayerTypes: Readonly<Record<string, string>> = {
  [MediaType.ociLayer]: 'application/vnd.docker.image.rootfs.diff.tar',
  [MediaType.ociLayerGzip]: MediaType.dockerLayerGzip,
  [MediaType.ociLayerZstd]: 'application/vnd.docker.image.rootfs.diff.tar.zstd',
};

/** The descriptor of a blob, as manifests and indexes write it. */
export function descriptorOf({ mediaType, digest, bytes }: BuiltBlob): Record<string, unknown> {
  return { mediaType, digest, size: bytes.length };
}

/** Puts an image together. Equal options give equal digests. */
export function buildImage(options: ImageOptions): BuiltImage {
  const { layers, platform = { os: 'linux', architecture: 'amd64' }, created = '1970-01-01T00:00:00Z' } = options;
  const docker = options.format === 'docker';
  const config = builtDocument(docker ? MediaType.dockerConfig : MediaType.ociConfig, {
    created,
    ...platform,
    config: options.config ?? {},
    rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
    history: [
      ...layers.map(({ createdBy }) => ({ created, ...(createdBy !== undefined && { created_by: createdBy }) })),
      ...(options.emptyHistory ?? []).map((line) => ({ created, created_by: line, empty_layer: true })),
    ],
  });
  const manifestType = docker ? MediaType.dockerManifest : MediaType.ociManifest;
  const manifest = builtDocument(manifestType, {
    schemaVersion: 2,
    mediaType: manifestType,
    config: descriptorOf(config),
    layers: layers.map((layer) => {
      const mediaType = docker ? (dockerLayerTypes[layer.mediaType] ?? layer.mediaType) : layer.mediaType;
      return descriptorOf({ ...layer, mediaType });
    }),
    ...(options.annotations && { annotations: options.annotations }),
  });
  return { platform, manifest, config, layers };
}

/** An index of images for several platforms. */
export function buildIndex(
  images: readonly BuiltImage[],
  annotations?: Readonly<Record<string, string>>,
  format: 'oci' | 'docker' = 'oci',
): BuiltIndex {
  const mediaType = format === 'docker' ? MediaType.dockerIndex : MediaType.ociIndex;
  const index = builtDocument(mediaType, {
    schemaVersion: 2,
    mediaType,
    manifests: images.map(({ manifest, platform }) => ({ ...descriptorOf(manifest), platform })),
    ...(annotations && { annotations }),
  });
  return { index, images };
}
