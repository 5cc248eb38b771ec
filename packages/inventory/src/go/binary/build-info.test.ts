import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readPrograms } from '../../executable/read-programs.ts';
import { type BuildInfoRead, type GoBuildInfo, readBuildInfo } from './build-info.ts';
import { parseModuleInfo, unquoteGo } from './module-info.ts';

function fixture(name: string): Buffer {
  return brotliDecompressSync(readFileSync(join(import.meta.dirname, 'fixtures', `${name}.br`)));
}

function read(bytes: Buffer): BuildInfoRead {
  const programs = readPrograms(bytes);
  if (programs.kind !== 'programs' || !programs.programs[0]) throw new Error(programs.kind);
  return readBuildInfo(programs.programs[0]);
}

function infoOf(bytes: Buffer): GoBuildInfo {
  const build = read(bytes);
  if (build.kind !== 'build-info') throw new Error(JSON.stringify(build));
  return build.info;
}

const inline = ['plain', 'ld', 'trim', 'boring', 'pie', 'shared'].map((name) => `shop-${name}`);
const platforms = [
  'linux-386', 'linux-arm', 'linux-mips', 'linux-ppc64', 'linux-s390x',
  'windows-386', 'windows-amd64', 'darwin-amd64', 'darwin-arm64',
].map((name) => `shop-${name}`); // prettier-ignore

describe('readBuildInfo', () => {
  test.each([...inline, ...platforms])('reads the modules of %s', (name) => {
    const info = infoOf(fixture(name));
    expect(info.goVersion).toMatch(/^go1\.26\.8/);
    expect(info.path).toBe('example.com/shop/v2/cmd/shop');
    expect(info.main).toEqual({ path: 'example.com/shop/v2', version: '(devel)' });
    expect(info.dependencies).toEqual([
      { path: 'example.com/lib', version: 'v1.0.0', replacedBy: { path: '../local', version: '(devel)' } },
      { path: 'github.com/google/uuid', version: 'v1.3.0' },
      {
        path: 'github.com/pkg/errors',
        version: 'v0.9.1',
        replacedBy: { path: 'github.com/pkg/errors', version: 'v0.8.1' },
      },
      { path: 'golang.org/x/text', version: 'v0.3.7' },
    ]);
    expect(info.damaged).toBe(0);
  });

  test.each(['linux-x64', 'linux-arm', 'linux-arm64', 'darwin-x64', 'win32-x64'])(
    'follows the pointers of Go 1.16 on %s',
    (platform) => {
      const info = infoOf(fixture(`go1.16-${platform}`));
      expect(info).toMatchObject({ goVersion: 'go1.16.3', path: 'command-line-arguments', damaged: 0 });
    },
  );

  test('follows pointers of a big-endian program', () => {
    // The blob of Go below 1.18, written into a big-endian program of today: header, two Go strings, their bytes.
    const bytes = fixture('shop-linux-mips');
    const at = bytes.indexOf('\xff Go buildinf:', 0, 'latin1');
    const program = readPrograms(bytes);
    if (program.kind !== 'programs') throw new Error('not a program');
    const segment = program.programs[0]?.segments.find(({ offset, size }) => at >= offset && at < offset + size);
    if (!segment) throw new Error('not mapped');
    const base = segment.address + (at - segment.offset);
    bytes.fill(0, at + 14, at + 160);
    bytes.set([4, 1], at + 14);
    bytes.writeUInt32BE(base + 32, at + 16);
    bytes.writeUInt32BE(base + 40, at + 20);
    bytes.writeUInt32BE(base + 48, at + 32);
    bytes.writeUInt32BE(8, at + 36);
    bytes.writeUInt32BE(0, at + 40);
    bytes.write('go1.12.9', at + 48, 'latin1');
    expect(infoOf(bytes.subarray(0))).toMatchObject({ goVersion: 'go1.12.9', path: '', dependencies: [] });
  });

  test('searches the data where the section headers were removed', () => {
    const bytes = fixture('shop-plain');
    bytes.fill(0, 40, 48);
    bytes.fill(0, 58, 64);
    expect(infoOf(bytes).main?.path).toBe('example.com/shop/v2');
  });

  test('says of other programs that they are not Go', () => {
    const library = join(import.meta.dirname, '../../executable/fixtures/smbd.br');
    expect(read(brotliDecompressSync(readFileSync(library)))).toEqual({ kind: 'not-go' });
  });

  test('a version that breaks off is malformed, not "not Go"', () => {
    const bytes = fixture('shop-plain');
    bytes[bytes.indexOf('\xff Go buildinf:', 0, 'latin1') + 32] = 0;
    expect(read(bytes).kind).toBe('malformed');
  });

  test('modules that break off are counted as damage, the Go version stays', () => {
    const bytes = fixture('shop-plain');
    const modules = bytes.indexOf('go1.26.8', bytes.indexOf('\xff Go buildinf:', 0, 'latin1')) + 8;
    bytes.fill(0xff, modules, modules + 6);
    expect(infoOf(bytes)).toMatchObject({ goVersion: 'go1.26.8', damaged: 1, dependencies: [] });
  });
});

describe('parseModuleInfo', () => {
  test('reads lines as Go writes them', () => {
    const info = parseModuleInfo(
      'path\tcmd/x\nmod\texample.com/x\tv1.0.0\th1:a=\ndep\ta.io/b\tv0.1.0\nbuild\t-ldflags="-X \'m.v=1\\t\\x41\\u00e9\\101\\""\n',
    );
    expect(info.main).toEqual({ path: 'example.com/x', version: 'v1.0.0' });
    expect(info.dependencies).toEqual([{ path: 'a.io/b', version: 'v0.1.0' }]);
    expect(info.settings.get('-ldflags')).toBe('-X \'m.v=1\tA\u00e9A"');
  });

  test.each([
    ['a replacement of nothing', '=>\ta\tv1.0.0\th1:\n', 1],
    ['a second replacement', 'dep\ta\tv1.0.0\n=>\tb\tv1.0.0\t\n=>\tc\tv1.0.0\t\n', 1],
    ['too few columns', 'dep\ta\nmod\tb\n', 2],
    ['too many columns', 'dep\ta\tv1\th1:\textra\n', 1],
    ['words of a later Go', 'future\tx\ty\n', 0],
  ])('counts %s', (_title, text, damaged) => {
    expect(parseModuleInfo(text).damaged).toBe(damaged);
  });

  test('is not misled by names of object prototypes', () => {
    const { settings, damaged } = parseModuleInfo('build\t__proto__=x\nbuild\tconstructor=y\n__proto__\tz\n');
    expect([settings.get('__proto__'), settings.get('constructor'), damaged]).toEqual(['x', 'y', 0]);
  });
});

test.each([
  ['`raw\\n`', 'raw\\n'],
  ['"a\\nb"', 'a\nb'],
  ['"\\U0001F600"', '\u{1F600}'],
  ['"\\UFFFFFFFF"', '\uFFFD'],
  ['plain', undefined],
  ['"', undefined],
])('unquoteGo(%s)', (text, expected) => {
  expect(unquoteGo(text)).toBe(expected);
});
