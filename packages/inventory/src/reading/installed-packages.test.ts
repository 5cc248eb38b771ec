import { describe, expect, test } from 'vitest';
import { installedPackages } from './installed-packages.ts';

const entry = { path: 'x', type: 'file', size: 0, mode: 0o644, uid: 0, gid: 0 } as const;
const file = { entry, bytes: Buffer.alloc(0) };

describe('installedPackages', () => {
  test('each purl once, with dependencies that the file knows', () => {
    const { packages, unknowns } = installedPackages(file, [
      { type: 'npm', name: 'a', version: '1', needs: ['b', 'b', 'a', 'missing'] },
      { type: 'npm', name: 'b', version: '2' },
      { type: 'npm', name: 'a', version: '1' },
    ]);
    expect(packages?.map(({ name, dependsOn }) => [name, dependsOn])).toEqual([
      ['a', ['pkg:npm/b@2']],
      ['b', undefined],
    ]);
    expect(unknowns).toEqual([]);
  });

  test.each([
    ['', '1', 'malformed', 0],
    ['a\nb', '1', 'malformed', 0],
    ['a', '1\u0007', 'malformed', 0],
    ['a'.repeat(2000), '1', 'malformed', 0],
    ['a', '', 'unidentified', 1],
  ])('name %j, version %j', (name, version, code, count) => {
    const { packages, unknowns } = installedPackages(file, [{ type: 'npm', name, version }]);
    expect(packages).toHaveLength(count);
    expect(unknowns).toMatchObject([{ code, path: 'x' }]);
  });

  test('what no purl can name is an unknown', () => {
    expect(installedPackages(file, [{ type: 'maven', name: 'a', version: '1' }]).unknowns).toHaveLength(1);
  });

  test('unknowns are bounded', () => {
    const many = Array.from({ length: 1000 }, () => ({ type: 'npm', name: '', version: '' }) as const);
    const { unknowns = [] } = installedPackages(file, many);
    expect(unknowns.length).toBeLessThan(60);
    expect(unknowns.at(-1)?.code).toBe('too-large');
  });
});
