import { describe, expect, test } from 'vitest';
import { parseDependencyPath } from './dependency-path.ts';

describe('parseDependencyPath', () => {
  test.each([
    ['/foo/1.0.0', 5.3, 'foo', '1.0.0'],
    ['/@foo/bar/1.0.0', 5.4, '@foo/bar', '1.0.0'],
    ['registry.npmjs.org/@foo/bar/1.1.0', 5.3, '@foo/bar', '1.1.0'],
    ['/foo/1.4.0_@types+babel__core@7.1.14', 5.3, 'foo', '1.4.0'],
    ['example.com/foo/1.3.0_bar@2.0.0', 5.3, 'foo', '1.3.0'],
    ['/foo@1.0.0', 6, 'foo', '1.0.0'],
    ['/@foo/bar@1.0.0-rc.3(react@18.2.0)(@x/y@1.0.0)', 6, '@foo/bar', '1.0.0-rc.3'],
    ['registry.npmjs.org/foo@1.1.0', 6, 'foo', '1.1.0'],
    ['foo@1.0.0(bar@2.0.0(baz@3.0.0))', 9, 'foo', '1.0.0'],
    ['@foo/bar@1.0.0+build', 9, '@foo/bar', '1.0.0+build'],
    ['/@babel/core@7.24.7', 9, '@babel/core', '7.24.7'],
    ['foo@https://codeload.github.com/a/foo/tar.gz/0123', 9, 'foo', ''],
    ['foo@file:foo.tgz', 9, 'foo', ''],
    ['file:../foo', 5.4, '', ''],
    ['/foo/bar', 5.3, '', ''],
    ['/@x', 5.4, '', ''],
    ['invalid', 5.3, '', ''],
    ['github.com/kevva/is-positive', 5.3, '', ''],
  ])('%s of version %d', (key, lockfileVersion, name, version) => {
    expect(parseDependencyPath(key, lockfileVersion)).toEqual({ name, version });
  });
});
