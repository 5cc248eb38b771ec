import { describe, expect, test } from 'vitest';
import { OwnedPaths } from '../os-package/owned-paths.ts';
import { listedPackage, pathsOfDigests, pathsOfList } from './file-list.ts';

describe('listedPackage', () => {
  test.each([
    ['var/lib/dpkg/info/libc6:amd64.list', { name: 'libc6', architecture: 'amd64' }],
    ['var/lib/dpkg/info/netbase.md5sums', { name: 'netbase' }],
    ['var/lib/dpkg/info/libstdc++6.list', { name: 'libstdc++6' }],
    ['var/lib/dpkg/status.d/bGliYzY=.md5sums', { name: 'libc6' }],
    ['var/lib/dpkg/status.d/bGliYzY.md5sums', { name: 'libc6' }],
    ['var/lib/dpkg/status.d/NotBase64.md5sums', { name: 'NotBase64' }],
  ])('%s', (path, expected) => expect(listedPackage(path)).toEqual(expected));
});

test('a list without its directories', () => {
  const text = '/.\n/bin\n/bin/a\n/usr\n/usr/share\n/usr/share/doc\n/usr/share/doc/a b\n/usr/sharedx\n';
  expect(pathsOfList(text, new OwnedPaths(''))).toEqual(['bin/a', 'usr/bin/a', 'usr/share/doc/a b', 'usr/sharedx']);
});

test('digests, with lines that are none left out', () => {
  const digest = '764efa883dda1e11db47671c4a3bbd9e';
  const text = `${digest}  usr/a\n${digest} *usr/b c\nxyz  usr/d\n${digest}\n\n`;
  expect(pathsOfDigests(text, new OwnedPaths(''))).toEqual(['usr/a', 'usr/b c']);
});
