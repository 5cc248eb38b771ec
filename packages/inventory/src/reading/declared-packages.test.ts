import { formatPurl } from '@pratique/model';
import { describe, expect, test } from 'vitest';
import { DeclaredPackages } from './declared-packages.ts';

const file = {
  entry: { path: 'a/lock', type: 'file', size: 0, mode: 0, uid: 0, gid: 0 },
  bytes: Buffer.alloc(0),
} as const;

describe('DeclaredPackages', () => {
  test('adds each purl once; development only if every declaration says so', () => {
    const declared = new DeclaredPackages(file);
    for (const development of [true, true]) declared.add({ type: 'npm', name: 'a', version: '1', development });
    for (const development of [true, false, true]) declared.add({ type: 'npm', name: 'b', version: '1', development });
    const { packages } = declared.result();
    expect(packages?.map(({ name, development }) => [name, development])).toEqual([
      ['a', true],
      ['b', undefined],
    ]);
  });

  test('keeps dependencies between its own packages', () => {
    const declared = new DeclaredPackages(file);
    const a = declared.add({ type: 'npm', name: 'a', version: '1' }) ?? '';
    const b = declared.add({ type: 'npm', name: 'b', version: '1' });
    declared.depend(a, [b, a, undefined, 'pkg:npm/elsewhere@1', b]);
    expect(declared.result().packages?.[0]?.dependsOn).toEqual(['pkg:npm/b@1']);
  });

  test('a package without a version is listed and counted as unidentified', () => {
    const declared = new DeclaredPackages(file);
    declared.add({ type: 'npm', name: 'a', version: '' });
    declared.unidentified('b');
    const { packages, unknowns } = declared.result();
    expect(packages?.map(({ purl }) => formatPurl(purl))).toEqual(['pkg:npm/a']);
    expect(unknowns).toEqual([
      { code: 'unidentified', path: 'a/lock', reason: 'gives no exact version of 2 of its dependencies: "a", "b"' },
    ]);
  });

  test.each([
    ['an empty name', '', '1'],
    ['a control character in the name', 'a\u001b[31m', '1'],
    ['a line break in the version', 'a', '1\n2'],
    ['a very long version', 'a', '1'.repeat(2000)],
  ])('%s is an unknown', (_title, name, version) => {
    const declared = new DeclaredPackages(file);
    expect(declared.add({ type: 'npm', name, version })).toBeUndefined();
    expect(declared.result()).toMatchObject({ packages: [], unknowns: [{ code: 'malformed' }] });
  });

  test('what no package URL can name is an unknown', () => {
    const declared = new DeclaredPackages(file);
    declared.add({ type: 'swift', name: 'no-namespace', version: '1' });
    expect(declared.result()).toMatchObject({ packages: [], unknowns: [{ code: 'malformed' }] });
  });

  test('stops at its bound on packages, and says so once', () => {
    const declared = new DeclaredPackages(file, 3);
    for (let i = 0; i < 10; i++) declared.add({ type: 'npm', name: `p${i}`, version: '1' });
    const { packages, unknowns } = declared.result();
    expect(packages).toHaveLength(3);
    expect(unknowns?.map(({ code }) => code)).toEqual(['too-large']);
  });

  test('bounds its unknowns', () => {
    const declared = new DeclaredPackages(file);
    for (let i = 0; i < 1000; i++) declared.unknown('malformed', `line ${i}`);
    const { unknowns } = declared.result();
    expect(unknowns).toHaveLength(51);
    expect(unknowns?.at(-1)?.reason).toBe('950 more entries could not be read');
  });
});
