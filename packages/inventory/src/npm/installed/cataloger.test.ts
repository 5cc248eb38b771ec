import { catalogBytes, describeCataloger } from '@pratique/testkit';
import { describe, expect, test } from 'vitest';
import { npmInstalledCataloger } from './cataloger.ts';
import { npmLicense } from './declared-license.ts';
import { installedName } from './installed-path.ts';

describeCataloger(npmInstalledCataloger, import.meta.dirname, [
  {
    fixture: 'installed',
    purls: [
      'pkg:npm/%40babel/code-frame@7.22.5',
      'pkg:npm/cookie@0.0.4',
      'pkg:npm/jsonstream@1.3.5',
      'pkg:npm/minimist@0.0.8',
      'pkg:npm/minimist@1.2.8',
      'pkg:npm/mkdirp@0.5.1',
      'pkg:npm/qs@0.6.6',
    ],
    check: ({ packages }) => {
      const names = packages.map(({ name }) => name);
      expect(names).toContain('JSONStream');
      expect(names).toContain('@babel/code-frame');
      expect(packages.find(({ name }) => name === 'JSONStream')?.license).toBe('(MIT OR Apache-2.0)');
    },
  },
  { fixture: 'npm-6', purls: ['pkg:npm/isarray@0.0.1', 'pkg:npm/ms@2.0.0'] },
  { fixture: 'pnpm', purls: ['pkg:npm/debug@4.3.4', 'pkg:npm/ms@2.1.2'] },
  { fixture: 'yarn-unplugged', purls: ['pkg:npm/ms@2.1.2'] },
  { fixture: 'not-installed', purls: [] },
  {
    fixture: 'malformed',
    purls: ['pkg:npm/c', 'pkg:npm/d'],
    unknowns: 5,
    check: ({ unknowns }) =>
      expect(unknowns.map(({ code }) => code).toSorted()).toEqual([
        'malformed',
        'malformed',
        'malformed',
        'unidentified',
        'unidentified',
      ]),
  },
]);

describe('installedName', () => {
  test.each([
    ['usr/lib/node_modules/npm/package.json', 'npm'],
    ['usr/lib/node_modules/npm/node_modules/@npmcli/arborist/package.json', '@npmcli/arborist'],
    ['node_modules/a/package.json', 'a'],
    ['node_modules/.pnpm/@a+b@1.0.0/node_modules/@a/b/package.json', '@a/b'],
    ['node_modules/.store/ms-npm-2.1.2-ec0c1512ff/package/package.json', 'ms'],
    ['node_modules/a/lib/vendor/node_modules/b/package.json', 'b'],
    ['node_modules/a/dist/package.json', undefined],
    ['node_modules/@a/package.json', undefined],
    ['node_modules/package.json', undefined],
    ['node_modules/.cache/package.json', undefined],
    ['node_modules/a/test/node_modules/b/package.json', undefined],
    ['node_modules/a/examples/x/node_modules/b/package.json', undefined],
    ['app/test/node_modules/b/package.json', 'b'],
    ['app/package.json', undefined],
  ])('%s', (path, name) => {
    expect(installedName(path)).toBe(name);
  });
});

describe('npmLicense', () => {
  test.each([
    [{ license: 'MIT' }, 'MIT'],
    [{ license: { type: 'BSD-3-Clause', url: 'x' } }, 'BSD-3-Clause'],
    [{ license: ['MIT', 'GPL-2.0-only'] }, 'MIT OR GPL-2.0-only'],
    [{ licenses: [{ type: 'MIT' }, { type: 'Apache-2.0' }] }, 'MIT OR Apache-2.0'],
    [{ license: 'SEE LICENSE IN EULA.txt' }, undefined],
    [{ license: 7, licenses: null }, undefined],
    [{}, undefined],
  ])('%j', (manifest, expected) => {
    expect(npmLicense(manifest)).toBe(expected);
  });
});

test('a source other than the registry stands in the purl', async () => {
  const manifest = { name: 'a', version: '1.0.0', _resolved: 'git+https://user:secret@github.com/x/a.git#abc123' };
  const result = await catalogBytes(
    npmInstalledCataloger,
    'node_modules/a/package.json',
    Buffer.from(JSON.stringify(manifest)),
  );
  const qualifiers = result.packages?.[0]?.purl.qualifiers;
  expect(qualifiers?.['vcs_url']).toContain('github.com/x/a.git');
  expect(JSON.stringify(result)).not.toContain('secret');
});
