import type { Digest, FileEntry, FileVisitor, Layer, OpenImage } from '@pratique/model';
import { describe, expect, test } from 'vitest';
import { takeInventory } from './inventory.ts';

/** A file (path, content), a symbolic link (path, '->', target), a hard link (path, '=', target) or a whiteout (path). */
type Line =
  | readonly [path: string]
  | readonly [path: string, content: string]
  | readonly [path: string, kind: '->' | '=' | 'directory', target: string];

function entryOf([path, second, target]: Line): FileEntry {
  const plain = { path, size: 0, mode: 0o644, uid: 0, gid: 0 };
  if (second === undefined) return { ...plain, type: 'whiteout' };
  if (target === undefined) return { ...plain, type: 'file', size: Buffer.byteLength(second) };
  if (second === 'directory') return { ...plain, type: 'directory' };
  return { ...plain, type: second === '->' ? 'symlink' : 'hardlink', linkTarget: target };
}

function layer(index: number, lines: readonly Line[], reads: number[]): Layer {
  return {
    index,
    digest: `sha256:${String(index).padStart(64, '0')}`,
    mediaType: 'application/vnd.oci.image.layer.v1.tar',
    size: 1,
    async read(visitor: FileVisitor) {
      reads[index] = (reads[index] ?? 0) + 1;
      for (const line of lines) {
        const entry = entryOf(line);
        const sink = await visitor.entry(entry);
        if (!sink) continue;
        await sink.write(Buffer.from(line[1] ?? ''));
        await sink.end();
      }
      return { entries: lines.length, unpackedBytes: 0, unknowns: [] };
    },
  };
}

async function inventory(...layers: readonly (readonly Line[])[]) {
  const reads: number[] = [];
  const image: OpenImage = {
    annotations: {},
    layers: layers.map((lines, index) => layer(index, lines, reads)),
    baseLayers: async (): Promise<Digest[] | undefined> => undefined,
    close: async () => undefined,
  };
  const { sbom } = await takeInventory(image, { name: 'x', kind: 'image' });
  return { names: sbom.packages.map(({ name }) => name), unknowns: sbom.unknowns, sbom, reads };
}

const STATUS = 'var/lib/dpkg/status';

function deb(name: string): string {
  return `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.0\n\n`;
}

const stored: Line = ['store/x', deb('zlib')];
const linked: Line = [STATUS, '=', 'store/x'];

describe('no link hides a package', () => {
  const cases: [string, ...(readonly Line[])[]][] = [
    ['a hard link', [stored, linked]],
    ['a hard link before its target', [linked, stored]],
    ['a hard link to a hard link', [stored, ['store/y', '=', 'store/x'], [STATUS, '=', 'store/y']]],
    ['a hard link to content that was replaced', [stored, linked, ['store/x', deb('other')]]],
    ['a hard link to content that became a folder', [stored, linked, ['store/x', 'directory', '']]],
    ['a hard link to content between two others', [['store/x', ''], stored, linked, ['store/x', '']]],
    ['a hard link to a file of a layer below', [stored], [linked]],
    ['a hard link to a file that a layer above removes', [stored, linked], [['store/x']]],
    ['a hard link to a hard link of a layer below', [stored, ['y', '=', 'store/x']], [[STATUS, '=', 'y']]],
    [
      'a hard link by way of a linked folder',
      [
        ['real/x', deb('zlib')],
        ['store', '->', 'real'],
        [STATUS, '=', 'store/x'],
      ],
    ],
    ['a hard link to a symbolic link', [stored, ['l', '->', '/store/x'], [STATUS, '=', 'l']]],
    ['a symbolic link', [stored, [STATUS, '->', '../../../store/x']]],
    ['a symbolic link from the root', [stored, [STATUS, '->', '/store/x']]],
    ['a symbolic link to a wanted file of another kind', [['usr/share/doc/x/copyright', deb('zlib')], [STATUS, '->', '/usr/share/doc/x/copyright']]],
    ['a linked folder', [['x/status', deb('zlib')], ['var/lib/dpkg', '->', '../../x']]],
    ['a linked folder further up', [['x/dpkg/status', deb('zlib')], ['var/lib', '->', '/x']]],
    ['a linked folder within a linked folder', [['y/status', deb('zlib')], ['x/dpkg', '->', '../y'], ['var/lib', '->', '/x']]],
    ['a link to a linked folder', [['z/status', deb('zlib')], ['y', '->', 'z'], ['var/lib/dpkg', '->', '/y']]],
    ['a folder linked to the root', [['status', deb('zlib')], ['var/lib/dpkg', '->', '/']]],
    ['a folder linked in a layer above', [['x/status', deb('zlib')]], [['var/lib/dpkg', '->', '/x']]],
    ['a link in a linked folder', [stored, ['x/status', '->', '/store/x'], ['var/lib/dpkg', '->', '/x']]],
    ['a linked folder of which every file is wanted', [['x/zlib', deb('zlib')], ['var/lib/dpkg/status.d', '->', '/x']]],
  ]; // prettier-ignore

  test.each(cases)('%s', async (_title, ...layers) => {
    const { names, unknowns } = await inventory(...layers);
    expect(names).toEqual(['zlib']);
    expect(unknowns).toEqual([]);
  });

  test('a module that a workspace links to', async () => {
    const manifest = JSON.stringify({ name: 'own', version: '1.0.0' });
    const { sbom } = await inventory([
      ['app/packages/own/package.json', manifest],
      ['app/packages/own/dist/package.json', '{}'],
      ['app/node_modules/own', '->', '../packages/own'],
    ]);
    expect(sbom.packages.map(({ purl, locations }) => [purl, locations[0]?.path])).toEqual([
      ['pkg:npm/own@1.0.0', 'app/node_modules/own/package.json'],
    ]);
  });

  test('names that differ in bytes that are no UTF-8 are different files', async () => {
    const manifest = (version: string) => JSON.stringify({ name: 'a', version });
    const { sbom } = await inventory([
      ['app/\udcfe/node_modules/a/package.json', manifest('1.0.0')],
      ['app/\udcff/node_modules/a/package.json', manifest('2.0.0')],
    ]);
    expect(sbom.packages.map(({ version }) => version)).toEqual(['1.0.0', '2.0.0']);
    expect(sbom.packages[0]?.locations[0]?.path).toBe('app/\ufffd/node_modules/a/package.json');
  });
});

