import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileVisitor } from '@pratique/model';
import { createImageSource } from '@pratique/oci';

/** What an image holds, for the report of the benchmark. */
export interface ImageFacts {
  /** The stored layers, each in a file of its own: input of the floor. */
  readonly blobs: readonly string[];
  readonly files: number;
  readonly unpackedBytes: number;
}

const skip: FileVisitor = { entry: () => undefined };

/** Unpacks the layer blobs of an archive into a folder, untouched, by the image's own index. */
export async function layersOf(target: string, archive: Buffer, folder: string): Promise<ImageFacts> {
  mkdirSync(folder, { recursive: true });
  const image = await createImageSource(target).open();
  try {
    let files = 0;
    let unpackedBytes = 0;
    const blobs: string[] = [];
    for (const layer of image.layers) {
      const read = await layer.read(skip);
      files += read.entries;
      unpackedBytes += read.unpackedBytes;
      const name = layer.digest?.slice('sha256:'.length) ?? '';
      const header = archive.indexOf(`blobs/sha256/${name}\0`);
      const path = join(folder, name);
      writeFileSync(path, archive.subarray(header + 512, header + 512 + layer.size));
      blobs.push(path);
    }
    return { blobs, files, unpackedBytes };
  } finally {
    await image.close();
  }
}
