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

test.each(['', 'npm/a', 'pkg:', 'pkg:npm/', 'pkg:npm/%zz', 'pkg:/a'])('%j is no purl', (text) => {
  expect(parsePurl(text)).toBeUndefined();
});
