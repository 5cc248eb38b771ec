import { describeCataloger } from '@pratique/testkit';
import { describe, expect, test } from 'vitest';
import { rInstalledCataloger } from './cataloger.ts';
import { rLicense } from './license.ts';

describeCataloger(rInstalledCataloger, import.meta.dirname, [
  {
    fixture: 'installed',
    purls: ['pkg:cran/base@4.2.2', 'pkg:cran/jsonlite@1.8.4', 'pkg:cran/stats@4.2.2'],
    check: ({ packages }) => {
      expect(packages.find(({ name }) => name === 'jsonlite')).toMatchObject({
        license: 'MIT',
        properties: { repository: 'CRAN' },
      });
      expect(packages.find(({ name }) => name === 'base')?.properties).toEqual({ priority: 'base' });
    },
  },
  { fixture: 'not-installed', purls: [] },
]);

describe('rLicense', () => {
  test.each([
    ['GPL-2', 'GPL-2.0-only'],
    ['GPL-2 | GPL-3', 'GPL-2.0-only OR GPL-3.0-only'],
    ['GPL (>= 2)', 'GPL-2.0-or-later'],
    ['LGPL (>= 2.1)', 'LGPL-2.1-or-later'],
    ['GPL (== 3)', 'GPL-3.0-only'],
    ['MIT + file LICENSE', 'MIT'],
    ['BSD_3_clause + file LICENSE | GPL-2', 'BSD-3-Clause OR GPL-2.0-only'],
    ['Apache License (== 2.0)', 'Apache-2.0'],
    ['Apache License (>= 2)', 'Apache-2.0'],
    ['Artistic-2.0', 'Artistic-2.0'],
    ['file LICENSE', undefined],
    ['Part of R 4.2.2', undefined],
    ['constructor', 'LicenseRef-constructor'],
    [undefined, undefined],
  ])('%s', (stated, expected) => {
    expect(rLicense(stated)).toBe(expected);
  });
});
