import { describeCataloger } from '@pratique/testkit';
import { expect } from 'vitest';
import { pnpmLockCataloger } from './cataloger.ts';

describeCataloger(pnpmLockCataloger, import.meta.dirname, [
  {
    fixture: 'alias-bomb',
    purls: [],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed']),
  },
  {
    fixture: 'broken',
    purls: [],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed']),
  },
  {
    fixture: 'deep',
    purls: [],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['too-large']),
  },
  {
    fixture: 'not-a-lockfile',
    purls: [],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed']),
  },
  {
    fixture: 'v5-exotic',
    purls: [
      'pkg:npm/a@1.0.0',
      'pkg:npm/%40s/c@1.1.0',
      'pkg:npm/git-dep@0.1.0?vcs_url=git%2Bhttps%3A%2F%2Fgithub.com%2Facme%2Fgit-dep.git%400123abcd',
      'pkg:npm/%40acme/ssh@1.2.3?vcs_url=git%2Bssh%3A%2F%2Fgit%40example.com%2Facme%2Fssh.git%400123abcd',
      'pkg:npm/lib@3.0.0?download_url=https%3A%2F%2Fexample.com%2Flib.tgz',
      'pkg:npm/local@0.0.1',
    ],
    development: ['pkg:npm/lib@3.0.0?download_url=https%3A%2F%2Fexample.com%2Flib.tgz'],
    dependsOn: {
      'pkg:npm/a@1.0.0': [
        'pkg:npm/%40s/c@1.1.0',
        'pkg:npm/git-dep@0.1.0?vcs_url=git%2Bhttps%3A%2F%2Fgithub.com%2Facme%2Fgit-dep.git%400123abcd',
      ],
    },
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed']),
  },
  {
    fixture: 'v5.4',
    purls: [
      'pkg:npm/%40sindresorhus/is@4.6.0',
      'pkg:npm/debug@2.6.9',
      'pkg:npm/debug@4.3.4',
      'pkg:npm/fsevents@2.3.3',
      'pkg:npm/isarray@2.0.5',
      'pkg:npm/ms@2.0.0',
      'pkg:npm/ms@2.1.2',
      'pkg:npm/ms@2.1.3',
      'pkg:npm/once@1.4.0',
      'pkg:npm/wrappy@1.0.1',
      'pkg:npm/wrappy@1.0.2',
    ],
    development: ['pkg:npm/debug@2.6.9', 'pkg:npm/isarray@2.0.5', 'pkg:npm/wrappy@1.0.1'],
    dependsOn: {
      'pkg:npm/debug@2.6.9': ['pkg:npm/ms@2.0.0'],
      'pkg:npm/debug@4.3.4': ['pkg:npm/ms@2.1.2'],
      'pkg:npm/once@1.4.0': ['pkg:npm/wrappy@1.0.2'],
    },
  },
  {
    fixture: 'v6.0',
    purls: [
      'pkg:npm/%40sindresorhus/is@4.6.0',
      'pkg:npm/debug@2.6.9',
      'pkg:npm/debug@4.3.4',
      'pkg:npm/fsevents@2.3.3',
      'pkg:npm/isarray@2.0.5',
      'pkg:npm/ms@2.0.0',
      'pkg:npm/ms@2.1.2',
      'pkg:npm/ms@2.1.3',
      'pkg:npm/once@1.4.0',
      'pkg:npm/wrappy@1.0.1',
      'pkg:npm/wrappy@1.0.2',
    ],
    development: ['pkg:npm/debug@2.6.9', 'pkg:npm/isarray@2.0.5', 'pkg:npm/wrappy@1.0.1'],
    dependsOn: {
      'pkg:npm/debug@2.6.9': ['pkg:npm/ms@2.0.0'],
      'pkg:npm/debug@4.3.4': ['pkg:npm/ms@2.1.2'],
      'pkg:npm/once@1.4.0': ['pkg:npm/wrappy@1.0.2'],
    },
  },
  {
    fixture: 'v9-sources',
    purls: [
      'pkg:npm/pnpm@11.0.0',
      'pkg:npm/%40acme/real@1.0.0',
      'pkg:npm/peer@2.0.0',
      'pkg:npm/tool@0.9.0?vcs_url=git%2Bhttps%3A%2F%2Fgithub.com%2Facme%2Ftool.git%400123abcd',
      'pkg:npm/helper@1.0.0',
    ],
    development: [
      'pkg:npm/pnpm@11.0.0',
      'pkg:npm/tool@0.9.0?vcs_url=git%2Bhttps%3A%2F%2Fgithub.com%2Facme%2Ftool.git%400123abcd',
      'pkg:npm/helper@1.0.0',
    ],
    dependsOn: {
      'pkg:npm/%40acme/real@1.0.0': ['pkg:npm/peer@2.0.0'],
      'pkg:npm/tool@0.9.0?vcs_url=git%2Bhttps%3A%2F%2Fgithub.com%2Facme%2Ftool.git%400123abcd': [
        'pkg:npm/helper@1.0.0',
        'pkg:npm/peer@2.0.0',
      ],
    },
  },
  {
    fixture: 'v9.0',
    purls: [
      'pkg:npm/%40sindresorhus/is@4.6.0',
      'pkg:npm/debug@2.6.9',
      'pkg:npm/debug@4.3.4',
      'pkg:npm/fsevents@2.3.3',
      'pkg:npm/isarray@2.0.5',
      'pkg:npm/ms@2.0.0',
      'pkg:npm/ms@2.1.2',
      'pkg:npm/ms@2.1.3',
      'pkg:npm/once@1.4.0',
      'pkg:npm/wrappy@1.0.1',
      'pkg:npm/wrappy@1.0.2',
    ],
    development: ['pkg:npm/debug@2.6.9', 'pkg:npm/isarray@2.0.5', 'pkg:npm/wrappy@1.0.1'],
    dependsOn: {
      'pkg:npm/debug@2.6.9': ['pkg:npm/ms@2.0.0'],
      'pkg:npm/debug@4.3.4': ['pkg:npm/ms@2.1.2'],
      'pkg:npm/once@1.4.0': ['pkg:npm/wrappy@1.0.2'],
    },
  },
]);
