import { defaultLimits, fixedClock } from '@pratique/foundation';
import type { Digest, FileEntry, FileSink, FileVisitor, ImageConfig, Layer, OpenImage } from '@pratique/model';
import { describe, expect, test } from 'vitest';
import { takeInventory as inventory, type InventoryOptions } from './inventory.ts';

type Content = string | { type: FileEntry['type']; linkTarget?: string };

function digest(n: number): Digest {
  return `sha256:${String(n).padStart(64, '0')}`;
}

async function feed(sink: FileSink, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length; at += 7) await sink.write(bytes.subarray(at, at + 7));
  await sink.end();
}

/** A layer of a few files, handed over in small pieces. */
function layer(index: number, files: Readonly<Record<string, Content>>): Layer & { reads: number } {
  const made = {
    index,
    digest: digest(index + 1),
    diffId: digest(index + 1),
    mediaType: 'application/vnd.oci.image.layer.v1.tar',
    size: 1,
    reads: 0,
    async read(visitor: FileVisitor) {
      made.reads += 1;
      for (const [path, content] of Object.entries(files)) {
        const bytes = Buffer.from(typeof content === 'string' ? content : '');
        const shape = typeof content === 'string' ? { type: 'file' as const } : content;
        const entry: FileEntry = { path, size: bytes.length, mode: 0o644, uid: 0, gid: 0, ...shape };
        const sink = await visitor.entry(entry);
        if (sink && entry.type === 'file') await feed(sink, bytes);
      }
      return { entries: Object.keys(files).length, unpackedBytes: 0, unknowns: [] };
    },
  };
  return made;
}

function image(
  layers: readonly Layer[],
  labels: Record<string, string> = {},
  bases: Record<string, Digest[]> = {},
): OpenImage {
  return {
    identity: {
      references: [],
      manifestDigest: digest(100),
      configDigest: digest(101),
      platform: { os: 'linux', architecture: 'amd64' },
    },
    config: { labels } as unknown as ImageConfig,
    annotations: {},
    layers,
    baseLayers: async (wanted) => bases[wanted],
    close: async () => undefined,
  };
}

const options: InventoryOptions = { name: 'x', kind: 'image', clock: fixedClock('2026-01-01T00:00:00Z') };

function apk(...names: string[]): string {
  return names.map((name) => `P:${name}\nV:1.0-r0\nA:x86_64\no:${name}\nF:usr/bin\nR:${name}\n`).join('\n');
}

const OS = 'ID=alpine\nVERSION_ID=3.18.9\n';
const DB = 'lib/apk/db/installed';

function npm(name: string, version: string): string {
  return JSON.stringify({ name, version });
}

async function purls(opened: OpenImage, changed: Partial<InventoryOptions> = {}): Promise<string[]> {
  const { sbom } = await inventory(opened, { ...options, ...changed });
  return sbom.packages.map(({ purl }) => purl);
}

