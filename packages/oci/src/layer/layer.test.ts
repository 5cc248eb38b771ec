import { gzipSync, zstdCompressSync } from 'node:zlib';
import { defaultLimits, type Limits, PratiqueError } from '@pratique/foundation';
import type { Digest, FileVisitor, LayerRead } from '@pratique/model';
import { describe, expect, test } from 'vitest';
import { type BuiltLayer, buildLayer } from '../build/layer-builder.ts';
import { writeTar } from '../build/tar-writer.ts';
import { digestOf } from '../digest.ts';
import { MediaType } from '../media-types.ts';
import { createLayer } from './layer.ts';

const noise = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * i * 31 + (i >> 5) * 17) & 0xff));
const tar = writeTar([
  { path: 'etc/os-release', content: 'ID=sample\n' },
  { path: 'opt/noise', content: noise },
  { path: 'etc/motd', type: 'whiteout' },
]);

async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

interface Options {
  readonly chunkSize?: number;
  readonly limits?: Partial<Limits>;
  readonly facts?: Partial<{ digest: Digest; diffId: Digest; size: number }>;
  readonly signal?: AbortSignal;
  readonly visitor?: FileVisitor;
}

function read(built: BuiltLayer, options: Options = {}): Promise<LayerRead> {
  const { mediaType, digest, diffId, bytes } = built;
  const layer = createLayer(
    { index: 0, mediaType, digest, diffId, size: bytes.length, ...options.facts },
    () => chunksOf(bytes, options.chunkSize ?? 64 * 1024),
    { ...defaultLimits, ...options.limits },
  );
  return layer.read(options.visitor ?? { entry: () => undefined }, options.signal);
}

function stored(bytes: Buffer, mediaType: string, unpacked = tar): BuiltLayer {
  return { mediaType, bytes, digest: digestOf(bytes), diffId: digestOf(unpacked) };
}

const zstdHalves = [zstdCompressSync(tar.subarray(0, 2000)), zstdCompressSync(tar.subarray(2000))] as const;
const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
const emptySkippable = Buffer.from([0x5f, 0x2a, 0x4d, 0x18, 0, 0, 0, 0]);

describe('reading a layer', () => {
  test.each<[string, BuiltLayer]>([
    ['plain', buildLayer(tar, { compression: 'none' })],
    ['gzip', buildLayer(tar)],
    ['zstd', buildLayer(tar, { compression: 'zstd' })],
    [
      'gzip of several members',
      stored(Buffer.concat([gzipSync(tar.subarray(0, 700)), gzipSync(tar.subarray(700))]), MediaType.ociLayerGzip),
    ],
    ['gzip padded with zeros', stored(Buffer.concat([gzipSync(tar), Buffer.alloc(100)]), MediaType.ociLayerGzip)],
    ['zstd of several frames', stored(Buffer.concat(zstdHalves), MediaType.ociLayerZstd)],
    [
      'zstd with skippable frames',
      stored(
        Buffer.concat([skippable, zstdHalves[0], emptySkippable, zstdHalves[1], skippable]),
        MediaType.ociLayerZstd,
      ),
    ],
    ['gzip under a plain media type', { ...buildLayer(tar), mediaType: MediaType.ociLayer }],
    [
      'plain under a gzip media type',
      { ...buildLayer(tar, { compression: 'none' }), mediaType: MediaType.ociLayerGzip },
    ],
  ])(
    '%s',
    async (_title, built) => {
      for (const chunkSize of [37, 1000, 10_000_000]) {
        const contents = new Map<string, Buffer>();
        const visitor: FileVisitor = {
          entry(entry) {
            const chunks: Uint8Array[] = [];
            return {
              write: (chunk) => void chunks.push(Buffer.from(chunk)),
              end: () => void contents.set(entry.path, Buffer.concat(chunks)),
              abort: () => {},
            };
          },
        };
        const result = await read(built, { chunkSize, visitor });
        expect(result).toEqual({ entries: 3, unpackedBytes: tar.length, unknowns: [] });
        expect(contents.get('opt/noise')?.equals(noise)).toBe(true);
      }
    },
    120_000,
  );

  test('an empty blob is an empty layer', async () => {
    expect(await read(buildLayer(Buffer.alloc(0), { compression: 'none' }))).toMatchObject({ entries: 0 });
  });
});

const other = digestOf(Buffer.from('other'));

