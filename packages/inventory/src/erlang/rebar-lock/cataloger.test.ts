import { describeCataloger } from '@pratique/testkit';
import { expect } from 'vitest';
import { rebarLockCataloger } from './cataloger.ts';

describeCataloger(rebarLockCataloger, import.meta.dirname, [
  {
    fixture: 'broken',
    purls: ['pkg:hex/idna@6.1.1'],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed']),
  },
  { fixture: 'no-dependencies', purls: [] },
  { fixture: 'old-format', purls: ['pkg:hex/goldrush@0.1.6'] },
  {
    fixture: 'sources',
    purls: [
      'pkg:hex/certifi@2.9.0',
      'pkg:hex/real@1.0.0',
      'pkg:hex/bson?vcs_url=git%2Bhttps%3A%2F%2Fgithub.com%2Fcomtihon%2Fbson-erlang%4014308ab927cfa69324742c3de720578094e0bb19',
      'pkg:hex/sub?vcs_url=git%2Bssh%3A%2F%2Fgit%40github.com%2Facme%2Fmono.git%400123abcd',
    ],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['unidentified']),
  },
]);
