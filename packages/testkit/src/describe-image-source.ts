import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { FileEntry, ImageSource, Layer, OpenImage } from '@pratique/model';
import { type BuiltImage, buildImage, buildLayer, ImageLayout } from '@pratique/oci';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** Larger than the pieces in which sources read. */
const large = Buffer.from(Array.from({ length: 700_000 }, (_, i) => (i * 31 + (i >> 9)) & 0xff));

const lower = [
  { path: 'etc', type: 'directory' },
  { path: 'etc/os-release', content: 'ID=sample\nVERSION_ID=1\n' },
  { path: 'opt', type: 'directory' },
  { path: 'opt/empty', content: '' },
  { path: 'opt/large', content: large, mode: 0o755 },
  { path: 'opt/link', type: 'symlink', target: '../etc/os-release' },
] as const;

const upper = [
  { path: 'app', type: 'directory' },
  { path: 'app/package.json', content: '{"name":"sample","version":"1.0.0"}' },
] as const;

/** The image that every source of the contract suite is given, by the name `sample:1`. */
export interface SampleImage {
  readonly layout: ImageLayout;
  readonly image: BuiltImage;
  /** The same files as a directory tree. */
  readonly tree: string;
  /** A folder for the source's own files, removed at the end. */
  readonly folder: string;
}

/** What is held to the contract. */
export interface ImageSourceSubject {
  /** A tree has no identity and its one layer no digests. */
  readonly kind: 'image' | 'tree';
  /** Makes the sample readable (writes an archive, fills a registry) and gives the source for it. */
  create(sample: SampleImage): ImageSource | Promise<ImageSource>;
}

function sampleImage(): BuiltImage {
  return buildImage({
    layers: [
      buildLayer(lower, { createdBy: 'COPY lower /' }),
      buildLayer(upper, { createdBy: 'COPY upper /', compression: 'none' }),
    ],
    emptyHistory: ['CMD ["sample"]'],
    config: { User: '1000', Labels: { maintainer: 'sample' } },
  });
}

function writeTree(folder: string): void {
  for (const entry of [...lower, ...upper]) {
    const path = join(folder, entry.path);
    mkdirSync(dirname(path), { recursive: true });
    if ('target' in entry) symlinkSync(entry.target, path);
    else if ('content' in entry) writeFileSync(path, entry.content);
    else mkdirSync(path, { recursive: true });
  }
}

interface Read {
  readonly entries: readonly FileEntry[];
  readonly contents: ReadonlyMap<string, Buffer>;
}

async function readLayer(layer: Layer): Promise<Read> {
  const entries: FileEntry[] = [];
  const contents = new Map<string, Buffer>();
  const result = await layer.read({
    entry(entry) {
      entries.push(entry);
      const chunks: Buffer[] = [];
      return {
        write: (chunk) => void chunks.push(Buffer.from(chunk)),
        end: () => void contents.set(entry.path, Buffer.concat(chunks)),
        abort: (reason) => expect.fail(`${entry.path}: ${reason}`),
      };
    },
  });
  expect(result.unknowns).toEqual([]);
  expect(result.entries).toBe(entries.length);
  return { entries, contents };
}

const digest = /^sha256:[0-9a-f]{64}$/;