describe('links cost no more than they must', () => {
  test('layers without content that is wanted under another name only are read once', async () => {
    const { reads, names } = await inventory([
      ['usr/lib/apk/db/installed', 'P:musl\nV:1.0-r0\nA:x86_64\n\n'],
      ['lib', '->', 'usr/lib'],
      ['node_modules/.pnpm/a@1.0.0/node_modules/a/package.json', JSON.stringify({ name: 'a', version: '1.0.0' })],
      ['node_modules/.pnpm/a@1.0.0/node_modules/a/dist/package.json', '{}'],
      ['node_modules/a', '->', '.pnpm/a@1.0.0/node_modules/a'],
      ['etc/os-release', '->', '../usr/lib/os-release'],
      ['usr/lib/os-release', 'ID=alpine\nVERSION_ID=3.18.9\n'],
    ]);
    expect(reads).toEqual([1]);
    expect(names).toEqual(['musl', 'a']);
  });

  test('thousands of links that nobody tells apart are one', async () => {
    const links = Array.from({ length: 5000 }, (_, i): Line => [`p${i}/node_modules/b`, '->', '/store/b']);
    const { names, unknowns } = await inventory([...links, ['store/b/package.json', '{"name":"b","version":"1"}']]);
    expect(names).toEqual(['b']);
    expect(unknowns).toEqual([]);
  });

  test('only the layer that holds the content is read again', async () => {
    const { reads } = await inventory([stored], [['etc/motd', 'x']], [linked]);
    expect(reads).toEqual([2, 1, 1]);
  });
});

describe('links that lead nowhere', () => {
  test('a hard link to nothing is an unknown', async () => {
    const { unknowns } = await inventory([linked, ['bin/x', '=', 'store/y']]);
    const reason = 'is a hard link to a file that the image does not have';
    expect(unknowns).toEqual([
      { code: 'unreadable', path: STATUS, reason },
      { code: 'unreadable', reason: 'hard links to files that the image does not have: 1' },
    ]);
  });

  test.each<[string, readonly Line[]]>([
    ['links in a circle', [['a', '->', 'b'], ['b', '->', '/a'], ['var/lib/dpkg', '->', '/a/b']]],
    ['a link to itself', [['var/lib/dpkg', '->', '/var/lib/dpkg'], [STATUS, '->', 'status']]],
    ['a link out of the root', [['var/lib/dpkg', '->', '../../../../../../etc']]],
    ['folders linked to folders above them', [['a/b/c', '->', '/a'], ['a/b/d', '->', '/'], ['a/e', '->', '.'], ['a/status', deb('x')]]],
  ])('%s end', async (_title, lines) => {
    expect((await inventory(lines)).names).toEqual([]);
  }); // prettier-ignore

  test('links that multiply are bounded, and said so', async () => {
    const folders = ['var', 'lib', 'usr', 'dpkg', 'rpm', 'etc', 'node_modules', 'ebin', 'share'];
    const links = folders.flatMap((first) => folders.map((second): Line => [`${first}/${second}`, '->', '/']));
    const { unknowns } = await inventory([...links, ['x/node_modules/a/package.json', '{"name":"a","version":"1"}']]);
    expect(unknowns.map(({ code }) => code)).toEqual(['too-large']);
  });

  test('links that lead over links again and again are bounded', async () => {
    const lines: Line[] = Array.from({ length: 50 }, (_, i) => [`l${i}`, '->', `/l${i + 1}/../`.repeat(300)]);
    const { names } = await inventory([...lines, stored]);
    expect(names).toEqual([]);
  });
});

describe('a distribution without packages', () => {
  const release: Line = ['etc/os-release', 'ID=debian\nVERSION_ID="12"\n'];

  test.each<[string, readonly Line[]]>([
    ['its database is not there', [release]],
    ['its database is empty', [release, [STATUS, '']]],
    ['only an SBOM names them', [release, ['x.cdx.json', JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components: [{ type: 'library', name: 'zlib', version: '1', purl: 'pkg:deb/debian/zlib@1' }] })]]],
  ])('is an unknown: %s', async (_title, lines) => {
    expect((await inventory(lines)).unknowns).toEqual([
      expect.objectContaining({ code: 'unidentified', path: 'etc/os-release' }),
    ]);
  }); // prettier-ignore

  test.each<[string, readonly Line[]]>([
    ['with its packages', [release, [STATUS, deb('zlib')]]],
    ['of another kind', [['etc/os-release', 'ID=buildroot\n']]],
    ['not named', [['etc/motd', 'x']]],
  ])('is none: %s', async (_title, lines) => {
    expect((await inventory(lines)).unknowns).toEqual([]);
  });
});
