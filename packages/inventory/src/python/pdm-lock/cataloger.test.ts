import { describeCataloger } from '@pratique/testkit';
import { expect } from 'vitest';
import { pdmLockCataloger } from './cataloger.ts';

describeCataloger(pdmLockCataloger, import.meta.dirname, [
  {
    fixture: 'not-toml',
    purls: [],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed']),
  },
  {
    fixture: 'sources',
    purls: [
      'pkg:pypi/by-git@0.10.2?vcs_url=git%2Bhttps%3A%2F%2Fgithub.com%2Facme%2Fby-git.git%400123abcd',
      'pkg:pypi/by-url@1.0?download_url=https%3A%2F%2Fexample.com%2Fby_url-1.0-py3-none-any.whl',
      'pkg:pypi/coverage@7.4.1',
      'pkg:pypi/tomli@2.0.1',
      'pkg:pypi/pysocks@1.7.1',
    ],
    development: ['pkg:pypi/coverage@7.4.1'],
    dependsOn: { 'pkg:pypi/coverage@7.4.1': ['pkg:pypi/tomli@2.0.1'] },
  },
]);
