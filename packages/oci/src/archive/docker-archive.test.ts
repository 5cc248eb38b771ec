import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync, zstdCompressSync } from 'node:zlib';
import type { OpenImage } from '@pratique/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeDockerArchive } from '../build/archive-writer.ts';
import { buildImage } from '../build/image-builder.ts';
import { ImageLayout } from '../build/image-layout.ts';
import { buildLayer } from '../build/layer-builder.ts';
import { writeTar } from '../build/tar-writer.ts';
import { createImageSource } from '../sources.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pratique-docker-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
const fresh = (): string => join(folder, String(count++));

function write(bytes: Buffer): string {
  const path = fresh();
  writeFileSync(path, bytes);
  return path;
}

const base = buildLayer([{ path: 'etc/os-release', content: 'ID=sample\n' }]);
const amd64 = buildImage({ layers: [base, buildLayer([{ path: 'app', content: 'amd64' }])] });

async function openAndClose(text: string): Promise<OpenImage> {
  const image = await createImageSource(text).open();
  await image.close();
  return image;
}

async function drain(image: OpenImage): Promise<number> {
  try {
    let entries = 0;
    for (const layer of image.layers) entries += (await layer.read({ entry: () => undefined })).entries;
    return entries;
  } finally {
    await image.close();
  }
}

describe('Docker archives', () => {
  const config = amd64.config.bytes;
  const layers = amd64.layers.map(({ bytes }) => bytes);
  const plain = layers.map((bytes) => gunzipSync(bytes));
  const saved = (names: readonly string[], tags: unknown = ['app:1']): string =>
    JSON.stringify([{ Config: 'config.json', RepoTags: tags, Layers: names }]);

  test('layers that are compressed, as Bazel and Kaniko write them', async () => {
    const path = write(
      writeTar([
        { path: 'manifest.json', content: saved(['a.tar.gz', 'b.tar.gz'], null) },
        { path: 'config.json', content: config },
        { path: 'a.tar.gz', content: layers[0] },
        { path: 'b.tar.gz', content: layers[1] },
      ]),
    );
    const image = await createImageSource(`docker-archive:${path}`).open();
    expect(image.layers.map(({ digest }) => digest)).toEqual(amd64.layers.map(({ digest }) => digest));
    expect(image.identity?.references).toEqual([]);
    expect(await drain(image)).toBe(2);
  });

  test('layers that are links to others, as `docker save` once wrote them', async () => {
    const twice = buildImage({ layers: [base, base] });
    const path = write(
      writeTar([
        { path: './one', type: 'directory' },
        { path: './one/layer.tar', content: plain[0] },
        { path: './two/layer.tar', type: 'symlink', target: '../one/layer.tar' },
        { path: './three/layer.tar', type: 'hardlink', target: './one/layer.tar' },
        { path: './config.json', content: twice.config.bytes },
        { path: './manifest.json', content: saved(['two/layer.tar', 'three/layer.tar']) },
      ]),
    );
    expect(await drain(await createImageSource(`docker-archive:${path}`).open())).toBe(2);
  });

  test('the synthesized manifest has the same digest for the same content', async () => {
    const digests = new Set<string | undefined>();
    for (const compress of [(b: Buffer) => b, gzipSync, zstdCompressSync]) {
      const path = fresh();
      writeDockerArchive(new ImageLayout().addImage(amd64, 'app:1'), path);
      writeFileSync(path, compress(readFileSync(path)));
      digests.add((await openAndClose(`docker-archive:${path}`)).identity?.manifestDigest);
    }
    expect(digests.size).toBe(1);
  });

  test.each<[string, Readonly<Record<string, string | Buffer | undefined>>, string, RegExp]>([
    ['no manifest.json', { 'manifest.json': undefined }, 'oci/not-an-image-archive', /no manifest\.json/],
    ['one of Docker before 1.10', { 'manifest.json': undefined, repositories: '{}' }, 'oci/not-an-image-archive', /1\.10/],
    ['a manifest.json that is an object', { 'manifest.json': '{}' }, 'oci/document-invalid', /not an array/],
    ['an empty list', { 'manifest.json': '[]' }, 'oci/not-an-image-archive', /lists no image/],
    ['no Config', { 'manifest.json': '[{"Layers":[]}]' }, 'oci/document-invalid', /\[0\]\.Config is missing/],
    ['Layers of another type', { 'manifest.json': '[{"Config":"config.json","Layers":7}]' }, 'oci/document-invalid', /Layers is no list/],
    ['a missing configuration', { 'config.json': undefined }, 'oci/blob-missing', /configuration/],
    ['a configuration that is not JSON', { 'config.json': 'x' }, 'oci/document-invalid', /not JSON/],
    ['a missing layer', { 'b.tar': undefined }, 'oci/blob-missing', /b\.tar/],
    ['more layers than diffIDs', { 'manifest.json': saved(['a.tar', 'b.tar', 'b.tar']) }, 'oci/document-invalid', /2 diffIDs for 3 layers/],
    ['a layer with other content', { 'b.tar': plain[0] }, 'oci/digest-mismatch', /digest should be/],
    ['a name of the configuration that is another digest', { [`${'0'.repeat(64)}.json`]: config, 'manifest.json': saved([]).replace('config.json', `${'0'.repeat(64)}.json`) }, 'oci/digest-mismatch', /configuration/],
  ])('%s', async (_title, changes, code, message) => {
    const files = { 'config.json': config, 'a.tar': plain[0], 'b.tar': plain[1], 'manifest.json': saved(['a.tar', 'b.tar']), ...changes };
    const entries = Object.entries(files).flatMap(([path, content]) => (content === undefined ? [] : [{ path, content }]));
    const reading = createImageSource(`docker-archive:${write(writeTar(entries))}`).open().then(drain);
    await expect(reading).rejects.toMatchObject({ code });
    await expect(reading).rejects.toThrow(message);
  }); // prettier-ignore
});
