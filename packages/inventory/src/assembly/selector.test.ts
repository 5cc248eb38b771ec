import { compileGlob } from '@pratique/foundation';
import type { Cataloger } from '@pratique/model';
import { describe, expect, test } from 'vitest';
import { CatalogerSelector } from './selector.ts';

function cataloger(id: string, ...globs: string[]): Cataloger {
  return { id, version: 1, scope: 'always', finds: ['generic'], globs, catalog: () => ({}) };
}

const list = [
  cataloger('exact', 'var/lib/dpkg/status', '**/os-release'),
  cataloger('extension', '**/*.{jar,war}', '**/*.gemspec'),
  cataloger('prefix', '**/python3*', 'usr/lib/libssl.so*'),
  cataloger('folder', 'var/lib/dpkg/status.d/*', '**/*.dist-info/sboms/*.json'),
  cataloger('everything', '**/[ab]*.txt', '**/?x'),
];
const selector = new CatalogerSelector(list);

describe('CatalogerSelector', () => {
  test.each([
    ['var/lib/dpkg/status', ['exact']],
    ['var/lib/dpkg/status.d/base', ['folder']],
    ['etc/os-release', ['exact']],
    ['app/x.war', ['extension']],
    ['app/x.war.bak', []],
    ['usr/bin/python3.11', ['prefix']],
    ['usr/lib/libssl.so.3', ['prefix']],
    ['a/b.dist-info/sboms/c.json', ['folder']],
    ['b1.txt', ['everything']],
    ['c1.txt', []],
    ['ax', ['everything']],
    ['', []],
  ])('%s', (path, ids) => {
    expect(selector.select(path).map(({ id }) => id)).toEqual(ids);
  });

  test('answers as the globs themselves do', () => {
    const names = ['jar', 'a.jar', 'python3', '.war', 'x/python31/y', 'os-release', 'a/.gemspec', 'b.txt', 'libssl.so'];
    for (const path of names.flatMap((name) => [name, `usr/lib/${name}`, `var/lib/dpkg/status.d/${name}`])) {
      const expected = list.filter(({ globs }) => globs.some((glob) => compileGlob(glob).test(path)));
      expect(selector.select(path), path).toEqual(expected);
    }
  });
});
