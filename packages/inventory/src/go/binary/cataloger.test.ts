import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { type CatalogResult, formatPurl } from '@pratique/model';
import { catalogBytes, describeCataloger } from '@pratique/testkit';
import { describe, expect, test } from 'vitest';
import { goBinaryCataloger } from './cataloger.ts';

function fixture(name: string): Buffer {
  return brotliDecompressSync(readFileSync(join(import.meta.dirname, 'fixtures', `${name}.br`)));
}

async function catalog(name: string, path = `usr/bin/${name}`): Promise<CatalogResult> {
  return catalogBytes(goBinaryCataloger, path, fixture(name));
}

function purls(result: CatalogResult): string[] {
  return (result.packages ?? []).map(({ purl }) => formatPurl(purl)).sort();
}

const dependencies = [
  'pkg:golang/example.com/lib',
  'pkg:golang/github.com/google/uuid@v1.3.0',
  'pkg:golang/github.com/pkg/errors@v0.8.1',
  'pkg:golang/golang.org/x/text@v0.3.7',
  'pkg:golang/stdlib@1.26.8',
];

describeCataloger(goBinaryCataloger, import.meta.dirname, []);

describe('go-binary', () => {
  test('a module replaced by a folder has no version, one replaced by another is that other', async () => {
    const { packages } = await catalog('shop-plain');
    expect(packages?.find(({ name }) => name === 'example.com/lib')).toMatchObject({
      version: '',
      properties: { replacedByLocalPath: 'true' },
    });
    expect(packages?.find(({ name }) => name === 'github.com/pkg/errors')).toMatchObject({
      version: 'v0.8.1',
      properties: { replaces: 'github.com/pkg/errors' },
    });
  });

  test.each([
    ['shop-plain', 'pkg:golang/example.com/shop/v2', undefined],
    ['shop-ld', 'pkg:golang/example.com/shop/v2@v2.0.1', 'linker-flags'],
    // -trimpath kept the flags out, the symbols still have them: main.version=1.2.3 before the package's.
    ['shop-trim', 'pkg:golang/example.com/shop/v2@v1.2.3', 'linker-flags'],
    ['shop-windows-amd64', 'pkg:golang/example.com/shop/v2', undefined],
    ['shop-darwin-arm64', 'pkg:golang/example.com/shop/v2', undefined],
  ])('%s is %s', async (name, main, source) => {
    const result = await catalog(name);
    expect(purls(result)).toEqual([...dependencies, main].sort());
    const found = result.packages?.find(({ properties }) => properties?.['mainModule']);
    expect(found?.properties?.['versionSource']).toBe(source);
    expect(found?.dependsOn?.toSorted()).toEqual(dependencies);
    expect(result.unknowns).toEqual([]);
  });

  test.each([
    ['clock-untagged', 'v0.0.0-20260304050607-afea14f35b92', 'revision'],
    ['clock-tagged', 'v1.4.0', 'module'],
    ['clock-dirty', 'v1.4.0+dirty', 'module'],
  ])('%s has the version that Go stamped', async (name, version, source) => {
    const { packages } = await catalog(name);
    expect(packages?.find(({ name }) => name === 'example.com/clock')).toMatchObject({
      version,
      properties: { versionSource: source },
    });
  });

  test.each([
    // Built without modules by Debian: which program it is stands in the path of its main package.
    ['alertmanager', 'pkg:golang/github.com/prometheus/alertmanager@v0.25.0', 'program'],
    ['runc', 'pkg:golang/github.com/opencontainers/runc@v1.1.5%2Bds1', 'program'],
    ['dockerd', 'pkg:golang/github.com/docker/docker@v20.10.24%2Bdfsg1', 'linker-flags'],
    ['gosu', 'pkg:golang/github.com/tianon/gosu', undefined],
  ])('%s, built without modules, is %s', async (name, main, source) => {
    const result = await catalog(name);
    expect(purls(result)).toEqual([main, 'pkg:golang/stdlib@1.19.8'].sort());
    expect(result.packages?.find(({ purl }) => formatPurl(purl) === main)?.properties?.['versionSource']).toBe(source);
  });

  test.each([
    ['gofmt', '1.19.8'],
    ['go1.16-linux-arm', '1.16.3'],
    ['go1.16-win32-x64', '1.16.3'],
  ])('%s is the standard library alone', async (name, version) => {
    expect(purls(await catalog(name))).toEqual([`pkg:golang/stdlib@${version}`]);
  });

  test.each([
    ['shop-linux-arm', 'linux'],
    ['shop-windows-amd64', 'windows'],
    ['shop-darwin-arm64', 'darwin'],
    // Before Go 1.18 settings were not kept: PE says it, ELF does not.
    ['go1.16-win32-x64', 'windows'],
    ['go1.16-linux-arm', undefined],
  ])('every package of %s says for which system it was built: %s', async (name, goos) => {
    const { packages } = await catalog(name);
    expect(new Set(packages?.map(({ properties }) => properties?.['goos']))).toEqual(new Set([goos]));
  });

  test('names the experiments of the toolchain', async () => {
    const { packages } = await catalog('shop-boring');
    expect(packages?.find(({ name }) => name === 'stdlib')).toMatchObject({
      version: '1.26.8',
      properties: { goExperiments: 'boringcrypto', goVersion: 'go1.26.8-X:boringcrypto' },
    });
  });

  test('a module list with nonsense is an unknown beside what could be read', async () => {
    const bytes = fixture('shop-plain');
    bytes.write('v1.3.x', bytes.indexOf('v1.3.0'), 'latin1');
    const result = await catalogBytes(goBinaryCataloger, 'usr/bin/shop', bytes);
    expect(purls(result)).toEqual(
      [...dependencies, 'pkg:golang/example.com/shop/v2'].filter((purl) => !purl.includes('uuid')).sort(),
    );
    expect(result.unknowns).toEqual([
      { code: 'malformed', path: 'usr/bin/shop', reason: '1 entries of the Go module list make no sense' },
    ]);
  });

  test('build information without a version is an unknown', async () => {
    const bytes = fixture('shop-plain');
    bytes[bytes.indexOf('\xff Go buildinf:', 0, 'latin1') + 32] = 0;
    const result = await catalogBytes(goBinaryCataloger, 'usr/bin/shop', bytes);
    expect(result.packages).toEqual([]);
    expect(result.unknowns?.map(({ code }) => code)).toEqual(['malformed']);
  });
});
