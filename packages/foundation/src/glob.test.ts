import { describe, expect, test } from 'vitest';
import { compileGlob } from './glob.ts';

describe('compileGlob', () => {
  test.each([
    ['**/package.json', 'package.json', true],
    ['**/package.json', 'a/b/package.json', true],
    ['**/package.json', 'a/xpackage.json', false],
    ['var/lib/dpkg/status.d/*', 'var/lib/dpkg/status.d/base', true],
    ['var/lib/dpkg/status.d/*', 'var/lib/dpkg/status.d/a/b', false],
    ['**/*.{jar,war}', 'x/.hidden.war', true],
    ['**/*.{jar,war}', 'x/a.jarx', false],
    ['usr/lib/python3*/**', 'usr/lib/python3.11/a/b', true],
    ['a?c', 'abc', true],
    ['a?c', 'a/c', false],
    ['lib[ab].so', 'liba.so', true],
    ['lib[!ab].so', 'liba.so', false],
    ['c++/x(1).txt', 'c++/x(1).txt', true],
  ])('%s over %s: %s', (glob, path, expected) => {
    expect(compileGlob(glob).test(path)).toBe(expected);
  });
});
