import { describe, expect, test } from 'vitest';
import { normalizePath, readWhiteout } from './path.ts';

describe('normalizePath', () => {
  test.each([
    ['a/b', 'a/b'],
    ['./a/b', 'a/b'],
    ['/etc/passwd', 'etc/passwd'],
    ['///etc//passwd/', 'etc/passwd'],
    ['a/./b/.', 'a/b'],
    ['a/x/../b', 'a/b'],
    ['./', ''],
    ['/', ''],
    ['', ''],
    ['a/..', ''],
    ['..a/b..', '..a/b..'],
    ['...', '...'],
    ['a/.hidden', 'a/.hidden'],
    ['../etc/passwd', undefined],
    ['/../etc/passwd', undefined],
    ['a/../../b', undefined],
    ['a/b/../../../c/d', undefined],
    ['..', undefined],
  ])('%j is %j', (written, expected) => {
    expect(normalizePath(written)).toBe(expected);
  });

  test('a long hostile path takes no time', () => {
    expect(normalizePath(`${'/.'.repeat(500_000)}/a`)).toBe('a');
  });
});

describe('readWhiteout', () => {
  test.each([
    ['etc/motd', undefined],
    ['etc/.wh', undefined],
    ['etc/x.wh.y', undefined],
    ['etc/.wh.motd', { type: 'whiteout', path: 'etc/motd' }],
    ['.wh.motd', { type: 'whiteout', path: 'motd' }],
    ['etc/.wh..hidden', { type: 'whiteout', path: 'etc/.hidden' }],
    ['etc/.wh..wh..opq', { type: 'opaque', path: 'etc' }],
    ['.wh..wh..opq', { type: 'opaque', path: '' }],
    ['etc/.wh..wh.aufs', { type: 'ignored' }],
    ['.wh..wh.plnk/123.45', { type: 'ignored' }],
    ['.wh..wh.orph', { type: 'ignored' }],
    ['etc/.wh.', { type: 'malformed' }],
    ['etc/.wh..', { type: 'malformed' }],
    ['etc/.wh...', { type: 'malformed' }],
  ])('%s', (path, expected) => {
    expect(readWhiteout(path)).toEqual(expected);
  });
});
