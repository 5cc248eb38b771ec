import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildImage, type BuiltImage, buildLayer, ImageLayout, writeOciArchive } from '@pratique/oci';
import { formatSbom } from '@pratique/sbom';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { inventoryTarget } from './inventory-target.ts';

const osRelease = 'ID=alpine\nVERSION_ID=3.18.9\n';
const installed = 'C:Q1aaaaaaaaaaaaaaaaaaaaaaaaaaa=\nP:musl\nV:1.2.4-r2\nA:x86_64\no:musl\nL:MIT\n\n';

const baseLayer = buildLayer([
  { path: 'etc/os-release', content: osRelease },
  { path: 'lib/apk/db/installed', content: installed },
]);
const appLayer = buildLayer([
  { path: 'app/node_modules/left-pad/package.json', content: '{"name":"left-pad","version":"1.0.0"}' },
]);
const base = buildImage({ layers: [baseLayer] });
const labels = {
  'org.opencontainers.image.base.name': 'example/base:1',
  'org.opencontainers.image.base.digest': base.manifest.digest,
};
const app = buildImage({ layers: [baseLayer, appLayer], config: { Labels: labels } });

let folder: string;
let cacheFolder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pratique-scan-'));
  cacheFolder = join(folder, 'cache');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function archive(image: BuiltImage, name: string, ref = '1'): string {
  writeOciArchive(new ImageLayout().addImage(image, ref), join(folder, `${name}.tar`));
  return `oci-archive:${join(folder, `${name}.tar`)}`;
}

function origins(sbom: Awaited<ReturnType<typeof inventoryTarget>>): Record<string, string> {
  return Object.fromEntries(sbom.packages.map(({ name, fromBase }) => [name, fromBase]));
}

describe('base image', () => {
  test('given: its layers are told from ours, under the name that says more', async () => {
    const sbom = await inventoryTarget(archive(app, 'app'), { base: archive(base, 'base', '3.18.9') });
    expect(sbom.base).toMatchObject({ how: 'given', layers: 1, name: `oci-archive:${join(folder, 'base.tar')}` });
    expect(origins(sbom)).toEqual({ musl: 'yes', 'left-pad': 'no' });
  });

  test('named by a label, not to be had: unknown, until the base itself was seen', async () => {
    const target = archive(app, 'app');
    const before = await inventoryTarget(target, { cacheFolder });
    expect(before.base).toMatchObject({ how: 'unresolved', name: 'example/base:1' });
    expect(origins(before)).toEqual({ musl: 'unknown', 'left-pad': 'unknown' });
    await inventoryTarget(archive(base, 'base'), { cacheFolder });
    const after = await inventoryTarget(target, { cacheFolder });
    expect(after.base).toMatchObject({ how: 'label', layers: 1 });
    expect(origins(after)).toEqual({ musl: 'yes', 'left-pad': 'no' });
  });

  test('that the image does not stand on is no reason to inventory again and again', async () => {
    const stranger = buildImage({ layers: [appLayer] });
    const digest = { 'org.opencontainers.image.base.digest': stranger.manifest.digest };
    const liar = archive(buildImage({ layers: [baseLayer], config: { Labels: digest } }), 'liar');
    await inventoryTarget(archive(stranger, 'stranger'), { cacheFolder });
    await inventoryTarget(liar, { cacheFolder });
    let layersRead = 0;
    const sbom = await inventoryTarget(liar, { cacheFolder, onLayer: () => (layersRead += 1) });
    expect(sbom.base?.how).toBe('unresolved');
    expect(layersRead).toBe(0);
  });

  test('that is no image is a usage error', async () => {
    mkdirSync(join(folder, 'tree'));
    const scanned = inventoryTarget(archive(app, 'app'), { base: `dir:${join(folder, 'tree')}` });
    await expect(scanned).rejects.toMatchObject({ code: 'scan/base-unusable', kind: 'user' });
  });
});

