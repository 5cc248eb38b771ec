import { constants, gzipSync, zstdCompressSync } from 'node:zlib';
import type { Digest } from '@pratique/model';
import { digestOf } from '../digest.ts';
import { MediaType } from '../media-types.ts';
import { type TarEntry, writeTar } from './tar-writer.ts';

/** How a built layer is compressed. */
export type LayerCompression = 'none' | 'gzip' | 'zstd';

/** A layer in memory, ready for an image. */
export interface BuiltLayer {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly diffId: Digest;
  /** As stored. */
  readonly bytes: Buffer;
  /** History line that made it. */
  readonly createdBy?: string;
}

export interface LayerOptions {
  /** `gzip` unless said. */
  readonly compression?: LayerCompression;
  /** Compression level; 6 for gzip and 3 for zstd unless said. */
  readonly level?: number;
  readonly createdBy?: string;
}

const mediaTypes: Readonly<Record<LayerCompression, string>> = {
  none: MediaType.ociLayer,
  gzip: MediaType.ociLayerGzip,
  zstd: MediaType.ociLayerZstd,
};

function compress(tar: Buffer, compression: LayerCompression, level: number | undefined): Buffer {
  if (compression === 'none') return tar;
  if (compression === 'gzip') return gzipSync(tar, { level: level ?? 6, chunkSize: 1024 * 1024 });
  return zstdCompressSync(tar, { params: { [constants.ZSTD_c_compressionLevel]: level ?? 3 } });
}

/** A layer of entries, or of a tar archive that exists. Equal input gives equal digests. */
export function buildLayer(content: Iterable<TarEntry> | Buffer, options: LayerOptions = {}): BuiltLayer {
  const tar = Buffer.isBuffer(content) ? content : writeTar(content);
  const compression = options.compression ?? 'gzip';
  const bytes = compress(tar, compression, options.level);
  return {
    mediaType: mediaTypes[compression],
    digest: digestOf(bytes),
    diffId: digestOf(tar),
    bytes,
    ...(options.createdBy !== undefined && { createdBy: options.createdBy }),
  };
}
