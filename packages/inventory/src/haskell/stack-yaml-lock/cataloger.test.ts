import { describeCataloger } from '@pratique/testkit';
import { expect } from 'vitest';
import { stackYamlLockCataloger } from './cataloger.ts';

describeCataloger(stackYamlLockCataloger, import.meta.dirname, [
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
      'pkg:hackage/HTTP@4000.3.16',
      'pkg:hackage/kore@0.60.0.0?vcs_url=git%2Bhttps%3A%2F%2Fgithub.com%2Facme%2Fkore.git%400123abcd',
      'pkg:hackage/archived@1.0?download_url=https%3A%2F%2Fexample.com%2Farchived-1.0.tar.gz',
    ],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed']),
  },
]);
