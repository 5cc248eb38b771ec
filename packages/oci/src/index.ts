export { type ArchiveTarget, archiveSource } from './archive/archive-source.ts';
export {
  type DockerArchiveStyle,
  writeDockerArchive,
  writeOciArchive,
  writeOciDirectory,
} from './build/archive-writer.ts';
export {
  type BuiltBlob,
  type BuiltImage,
  type BuiltIndex,
  buildImage,
  buildIndex,
  type ImageOptions,
} from './build/image-builder.ts';
export { ImageLayout } from './build/image-layout.ts';
export { type BuiltLayer, buildLayer, type LayerCompression, type LayerOptions } from './build/layer-builder.ts';
export { type TarEntry, TarWriter, writeTar } from './build/tar-writer.ts';
export { digestOf, isDigest } from './digest.ts';
export { ociErrors } from './errors.ts';
export { formatPlatform, machinePlatform, parsePlatform } from './platform.ts';
export type { RegistryOptions } from './registry/endpoint.ts';
export { pushImage, type PushOptions } from './registry/push-image.ts';
export { formatReference, type ImageReference, parseReference } from './registry/reference.ts';
export type { RetryPolicy } from './registry/retry.ts';
export { createImageSource, type SourceOptions } from './sources.ts';
export { type DaemonTarget, parseTarget, type RegistryTarget, type SbomTarget, type Target } from './target.ts';
export { type TreeTarget, treeSource } from './tree/tree-source.ts';