describe('inventory', () => {
  test('OS packages carry the distribution, wherever os-release lies', async () => {
    const found = await purls(image([layer(0, { [DB]: apk('musl') }), layer(1, { 'etc/os-release': OS })]));
    expect(found).toEqual(['pkg:apk/alpine/musl@1.0-r0?arch=x86_64&distro=alpine-3.18.9']);
  });

  test('the layer of a package is the lowest from which on the database holds it', async () => {
    const opened = image([
      layer(0, { 'etc/os-release': OS, [DB]: apk('musl') }),
      layer(1, { [DB]: apk('curl', 'musl') }),
      layer(2, { 'etc/motd': 'x' }),
      layer(3, { [DB]: apk('curl', 'musl', 'zlib') }),
    ]);
    const { sbom } = await inventory(opened, options);
    const layers = Object.fromEntries(sbom.packages.map(({ name, layer: at }) => [name, at]));
    expect(layers).toEqual({ curl: digest(2), musl: digest(1), zlib: digest(4) });
  });

  test('a database that was removed and came back is as new as its return', async () => {
    const opened = image([
      layer(0, { 'etc/os-release': OS, [DB]: apk('musl') }),
      layer(1, { 'lib/apk': { type: 'whiteout' } }),
      layer(2, { [DB]: apk('musl') }),
    ]);
    const { sbom } = await inventory(opened, options);
    expect(sbom.packages[0]?.layer).toBe(digest(3));
  });

  test.each([
    ['a whiteout of the file', { 'app/node_modules/a/package.json': { type: 'whiteout' } as Content }],
    ['a whiteout of a folder above', { app: { type: 'whiteout' } as Content }],
    ['an opaque folder above', { 'app/node_modules': { type: 'opaque' } as Content }],
    ['a folder replaced by a link', { 'app/node_modules': { type: 'symlink', linkTarget: 'b' } as Content }],
    ['a file in place of it', { 'app/node_modules/a/package.json': '{"name":"b","version":"2.0.0"}' }],
  ])('%s hides what lies below', async (_title, upper) => {
    const lower = { 'app/node_modules/a/package.json': npm('a', '1.0.0') };
    expect(await purls(image([layer(0, lower), layer(1, upper)]))).not.toContain('pkg:npm/a@1.0.0');
  });

  test('a whiteout does not hide what its own layer brings', async () => {
    const upper = {
      'app/node_modules': { type: 'opaque' } as Content,
      'app/node_modules/b/package.json': npm('b', '2.0.0'),
    };
    const lower = { 'app/node_modules/a/package.json': npm('a', '1.0.0') };
    expect(await purls(image([layer(0, lower), layer(1, upper)]))).toEqual(['pkg:npm/b@2.0.0']);
  });

  test('copies of one version are one package with every place', async () => {
    const files = {
      'a/node_modules/x/package.json': npm('x', '1.0.0'),
      'b/node_modules/x/package.json': npm('x', '1.0.0'),
    };
    const { sbom } = await inventory(image([layer(0, files)]), options);
    expect(sbom.packages).toHaveLength(1);
    expect(sbom.packages[0]?.locations.map(({ path }) => path)).toEqual(Object.keys(files));
  });

  test('a package whose files an OS package owns says so; a copy that nobody owns is not owned', async () => {
    const owned = 'usr/lib/node_modules/x/package.json';
    const db = `P:x\nV:1.0-r0\nA:x86_64\no:x\nF:usr/lib/node_modules/x\nR:package.json\n`;
    const base = { 'etc/os-release': OS, [DB]: db, [owned]: npm('x', '1.0.0') };
    const one = await inventory(image([layer(0, base)]), options);
    expect(one.sbom.packages.find(({ type }) => type === 'npm')?.ownedBy).toMatch(/^pkg:apk\/alpine\/x@/);
    expect(one.files.find(({ path }) => path === owned)?.owner).toMatch(/^pkg:apk\/alpine\/x@/);
    const files = { ...base, 'app/node_modules/x/package.json': npm('x', '1.0.0') };
    const two = await inventory(image([layer(0, files)]), options);
    expect(two.sbom.packages.find(({ type }) => type === 'npm')).toMatchObject({
      locations: [{ path: 'app/node_modules/x/package.json' }, { path: owned }],
    });
    expect(two.sbom.packages.find(({ type }) => type === 'npm')).not.toHaveProperty('ownedBy');
  });

  test('what an OS package owns is owned under every name that links give it', async () => {
    const db = `P:x\nV:1.0-r0\nA:x86_64\no:x\nF:usr/share/nodejs/x\nR:package.json\n`;
    const files: Record<string, Content> = {
      'etc/os-release': OS,
      [DB]: db,
      'usr/share/nodejs/x/package.json': npm('x', '1.0.0'),
      'usr/share/node_modules': { type: 'symlink', linkTarget: 'nodejs' },
    };
    const { sbom } = await inventory(image([layer(0, files)]), options);
    const found = sbom.packages.find(({ type }) => type === 'npm');
    expect(found?.locations.map(({ path }) => path)).toEqual(['usr/share/node_modules/x/package.json']);
    expect(found?.ownedBy).toMatch(/^pkg:apk\/alpine\/x@/);
  });

  test('a file list that claims an application keeps nobody from matching it', async () => {
    const claimed = 'app/node_modules/x/package.json';
    const db = `P:x\nV:1.0-r0\nA:x86_64\no:x\nF:app/node_modules/x\nR:package.json\n`;
    const { sbom } = await inventory(image([layer(0, { [DB]: db, [claimed]: npm('x', '1.0.0') })]), options);
    expect(sbom.packages.find(({ type }) => type === 'npm')).not.toHaveProperty('ownedBy');
  });

  test('an SBOM in the image does not change what is said of an installed package', async () => {
    const purl = 'pkg:deb/debian/openssl@1.1.1?arch=amd64&distro=debian-12&upstream=harmless';
    const status = `Package: openssl\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.1.1\n`;
    const files = {
      'etc/os-release': 'ID=debian\nVERSION_ID="12"\n',
      'var/lib/dpkg/status': status,
      'x.cdx.json': JSON.stringify({
        bomFormat: 'CycloneDX',
        specVersion: '1.6',
        components: [purl, purl.replace('&upstream=harmless', '')].map((text) => ({
          type: 'library',
          name: 'openssl',
          version: '1.1.1',
          purl: text,
          properties: [
            { name: 'aquasecurity:trivy:SrcName', value: 'harmless' },
            { name: 'aquasecurity:trivy:SrcVersion', value: '1.1.1' },
            { name: 'pratique:package', value: JSON.stringify({ vendor: 'NodeSource <x@nodesource.com>' }) },
          ],
        })),
      }),
    };
    const { sbom } = await inventory(image([layer(0, files)]), options);
    const installed = sbom.packages.find(({ evidence }) => evidence === 'installed');
    expect(installed).toMatchObject({ name: 'openssl' });
    expect(installed).not.toHaveProperty('vendor');
    expect(installed?.source?.name ?? 'openssl').toBe('openssl');
  });

  test('a wanted hard link to content that nobody wanted is read in a second pass', async () => {
    const only = layer(0, {
      'store/ab/cdef': npm('x', '1.0.0'),
      'app/node_modules/x/package.json': { type: 'hardlink', linkTarget: 'store/ab/cdef' },
    });
    expect(await purls(image([only]))).toEqual(['pkg:npm/x@1.0.0']);
    expect(only.reads).toBe(2);
  });

  test('layers without such links are read once', async () => {
    const only = layer(0, { 'app/node_modules/x/package.json': npm('x', '1.0.0') });
    await inventory(image([only]), options);
    expect(only.reads).toBe(1);
  });

  test('a damaged file is an unknown with its layer and cataloger, unless it is hidden', async () => {
    const broken = { 'app/node_modules/a/package.json': '{' };
    const { sbom } = await inventory(image([layer(0, broken)]), options);
    expect(sbom.unknowns).toEqual([
      expect.objectContaining({
        code: 'malformed',
        path: 'app/node_modules/a/package.json',
        layer: digest(1),
        foundBy: 'npm-installed',
      }),
    ]);
    const hidden = await inventory(image([layer(0, broken), layer(1, { app: { type: 'whiteout' } })]), options);
    expect(hidden.sbom.unknowns).toEqual([]);
  });

  test('a file beyond the bound is an unknown, not a crash', async () => {
    const limits = { ...defaultLimits, fileBytes: 10 };
    const { sbom } = await inventory(image([layer(0, { 'node_modules/a/package.json': npm('a', '1.0.0') })]), {
      ...options,
      limits,
    });
    expect(sbom.unknowns).toEqual([
      expect.objectContaining({ code: 'too-large', path: 'node_modules/a/package.json' }),
    ]);
  });

  test('a budget smaller than the files does not stop the reading', async () => {
    const limits = { ...defaultLimits, bufferedBytes: 1 };
    const layers = [0, 1, 2, 3, 4].map((n) => layer(n, { [`${n}/node_modules/a/package.json`]: npm('a', `${n}.0.0`) }));
    expect(await purls(image(layers), { limits })).toHaveLength(5);
  });

  test('lockfiles count in directories and on request', async () => {
    const lock = {
      'package-lock.json': JSON.stringify({ lockfileVersion: 3, packages: { 'node_modules/a': { version: '1.0.0' } } }),
    };
    const opened = (): OpenImage => image([layer(0, lock)]);
    expect(await purls(opened())).toEqual([]);
    expect(await purls(opened(), { lockfiles: true })).toEqual(['pkg:npm/a@1.0.0']);
    expect(await purls(opened(), { kind: 'directory' })).toEqual(['pkg:npm/a@1.0.0']);
  });
});

