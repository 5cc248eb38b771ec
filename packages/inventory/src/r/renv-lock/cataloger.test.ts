import { describeCataloger } from '@pratique/testkit';
import { expect } from 'vitest';
import { renvLockCataloger } from './cataloger.ts';

describeCataloger(renvLockCataloger, import.meta.dirname, [
  {
    fixture: 'not-a-lockfile',
    purls: [],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed']),
  },
  {
    fixture: 'sources',
    purls: [
      'pkg:cran/markdown@1.0',
      'pkg:cran/mime@0.12.1?vcs_url=git%2Bhttps%3A%2F%2Fgithub.com%2Fyihui%2Fmime%401763e0dc',
      'pkg:cran/BSgenome@1.60.0?repository_url=https%3A%2F%2Fbioconductor.org',
    ],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed']),
  },
]);