describe('a layer that exceeds a bound', () => {
  const zeros = [
    { path: 'first', content: 'first' },
    { path: 'zeros', content: Buffer.alloc(80 * 1024 * 1024) },
    { path: 'last', content: 'last' },
  ];
  test.each<[string, BuiltLayer, Options, RegExp]>([
    ['more bytes than a layer may hold', buildLayer(zeros), { limits: { layerBytes: 80 * 1024 * 1024, compressionRatio: 1e6 } }, /more than 83886080 bytes/],
    ['a bomb', buildLayer(zeros), {}, /1000 times/],
    ['a bomb of zstd', buildLayer(zeros, { compression: 'zstd' }), {}, /1000 times/],
  ])('%s is read as far as the bound, and the rest is an unknown', async (_title, built, options, reason) => {
    const paths: string[] = [];
    const aborted: string[] = [];
    const visitor: FileVisitor = {
      entry(entry) {
        paths.push(entry.path);
        return { write: () => {}, end: () => {}, abort: (why) => void aborted.push(why) };
      },
    };
    const { unknowns } = await read(built, { ...options, visitor });
    expect(paths).toEqual(['first', 'zeros']);
    expect(aborted).toEqual([expect.stringMatching(reason)]);
    expect(unknowns).toEqual([
      { code: 'too-large', reason: expect.stringMatching(reason), layer: built.digest },
    ]);
    await expect(read(built, { ...options, facts: { digest: other } })).rejects.toThrow('digest should be');
  }); // prettier-ignore
});

const gzip = buildLayer(tar);
const zstd = buildLayer(tar, { compression: 'zstd' });
const flipped = Buffer.from(gzip.bytes);
flipped[5000] = (flipped[5000] as number) ^ 0xff;

describe('refusing a layer', () => {
  test.each<[string, BuiltLayer, Options, string, RegExp]>([
    ['another digest', gzip, { facts: { digest: other } }, 'oci/digest-mismatch', new RegExp(`digest should be ${other} but is ${gzip.digest}`)],
    ['another diffID', gzip, { facts: { diffId: other } }, 'oci/digest-mismatch', new RegExp(`diffID should be ${other} but is ${gzip.diffId}`)],
    ['another diffID of a plain layer', buildLayer(tar, { compression: 'none' }), { facts: { diffId: other } }, 'oci/digest-mismatch', /diffID/],
    ['damaged bytes: they are not those of the digest', { ...gzip, bytes: flipped }, {}, 'oci/digest-mismatch', /digest should be/],
    ['fewer bytes than stated', gzip, { facts: { size: gzip.bytes.length + 1 } }, 'oci/size-mismatch', /but it has/],
    ['more bytes than stated', gzip, { facts: { size: 100 } }, 'oci/size-mismatch', /more bytes/],
    ['truncated gzip', stored(gzip.bytes.subarray(0, -100), MediaType.ociLayerGzip), {}, 'oci/layer-unreadable', /unexpected end/],
    ['truncated zstd', stored(zstd.bytes.subarray(0, -100), MediaType.ociLayerZstd), {}, 'oci/layer-unreadable', /unexpected end|truncated/],
    ['a truncated second zstd frame', stored(Buffer.concat([zstd.bytes, zstd.bytes.subarray(0, 6)]), MediaType.ociLayerZstd), {}, 'oci/layer-unreadable', /truncated|end/],
    ['garbage behind zstd', stored(Buffer.concat([zstd.bytes, Buffer.from('garbage')]), MediaType.ociLayerZstd), {}, 'oci/layer-unreadable', /something else/],
    ['garbage behind gzip', stored(Buffer.concat([gzip.bytes, Buffer.from('garbage')]), MediaType.ociLayerGzip), {}, 'oci/layer-unreadable', /header/],
    ['a truncated tar', buildLayer(tar.subarray(0, 3000)), {}, 'oci/layer-unreadable', /truncated/],
    ['what is no tar', buildLayer(Buffer.from('<html>'.repeat(200))), {}, 'oci/layer-unreadable', /checksum/],
    ['bzip2', stored(Buffer.from('BZh91AY&SY and more of it, more than sixty-four bytes of it, really'), MediaType.ociLayer), {}, 'oci/media-type-unsupported', /bzip2/],
  ])('%s', async (_title, built, options, code, message) => {
    const failure = await read(built, options).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PratiqueError);
    expect((failure as PratiqueError).code).toBe(code);
    expect((failure as PratiqueError).message).toMatch(message);
  }); // prettier-ignore

  test('tells the sink of the file under way', async () => {
    const aborted: string[] = [];
    const visitor: FileVisitor = {
      entry: () => ({ write: () => {}, end: () => {}, abort: (reason) => void aborted.push(reason) }),
    };
    await expect(read(buildLayer(tar.subarray(0, 3000)), { visitor })).rejects.toThrow('truncated');
    expect(aborted).toEqual(['the archive is truncated']);
  });

  test('ends when the signal is aborted, and lets go of the origin', async () => {
    const abort = new AbortController();
    let closed = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) {
          await new Promise((resolve) => setImmediate(resolve));
          yield noise;
        }
      } finally {
        closed = true;
      }
    }
    const facts = { index: 0, mediaType: MediaType.ociLayer, digest: other, diffId: other, size: 1e15 };
    const layer = createLayer(facts, endless, defaultLimits);
    const tarStart = { entry: () => undefined };
    setImmediate(() => abort.abort());
    await expect(layer.read(tarStart, abort.signal)).rejects.toThrow();
    await expect(layer.read(tarStart, AbortSignal.abort())).rejects.toThrow('abort');
    expect(closed).toBe(true);
  });
});