describe('base image', () => {
  const layers = (): Layer[] => [
    layer(0, { 'etc/os-release': OS, [DB]: apk('musl') }),
    layer(1, { 'app/node_modules/a/package.json': npm('a', '1.0.0') }),
  ];
  const origins = async (opened: OpenImage, changed: Partial<InventoryOptions> = {}) => {
    const { sbom } = await inventory(opened, { ...options, ...changed });
    return {
      base: sbom.base?.how,
      from: Object.fromEntries(sbom.packages.map(({ name, fromBase }) => [name, fromBase])),
    };
  };

  test('given: its layers tell', async () => {
    const base = { name: 'alpine', diffIds: [digest(1)] };
    expect(await origins(image(layers()), { base })).toEqual({ base: 'given', from: { a: 'no', musl: 'yes' } });
  });

  test('given, but the image does not stand on it: unknown', async () => {
    const base = { name: 'other', diffIds: [digest(9)] };
    expect(await origins(image(layers()), { base })).toEqual({
      base: 'unresolved',
      from: { a: 'unknown', musl: 'unknown' },
    });
  });

  test('by label, found in the same archive', async () => {
    const opened = image(layers(), { 'org.opencontainers.image.base.digest': digest(7) }, { [digest(7)]: [digest(1)] });
    expect(await origins(opened)).toEqual({ base: 'label', from: { a: 'no', musl: 'yes' } });
  });

  test('by label, found among images seen before', async () => {
    const opened = image(layers(), { 'org.opencontainers.image.base.digest': digest(7) });
    const resolveBase = async () => [digest(1)];
    expect(await origins(opened, { resolveBase })).toEqual({ base: 'label', from: { a: 'no', musl: 'yes' } });
  });

  test('no label: unknown, not guessed', async () => {
    expect(await origins(image(layers()))).toEqual({ base: undefined, from: { a: 'unknown', musl: 'unknown' } });
  });
});

