import { describe, expect, test } from 'vitest';
import { OwnedPaths, rootFolder } from './owned-paths.ts';

describe('rootFolder', () => {
  test.each([
    ['var/lib/dpkg/status', 'var/lib/dpkg/', ''],
    ['srv/chroot/var/lib/dpkg/status', 'var/lib/dpkg/', 'srv/chroot/'],
    ['usr/lib/apk/db/installed', 'usr/lib/apk/', ''],
  ])('%s in %s: "%s"', (path, database, expected) => {
    expect(rootFolder(path, database)).toBe(expected);
  });
});

describe('OwnedPaths', () => {
  test.each([
    ['/usr/bin/env', ['usr/bin/env']],
    ['/bin/sh', ['bin/sh', 'usr/bin/sh']],
    ['lib64/ld.so', ['lib64/ld.so', 'usr/lib64/ld.so']],
    ['/library/x', ['library/x']],
    ['/etc//a/./b/../c/', ['etc/a/b/c']],
    ['/', []],
    ['/.', []],
    [`/${'x'.repeat(5000)}`, []],
  ])('%s', (path, expected) => {
    const paths: string[] = [];
    new OwnedPaths('').add(path, paths);
    expect(paths).toEqual(expected);
  });

  test('gives up past the bound, and says so', () => {
    const owned = new OwnedPaths('r/');
    const paths: string[] = [];
    const long = 'x'.repeat(4000);
    for (let i = 0; i < 20_000; i++) owned.add(long, paths);
    expect(owned.exceeded).toBe(true);
    expect(paths.length).toBeLessThan(17_000);
  });
});
