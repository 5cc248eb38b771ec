import { describeCataloger } from '@pratique/testkit';
import { expect } from 'vitest';
import { pubspecLockCataloger } from './cataloger.ts';

describeCataloger(pubspecLockCataloger, import.meta.dirname, [
  { fixture: 'no-packages', purls: [] },
  {
    fixture: 'not-a-lockfile',
    purls: [],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed']),
  },
  {
    fixture: 'sources',
    purls: [
      'pkg:pub/args@2.4.2',
      'pkg:pub/test@1.24.9',
      'pkg:pub/private@1.10?repository_url=https%3A%2F%2Fpub.example.com',
      'pkg:pub/by_git@0.1.2?vcs_url=git%2Bhttps%3A%2F%2Fgithub.com%2Facme%2Fby_git.git%40406b9b038b2c1d779f1e7bf609c8c248be247372',
    ],
    development: ['pkg:pub/test@1.24.9'],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed']),
  },
]);
