import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { reasonOf } from '@pratique/foundation';
import { encodedOf } from '../digest.ts';
import { ociErrors } from '../errors.ts';
import { detectCompression } from '../layer/compression.ts';
import type { BuiltImage } from './image-builder.ts';
import type { ImageLayout } from './image-layout.ts';
import type { BuiltLayer } from './layer-builder.ts';
import { TarWriter } from './tar-writer.ts';

function writeFailed(path: string, cause: unknown): Error {
  return ociErrors.create('oci/write-failed', { attempted: 'write', on: path, why: reasonOf(cause), cause });
}

function writeMembers(file: number, files: Iterable<readonly [string, Buffer]>): void {
  const writer = new TarWriter((chunk) => {
    for (let at = 0; at < chunk.length;) at += writeSync(file, chunk, at);
  });
  for (const [name, content] of files) writer.add({ path: name, content });
  writer.finish();
}

/** Writes a tar file beside its place and moves it there: no reader ever sees a part of it, and none is left behind. */
function writeTarFile(path: string, files: Iterable<readonly [string, Buffer]>): void {
  const partial = `${path}.${process.pid}.partial`;
  try {
    const file = openSync(partial, 'w');
    try {
      try {
        writeMembers(file, files);
      } finally {
        closeSync(file);
      }
      renameSync(partial, path);
    } catch (error) {
      rmSync(partial, { force: true });
      throw error;
    }
  } catch (error) {
    throw writeFailed(path, error);
  }
}

/**
 * Writes a layout as `oci-archive:` reads it. Equal layouts give equal bytes.
 * @throws PratiqueError `oci/write-failed`
 */
export function writeOciArchive(layout: ImageLayout, path: string): void {
  writeTarFile(path, layout.files());
}

/**
 * Writes a layout as `oci-dir:` reads it, into a directory that is made where it is missing.
 * @throws PratiqueError `oci/write-failed`
 */
export function writeOciDirectory(layout: ImageLayout, path: string): void {
  try {
    for (const [name, content] of layout.files()) {
      mkdirSync(dirname(join(path, name)), { recursive: true });
      writeFileSync(join(path, name), content);
    }
  } catch (error) {
    throw writeFailed(path, error);
  }
}

function unpacked({ bytes }: BuiltLayer): Buffer {
  const compression = detectCompression(bytes);
  if (compression === 'gzip') return gunzipSync(bytes);
  return compression === 'zstd' ? zstdDecompressSync(bytes) : bytes;
}

/**
 * How a Docker archive is laid out: `classic` with unpacked `layer.tar` files as before Docker 25 and in skopeo, `oci` with
 * an OCI layout beside `manifest.json` as since Docker 25.
 */
export type DockerArchiveStyle = 'classic' | 'oci';

function* classicFiles(images: readonly BuiltImage[]): Generator<readonly [string, Buffer]> {
  const written = new Set<string>();
  for (const { config, layers } of images) {
    for (const layer of layers) {
      const name = `${encodedOf(layer.diffId)}/layer.tar`;
      if (!written.has(name)) yield [name, unpacked(layer)];
      written.add(name);
    }
    const name = `${encodedOf(config.digest)}.json`;
    if (!written.has(name)) yield [name, config.bytes];
    written.add(name);
  }
}

function savedImage({ config, layers }: BuiltImage, names: readonly string[], style: DockerArchiveStyle): unknown {
  const blob = ({ digest }: { digest: BuiltLayer['digest'] }): string => `blobs/sha256/${encodedOf(digest)}`;
  return {
    Config: style === 'oci' ? blob(config) : `${encodedOf(config.digest)}.json`,
    RepoTags: names,
    Layers: layers.map((layer) => (style === 'oci' ? blob(layer) : `${encodedOf(layer.diffId)}/layer.tar`)),
  };
}

/**
 * Writes a layout as `docker-archive:` reads it; names become `RepoTags`. Of an index, the first image is saved, as Docker
 * does.
 * @throws PratiqueError `oci/write-failed`
 */
export function writeDockerArchive(layout: ImageLayout, path: string, style: DockerArchiveStyle = 'classic'): void {
  const saved = layout.roots.flatMap(({ images, name }) => {
    const [image] = images;
    return image ? [{ image, names: name === undefined ? [] : [name] }] : [];
  });
  const manifest = Buffer.from(JSON.stringify(saved.map(({ image, names }) => savedImage(image, names, style))));
  const files = style === 'oci' ? layout.files() : classicFiles(saved.map(({ image }) => image));
  writeTarFile(path, [...files, ['manifest.json', manifest]]);
}
