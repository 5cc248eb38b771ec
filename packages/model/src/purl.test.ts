import { PackageURL } from 'packageurl-js';
import { describe, expect, test } from 'vitest';
import { formatPurl, parsePurl, type PurlParts } from './purl.ts';

describe('formatPurl', () => {
  test.each<[PurlParts, string]>([
    [{ type: 'npm', namespace: '@scope', name: 'a', version: '1.0.0' }, 'pkg:npm/%40scope/a@1.0.0'],
    [
      { type: 'deb', namespace: 'debian', name: 'libstdc++6', version: '1:2.4+b1~x' },
      'pkg:deb/debian/libstdc%2B%2B6@1:2.4%2Bb1~x',
    ],
    [{ type: 'generic', name: 'a', version: '1', qualifiers: { u: 'git+x y' } }, 'pkg:generic/a@1?u=git%2Bx%20y'],
    [
      { type: 'golang', namespace: 'github.com/a', name: 'b', version: 'v1.0.0+incompatible', subpath: 'c' },
      'pkg:golang/github.com/a/b@v1.0.0%2Bincompatible#c',
    ],
    [{ type: 'golang', namespace: 'a.b', name: 'c', version: 'v1.2' }, 'pkg:golang/a.b/c@v1.2'],
    [
      { type: 'golang', namespace: 'a.b', name: 'c', version: 'v1/x y', qualifiers: { q: '1' } },
      'pkg:golang/a.b/c@v1%2Fx%20y?q=1',
    ],
    [{ type: 'apk', name: 'musl', qualifiers: {} }, 'pkg:apk/musl'],
  ])('%j', (parts, text) => {
    expect(formatPurl(parts)).toBe(text);
    expect(parsePurl(text)).toMatchObject({ type: parts.type, name: parts.name });
    expect(parsePurl(text)?.version).toBe(parts.version);
  });
});

describe('parsePurl', () => {
  test.each<[string, PurlParts]>([
    ['pkg:npm/@scope/a@1', { type: 'npm', namespace: '@scope', name: 'a', version: '1' }],
    [
      'PKG://PyPI/A_b@1?X=y&z=#/a/./../b',
      { type: 'pypi', name: 'a-b', version: '1', qualifiers: { x: 'y' }, subpath: 'a/b' },
    ],
    [
      'pkg:deb/debian/a@1?distro=100%25',
      { type: 'deb', namespace: 'debian', name: 'a', version: '1', qualifiers: { distro: '100%' } },
    ],
    // An `@` alone is no leave to speak of every version.
    ['pkg:npm/a@', { type: 'npm', name: 'a', version: '' }],
    [
      'pkg:generic/a?__proto__=x&constructor=y',
      {
        type: 'generic',
        name: 'a',
        qualifiers: Object.fromEntries([
          ['__proto__', 'x'],
          ['constructor', 'y'],
        ]),
      },
    ],
  ])('%s', (text, parts) => {
    const read = parsePurl(text);
    expect(JSON.parse(JSON.stringify(read))).toEqual(JSON.parse(JSON.stringify(parts)));
    expect(read?.qualifiers?.['toString']).toBeUndefined();
  });
});

describe('the library of the specification agrees', () => {
  const types = [
    'apk',
    'bitnami',
    'cargo',
    'composer',
    'conan',
    'conda',
    'cran',
    'deb',
    'gem',
    'generic',
    'github',
    'hex',
    'huggingface',
    'luarocks',
    'maven',
    'mlflow',
    'npm',
    'nuget',
    'oci',
    'pub',
    'pypi',
    'qpkg',
    'rpm',
    'swift',
    '1x',
  ];
  const pieces = ['a', 'A_b-C', '@s', 'a/b', '/a//b/', '%41', 'x%20y', '1:2~3', '..', 'é', 'v1', ''];
  const tails = ['', '?arch=x', '?B=c&a=1&d=', '?1=x', '#a/b', '?a=b#/c//d/'];
  const oracle = (text: string): string | undefined => {
    try {
      return PackageURL.fromString(text)
        .toString()
        .replace(/^[^?#]*/, (path) => path.replace(/\+/g, '%2B'));
    } catch {
      return undefined;
    }
  };
  test.each(types)('%s', (type) => {
    for (const [i, name] of pieces.entries()) {
      for (const [k, version] of pieces.entries()) {
        const text = `pkg:${type}/${pieces[(i + k) % pieces.length]}/${name}@${version}${tails[(i * 5 + k) % tails.length]}`;
        const read = parsePurl(text);
        expect([text, read && formatPurl(read)]).toEqual([text, oracle(text)]);
      }
    }
  });
});

test.each([
  '',
  'npm/a',
  'pkg:',
  'pkg:npm',
  'pkg:npm/',
  'pkg:npm/%zz',
  'pkg:/a',
  'pkg:n%70m/a',
  'pkg://user@host/npm/a',
  'pkg:npm/a?x%20=1',
  'pkg:maven/a@1',
])('%j is no purl', (text) => {
  expect(parsePurl(text)).toBeUndefined();
});