describe('cache', () => {
  test('a known image is not read again, and carries the name of this scan', async () => {
    const target = archive(app, 'app');
    const first = await inventoryTarget(target, { cacheFolder });
    let layersRead = 0;
    const renamed = archive(app, 'renamed');
    const second = await inventoryTarget(renamed, { cacheFolder, onLayer: () => (layersRead += 1) });
    expect(layersRead).toBe(0);
    expect(second.packages).toEqual(first.packages);
    expect(second.subject.name).toBe(renamed);
  });

  test('a damaged entry is read through', async () => {
    const target = archive(app, 'app');
    await inventoryTarget(target, { cacheFolder });
    for (const name of readdirSync(cacheFolder)) writeFileSync(join(cacheFolder, name), 'damaged');
    expect(origins(await inventoryTarget(target, { cacheFolder }))).toHaveProperty('musl');
  });

  test('another base or other options are another entry', async () => {
    const target = archive(app, 'app');
    await inventoryTarget(target, { cacheFolder });
    await inventoryTarget(target, { cacheFolder, base: archive(base, 'base') });
    await inventoryTarget(target, { cacheFolder, lockfiles: true });
    expect(readdirSync(cacheFolder)).toHaveLength(3);
    expect((await inventoryTarget(target, { cacheFolder })).base?.how).toBe('unresolved');
  });

  test('without a folder nothing is kept', async () => {
    await inventoryTarget(archive(app, 'app'));
    expect(readdirSync(folder)).toEqual(['app.tar']);
  });

  test('two scans at once of one image agree', async () => {
    const target = archive(app, 'app');
    const [one, two] = await Promise.all([
      inventoryTarget(target, { cacheFolder }),
      inventoryTarget(target, { cacheFolder }),
    ]);
    expect(one?.packages).toEqual(two?.packages);
    expect(readdirSync(cacheFolder)).toHaveLength(1);
  });
});

describe('sbom:', () => {
  test('gives the packages of the document', async () => {
    const sbom = await inventoryTarget(archive(app, 'app'));
    const path = join(folder, 'app.cdx.json');
    writeFileSync(path, formatSbom('cyclonedx', sbom, { version: '0' }));
    const read = await inventoryTarget(`sbom:${path}`);
    expect(read.packages.map(({ purl }) => purl)).toEqual(sbom.packages.map(({ purl }) => purl));
  });

  test.each([
    ['missing', () => join(folder, 'missing'), 'scan/sbom-unreadable'],
    ['a directory', () => folder, 'scan/sbom-unreadable'],
    ['a device', () => '/dev/null', 'scan/sbom-unreadable'],
    ['of no known form', () => archive(app, 'app').replace('oci-archive:', ''), 'sbom/not-an-sbom'],
  ])('a file that is %s is one typed error', async (_, path, code) => {
    await expect(inventoryTarget(`sbom:${path()}`)).rejects.toMatchObject({ code });
  });

  test('a document beyond the limit is not read', async () => {
    const path = join(folder, 'large.json');
    writeFileSync(path, '{}');
    const limits = { ...(await import('@pratique/foundation')).defaultLimits, documentBytes: 1 };
    await expect(inventoryTarget(`sbom:${path}`, { limits })).rejects.toMatchObject({ code: 'scan/sbom-unreadable' });
  });
});

test('an abort ends the scan and leaves nothing in the cache', async () => {
  const abort = new AbortController();
  abort.abort();
  await expect(inventoryTarget(archive(app, 'app'), { cacheFolder, signal: abort.signal })).rejects.toThrow();
  expect(readdirSync(folder)).toEqual(['app.tar']);
});

test('a folder is a project with lockfiles, a root file system holds what is installed', async () => {
  mkdirSync(join(folder, 'tree/app/node_modules/a/sub'), { recursive: true });
  const lock = (name: string): string =>
    JSON.stringify({ lockfileVersion: 3, packages: { [`node_modules/${name}`]: { version: '1.0.0' } } });
  writeFileSync(join(folder, 'tree/app/package-lock.json'), lock('declared'));
  writeFileSync(join(folder, 'tree/app/node_modules/a/sub/package-lock.json'), lock('of-a-dependency'));
  writeFileSync(join(folder, 'tree/app/node_modules/a/package.json'), '{"name":"a","version":"1.0.0"}');
  const names = async (target: string, lockfiles?: boolean): Promise<string[]> =>
    (await inventoryTarget(target, { lockfiles })).packages.map(({ name }) => name);
  expect(await names(`dir:${join(folder, 'tree')}`)).toEqual(['a', 'declared']);
  expect(await names(`dir:${join(folder, 'tree')}`, false)).toEqual(['a']);
  expect(await names(`rootfs:${join(folder, 'tree')}`)).toEqual(['a']);
  expect(await names(`rootfs:${join(folder, 'tree')}`, true)).toEqual(['a', 'declared']);
});
