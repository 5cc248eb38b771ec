import { describeCataloger } from '@pratique/testkit';
import { expect } from 'vitest';
import { mixLockCataloger } from './cataloger.ts';

describeCataloger(mixLockCataloger, import.meta.dirname, [
  { fixture: 'empty', purls: [] },
  {
    fixture: 'sources',
    purls: [
      'pkg:hex/bunt@0.2.0',
      'pkg:hex/real_name@1.2.3',
      'pkg:hex/quoted-name@0.1.0',
      'pkg:hex/by_git?vcs_url=git%2Bhttps%3A%2F%2Fgithub.com%2Facme%2Fby_git.git%40a9574ab75d6ed01e1288c453ae1d943d7a964595',
      'pkg:hex/by_path',
    ],
    unknowns: 2,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed', 'unidentified']),
  },
  {
    fixture: 'truncated',
    purls: [],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed']),
  },
]);