/** The contract of an image source, over a sample image of two layers. */
export function describeImageSource(title: string, subject: ImageSourceSubject): void {
  describe(`image source ${title}`, () => {
    const isTree = subject.kind === 'tree';
    let folder = '';
    let source: ImageSource;
    let sample: SampleImage;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'pratique-source-'));
      const tree = join(folder, 'tree');
      writeTree(tree);
      mkdirSync(join(folder, 'own'));
      const image = sampleImage();
      sample = { layout: new ImageLayout().addImage(image, 'sample:1'), image, tree, folder: join(folder, 'own') };
      source = await subject.create(sample);
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    async function withImage<Result>(use: (image: OpenImage) => Promise<Result>): Promise<Result> {
      const image = await source.open();
      try {
        return await use(image);
      } finally {
        await image.close();
      }
    }

    test('says what the image is', () =>
      withImage(async ({ identity, config, layers }) => {
        expect(layers.map(({ index }) => index)).toEqual(layers.map((_, index) => index));
        if (isTree) {
          expect({ identity, config, layers: layers.length }).toEqual({ layers: 1 });
          expect(layers[0]?.digest ?? layers[0]?.diffId).toBeUndefined();
          return;
        }
        expect(identity?.configDigest).toBe(sample.image.config.digest);
        expect(identity?.manifestDigest).toMatch(digest);
        expect(identity?.platform).toEqual({ os: 'linux', architecture: 'amd64' });
        expect(config?.user).toBe('1000');
        expect(config?.labels).toEqual({ maintainer: 'sample' });
        expect(config?.diffIds).toEqual(sample.image.layers.map(({ diffId }) => diffId));
        expect(layers.map(({ diffId }) => diffId)).toEqual(config?.diffIds);
        expect(layers.map(({ createdBy }) => createdBy)).toEqual(['COPY lower /', 'COPY upper /']);
        for (const layer of layers) {
          expect(layer.digest).toMatch(digest);
          expect(layer.size).toBeGreaterThan(0);
        }
      }));

    test('gives every entry and every byte, several layers at a time, as often as asked', () =>
      withImage(async ({ layers }) => {
        for (let round = 0; round < 2; round++) {
          const reads = await Promise.all(layers.map((layer) => readLayer(layer)));
          const entries = reads.flatMap((read) => read.entries);
          const contents = new Map(reads.flatMap((read) => [...read.contents]));
          expect(entries.map(({ path }) => path).toSorted()).toEqual(
            [...lower, ...upper].map(({ path }) => path).toSorted(),
          );
          for (const entry of [...lower, ...upper])
            if ('content' in entry) expect(contents.get(entry.path)?.equals(Buffer.from(entry.content))).toBe(true);
          const byPath = new Map(entries.map((entry) => [entry.path, entry]));
          expect(byPath.get('opt/large')).toMatchObject({ type: 'file', size: large.length });
          expect(byPath.get('opt/link')).toMatchObject({ type: 'symlink', linkTarget: '../etc/os-release', size: 0 });
          expect(byPath.get('etc')).toMatchObject({ type: 'directory', size: 0 });
        }
      }));

    test('waits for the visitor and its sinks', () =>
      withImage(async ({ layers }) => {
        let busy = 0;
        const wait = async (): Promise<void> => {
          busy++;
          expect(busy).toBe(1);
          await new Promise((resolve) => setImmediate(resolve));
          busy--;
        };
        for (const layer of layers) {
          await layer.read({
            entry: async () => {
              await wait();
              return { write: wait, end: wait, abort: () => {} };
            },
          });
        }
      }));

    test("passes a visitor's error on", () =>
      withImage(async ({ layers }) => {
        const failing = {
          entry: () => {
            throw new RangeError('the visitor failed');
          },
        };
        await expect(layers[0]?.read(failing)).rejects.toThrow('the visitor failed');
        await expect(readLayer(layers[0] as Layer)).resolves.toBeDefined();
      }));

    test('ends when the signal is aborted', () =>
      withImage(async ({ layers }) => {
        const abort = new AbortController();
        const visitor = {
          entry: () => ({ write: () => abort.abort(new Error('enough')), end: () => {}, abort: () => {} }),
        };
        await expect(layers[0]?.read(visitor, abort.signal)).rejects.toThrow('enough');
        await expect(layers[0]?.read(visitor, AbortSignal.abort(new Error('before')))).rejects.toThrow('before');
        await expect(source.open({ signal: AbortSignal.abort(new Error('opening')) })).rejects.toThrow('opening');
      }));

    test('knows its own layers by digest, and nothing of an image that is not there', () =>
      withImage(async ({ identity, config, baseLayers }) => {
        const strange = `sha256:${'0'.repeat(64)}` as const;
        expect(await baseLayers(strange)).toBeUndefined();
        if (identity) expect(await baseLayers(identity.manifestDigest)).toEqual(config?.diffIds);
      }));

    test('refuses a platform that the image does not have; a tree has none', async () => {
      const opening = source.open({ platform: { os: 'linux', architecture: 's390x' } });
      if (isTree) await (await opening).close();
      else await expect(opening).rejects.toMatchObject({ code: 'oci/platform-missing' });
      const same = await source.open({ platform: { os: 'linux', architecture: 'amd64' } });
      await same.close();
    });

    test('can be closed twice', async () => {
      const image = await source.open();
      await image.close();
      await expect(image.close()).resolves.toBeUndefined();
    });
  });
}
