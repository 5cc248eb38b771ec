import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import type { Digest, Sbom } from '@pratique/model';
import { buildPackage, buildSbom, seededRandom } from '@pratique/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SbomCache, sbomVariant } from './sbom-cache.ts';

const manifestDigest: Digest = `sha256:${'a'.repeat(64)}`;
const other: Digest = `sha256:${'b'.repeat(64)}`;
const variant = sbomVariant({ apk: 1 }, {});

function sbomWith(name: string, digest = manifestDigest): Sbom {
  const platform = { os: 'linux', architecture: 'amd64' };
  const image = { references: [], manifestDigest: digest, configDigest: digest, platform };
  return buildSbom([buildPackage({ type: 'npm', name, version: '1.0.0' })], {
    subject: { kind: 'image', name: 'shop/api:1', image },
  });
}

let folder: string;
let cache: SbomCache;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pratique-cache-'));
  cache = new SbomCache(join(folder, 'sboms'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function entryPath(): string {
  const [name = ''] = readdirSync(join(folder, 'sboms'));
  return join(folder, 'sboms', name);
}

describe('SbomCache', () => {
  test('gives back what was written, and nothing for another image or variant', async () => {
    expect(cache.read(manifestDigest, variant)).toBeUndefined();
    await cache.write(manifestDigest, variant, sbomWith('left-pad'));
    expect(cache.read(manifestDigest, variant)).toEqual(sbomWith('left-pad'));
    expect(cache.read(other, variant)).toBeUndefined();
    expect(cache.read(manifestDigest, sbomVariant({ apk: 2 }, {}))).toBeUndefined();
  });

  test('no flipped bit and no cut entry gives another SBOM', async () => {
    await cache.write(manifestDigest, variant, sbomWith('left-pad'));
    const whole = readFileSync(entryPath());
    const random = seededRandom(1);
    for (let i = 0; i < 300; i++) {
      const damaged = Buffer.from(whole);
      const at = Math.floor(random() * damaged.length);
      damaged[at] = (damaged[at] as number) ^ (1 << Math.floor(random() * 8));
      writeFileSync(entryPath(), i % 3 === 0 ? whole.subarray(0, at) : damaged);
      const read = cache.read(manifestDigest, variant);
      // Some bits of a frame's header mean nothing: then the content is the same.
      if (read) expect(read).toEqual(sbomWith('left-pad'));
    }
  });

  test.each([
    ['empty', Buffer.alloc(0)],
    ['plain text', Buffer.from('not compressed')],
    ['no JSON', zstdCompressSync('<html>')],
    ['null', zstdCompressSync('null')],
    ['no subject', zstdCompressSync('{}')],
    ['an SBOM without packages', zstdCompressSync(JSON.stringify({ ...sbomWith('x'), packages: undefined }))],
    ['an SBOM of another form', zstdCompressSync(JSON.stringify({ ...sbomWith('x'), unknowns: {} }))],
    ['the SBOM of another image', zstdCompressSync(JSON.stringify(sbomWith('x', other)))],
  ])('an entry that is %s is as good as none, and is written anew', async (_, bytes) => {
    await cache.write(manifestDigest, variant, sbomWith('left-pad'));
    writeFileSync(entryPath(), bytes);
    expect(cache.read(manifestDigest, variant)).toBeUndefined();
    await cache.write(manifestDigest, variant, sbomWith('left-pad'));
    expect(cache.read(manifestDigest, variant)).toBeDefined();
  });

  test('concurrent writers: readers see one of the entries, whole, and nothing else is left', async () => {
    const names = Array.from({ length: 20 }, (_, i) => `package-${i}`);
    const reads = names.map(async (name) => {
      await cache.write(manifestDigest, variant, sbomWith(name));
      return cache.read(manifestDigest, variant);
    });
    for (const read of await Promise.all(reads)) expect(names).toContain(read?.packages[0]?.name);
    expect(readdirSync(join(folder, 'sboms'))).toHaveLength(1);
  });

  test('what a killed writer left goes with the next entry that is written', async () => {
    await cache.write(manifestDigest, variant, sbomWith('left-pad'));
    const left = `${entryPath()}.12345678-1234-1234-1234-123456789abc.part`;
    writeFileSync(left, 'half');
    utimesSync(left, new Date('2020-01-01'), new Date('2020-01-01'));
    await cache.write(other, variant, sbomWith('right-pad', other));
    expect(readdirSync(join(folder, 'sboms'))).toHaveLength(2);
    expect(existsSync(left)).toBe(false);
  });

  test('a folder that cannot be written to loses the entry, not the scan', async () => {
    writeFileSync(join(folder, 'file'), '');
    const blocked = new SbomCache(join(folder, 'file'));
    await blocked.write(manifestDigest, variant, sbomWith('left-pad'));
    expect(await blocked.read(manifestDigest, variant)).toBeUndefined();
    expect(readdirSync(folder)).toEqual(['file']);
  });
});

test('the variant tells apart catalogers, their versions and options', () => {
  const variants = [
    sbomVariant({ apk: 1 }, {}),
    sbomVariant({ apk: 2 }, {}),
    sbomVariant({ apk: 1, npm: 1 }, {}),
    sbomVariant({ apk: 1 }, { base: [manifestDigest] }),
  ];
  expect(new Set(variants).size).toBe(variants.length);
});
