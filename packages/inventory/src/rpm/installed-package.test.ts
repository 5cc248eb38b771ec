import { describe, expect, test } from 'vitest';
import { installedPackage } from './installed-package.ts';

describe('installedPackage', () => {
  test.each([
    [{ name: 'a', version: '1', release: '2' }, '1-2'],
    [{ name: 'a', version: '1', release: '2', epoch: 0 }, '1-2'],
    [{ name: 'a', version: '1', release: '2', epoch: 4_294_967_295 }, '4294967295:1-2'],
    [{ name: 'a', version: '1' }, '1'],
  ])('%j has version %s', (record, version) => expect(installedPackage(record)?.version).toBe(version));

  test.each([{}, { name: 'a' }, { version: '1' }, { name: 'a b', version: '1' }, { name: 'a', version: '(none)' }])(
    '%j is no package',
    (record) => expect(installedPackage(record)).toBeUndefined(),
  );

  test('a tag without a value is absent', () => {
    const found = installedPackage({
      name: 'a',
      version: '1',
      release: '2',
      architecture: '(none)',
      sourceRpm: '(none)',
      vendor: '(none)',
    });
    expect(found).toEqual({
      type: 'rpm',
      name: 'a',
      version: '1-2',
      evidence: 'installed',
      purl: { type: 'rpm', name: 'a', version: '1-2', qualifiers: {} },
    });
  });
});
