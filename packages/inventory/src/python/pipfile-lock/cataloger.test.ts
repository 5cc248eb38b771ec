import { describeCataloger } from '@pratique/testkit';
import { expect } from 'vitest';
import { pipfileLockCataloger } from './cataloger.ts';

describeCataloger(pipfileLockCataloger, import.meta.dirname, [
  {
    fixture: 'not-a-lockfile',
    purls: [],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed']),
  },
  {
    fixture: 'pipenv',
    purls: ['pkg:pypi/click@8.1.7', 'pkg:pypi/iniconfig@2.0.0'],
    development: ['pkg:pypi/iniconfig@2.0.0'],
  },
  {
    fixture: 'sources',
    purls: [
      'pkg:pypi/by-git?vcs_url=git%2Bhttps%3A%2F%2Fgithub.com%2Facme%2Fby-git%400123abcd',
      'pkg:pypi/by-file@1.4?download_url=https%3A%2F%2Fexample.com%2Fby_file-1.4-py3-none-any.whl',
      'pkg:pypi/starred',
      'pkg:pypi/aspy-yaml@1.2.0',
      'pkg:pypi/pytest@8.0.0',
      'pkg:pypi/sphinx@7.0',
    ],
    development: ['pkg:pypi/pytest@8.0.0'],
    unknowns: 2,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed', 'unidentified']),
  },
]);
