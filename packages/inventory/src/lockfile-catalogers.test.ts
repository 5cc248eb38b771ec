import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { compileGlob } from '@pratique/foundation';
import { type Cataloger, formatPurl, type FoundPackage } from '@pratique/model';
import { catalogBytes, describeWithTestData } from '@pratique/testkit';
import { beforeAll, describe, expect, test } from 'vitest';
import { lockfileCatalogers } from './lockfile-catalogers.ts';

/** The regular files of a plain tar archive with short names, which is all that the image of lockfiles holds. */
function filesOfTar(tar: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (let at = 0; at + 512 <= tar.length;) {
    const field = (from: number, to: number): string =>
      tar.toString('latin1', at + from, at + to).replace(/\0.*$/s, '');
    const size = Number.parseInt(field(124, 136), 8) || 0;
    if (['0', ''].includes(field(156, 157)) && field(0, 100) !== '')
      files.set(field(0, 100), tar.subarray(at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}

function lockfilesImage(folder: string): Map<string, Buffer> {
  const archive = filesOfTar(readFileSync(join(folder, 'images', 'lockfiles.oci.tar')));
  const blob = (digest: string): Buffer => archive.get(`blobs/${digest.replace(':', '/')}`) ?? Buffer.alloc(0);
  const index: { manifests: { digest: string }[] } = JSON.parse(String(archive.get('index.json')));
  const manifest: { layers: { digest: string }[] } = JSON.parse(String(blob(index.manifests[0]?.digest ?? '')));
  return filesOfTar(gunzipSync(blob(manifest.layers[0]?.digest ?? '')));
}

function catalogerOf(path: string): Cataloger | undefined {
  return lockfileCatalogers.find(({ globs }) => globs.some((glob) => compileGlob(glob).test(path)));
}

test('ids are unique, all are for lockfiles', () => {
  expect(new Set(lockfileCatalogers.map(({ id }) => id)).size).toBe(lockfileCatalogers.length);
  expect(lockfileCatalogers.every(({ scope }) => scope === 'lockfiles')).toBe(true);
});

describe('a list that is none is malformed, not an empty lockfile', () => {
  test.each([
    ['Cargo.lock', 'package = "x"\n'],
    ['Cargo.lock', '[[package]]\nname = ["a"]\nversion = "1.0.0"\n'],
    ['poetry.lock', 'package = 1\n'],
    ['pdm.lock', 'package = {}\n'],
    ['uv.lock', 'version = 1\npackage = "x"\n'],
    ['pylock.toml', 'lock-version = "1.0"\npackages = {}\n'],
    ['package-lock.json', '{"lockfileVersion": 3, "packages": []}'],
    ['pnpm-lock.yaml', 'lockfileVersion: 5.4\npackages: [a]\n'],
    ['bun.lock', '{"lockfileVersion": 1, "packages": []}'],
    ['deno.lock', '{"version": "4", "npm": []}'],
    ['composer.lock', '{"packages": {}}'],
    ['packages.lock.json', '{"version": 1, "dependencies": {"net8.0": []}}'],
    ['Pipfile.lock', '{"default": {}, "develop": []}'],
    ['Package.resolved', '{"version": 2, "pins": {}}'],
    ['Podfile.lock', 'PODS: x\n'],
    ['pubspec.lock', 'packages: [x]\n'],
    ['stack.yaml.lock', 'packages: {a: b}\n'],
    ['conan.lock', '{"version": "0.5", "requires": {}}'],
    ['renv.lock', '{"R": {}, "Packages": []}'],
  ])('%s %#', async (path, text) => {
    const result = await catalogBytes(catalogerOf(path) as Cataloger, path, Buffer.from(text));
    expect(result.packages ?? []).toEqual([]);
    expect(result.unknowns?.map(({ code }) => code)).toEqual(['malformed']);
  });
});

/** Counts taken with other tools, or by counting in the file; where they differ from the plain number of entries, why. */
const groundTruth: readonly (readonly [path: string, packages: number, unknowns: number, why: string])[] = [
  ['src/harbor/go.mod', 205, 0, 'require lines'],
  ['src/omicron/Cargo.lock', 1425, 0, '[[package]] tables'],
  [
    'src/outline/yarn.lock',
    2096,
    0,
    '2,102 entries: one is the metadata, one the workspace, four repeat a package with a patch',
  ],
  ['src/kysely/pnpm-lock.yaml', 1684, 0, 'keys of packages'],
  ['src/drupal-db/poetry.lock', 30, 0, '[[package]] tables'],
  ['src/npm/package-lock.json', 86, 0, 'entries but the project itself'],
  ['src/python/Pipfile.lock', 86, 1, '55 default and 37 develop, six in both; one from git without a version'],
  ['src/php/composer.lock', 4, 0, 'two packages and two for development'],
  ['src/elixir/mix.lock', 17, 1, 'entries; one from git and one folder, both without a version'],
  ['src/ruby/Gemfile.lock', 52, 0, 'specs of known sections'],
  ['src/cpp/conan.lock', 7, 0, 'nodes but the project itself'],
  ['src/dotnet/packages.lock.json', 51, 0, 'entries of net8.0'],
];

describeWithTestData('real lockfiles', (folder) => {
  let files: Map<string, Buffer>;
  beforeAll(() => {
    files = lockfilesImage(folder);
  });

  test.each(groundTruth)('%s declares %i packages, %i unknowns (%s)', async (path, packages, unknowns) => {
    const cataloger = catalogerOf(path) as Cataloger;
    const result = await catalogBytes(cataloger, path, files.get(path) ?? Buffer.alloc(0));
    const purls = (result.packages ?? []).map((found: FoundPackage) => formatPurl(found.purl));
    expect(new Set(purls).size).toBe(purls.length);
    expect([purls.length, result.unknowns?.length]).toEqual([packages, unknowns]);
  });

  test('every dependency is a package of the same file', async () => {
    for (const [path] of groundTruth) {
      const result = await catalogBytes(catalogerOf(path) as Cataloger, path, files.get(path) ?? Buffer.alloc(0));
      const known = new Set((result.packages ?? []).map((found) => formatPurl(found.purl)));
      for (const found of result.packages ?? [])
        for (const to of found.dependsOn ?? []) expect(known.has(to)).toBe(true);
    }
  });

  describe('what only development needs', () => {
    test.each([
      ['src/kysely/pnpm-lock.yaml', 378],
      ['src/python/Pipfile.lock', 31],
      ['src/php/composer.lock', 2],
    ] as const)('%s: %i', async (path, count) => {
      const result = await catalogBytes(catalogerOf(path) as Cataloger, path, files.get(path) ?? Buffer.alloc(0));
      expect(result.packages?.filter((found) => found.development)).toHaveLength(count);
    });
  });
});