describe('room', () => {
  const db = (names: readonly string[]) => ({ 'etc/os-release': OS, [DB]: apk(...names) });

  test('packages of all layers together are bounded, and said so', async () => {
    const limits = { ...defaultLimits, packagesPerImage: 3 };
    const layers = [layer(0, db(['a', 'b'])), layer(1, db(['a', 'b', 'c'])), layer(2, { 'node_modules/x/package.json': npm('x', '1.0.0') })]; // prettier-ignore
    const { sbom } = await inventory(image(layers), { ...options, limits });
    expect(sbom.packages.length).toBeLessThan(4);
    expect(sbom.unknowns.map(({ code }) => code)).toContain('too-large');
    const roomy = await inventory(image(layers), options);
    expect(roomy.sbom.unknowns).toEqual([]);
  });

  test('lists of owned files are left out where they are too long, so that nothing is taken for owned', async () => {
    const limits = { ...defaultLimits, ownedPaths: 10 };
    const { sbom, files } = await inventory(image([layer(0, { ...db(['a']), 'usr/bin/a': '' })]), {
      ...options,
      limits,
    });
    expect(files.some(({ owner }) => owner !== undefined)).toBe(false);
    expect(sbom.unknowns).toEqual([expect.objectContaining({ code: 'too-large', path: DB })]);
  });

  test.each([{ imageEntries: 1 }, { imagePaths: DB.length }])('paths of all layers are bounded: %o', async (bound) => {
    const limits = { ...defaultLimits, ...bound };
    const { sbom } = await inventory(image([layer(0, { [DB]: apk('a') }), layer(1, { 'etc/motd': 'x' })]), {
      ...options,
      limits,
    });
    expect(sbom.unknowns.map(({ code }) => code)).toEqual(['too-large']);
  });

  test('unknowns past a bound are counted', async () => {
    const broken = Object.fromEntries(['a', 'b', 'c'].map((name) => [`node_modules/${name}/package.json`, '{']));
    const limits = { ...defaultLimits, unknowns: 1 };
    const { sbom } = await inventory(image([layer(0, broken)]), { ...options, limits });
    expect(sbom.unknowns.map(({ reason }) => reason)[1]).toBe('2 further things could not be told');
  });
});
