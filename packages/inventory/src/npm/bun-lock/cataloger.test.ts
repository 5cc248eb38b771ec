import { describeCataloger } from '@pratique/testkit';
import { expect } from 'vitest';
import { bunLockCataloger } from './cataloger.ts';

describeCataloger(bunLockCataloger, import.meta.dirname, [
  {
    fixture: 'binary',
    purls: [],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['unsupported']),
  },
  {
    fixture: 'bun-1.2',
    purls: [
      'pkg:npm/%40sindresorhus/is@4.6.0',
      'pkg:npm/debug@4.3.4',
      'pkg:npm/debug@2.6.9',
      'pkg:npm/fsevents@2.3.3',
      'pkg:npm/isarray@2.0.5',
      'pkg:npm/ms@2.1.3',
      'pkg:npm/ms@2.0.0',
      'pkg:npm/once@1.4.0',
      'pkg:npm/wrappy@1.0.2',
      'pkg:npm/wrappy@1.0.1',
      'pkg:npm/ms@2.1.2',
    ],
    development: ['pkg:npm/debug@2.6.9', 'pkg:npm/isarray@2.0.5', 'pkg:npm/wrappy@1.0.1'],
    dependsOn: {
      'pkg:npm/debug@4.3.4': ['pkg:npm/ms@2.1.2'],
      'pkg:npm/debug@2.6.9': ['pkg:npm/ms@2.0.0'],
      'pkg:npm/once@1.4.0': ['pkg:npm/wrappy@1.0.2'],
    },
  },
  {
    fixture: 'sources',
    purls: [
      'pkg:npm/tool@2.0.0',
      'pkg:npm/%40acme/real@1.0.0',
      'pkg:npm/helper@1.5.0',
      'pkg:npm/by-git?vcs_url=git%2Bhttps%3A%2F%2Fgithub.com%2Facme%2Fby-git%400123abc',
      'pkg:npm/by-url?download_url=https%3A%2F%2Fexample.com%2Fby-url.tgz',
      'pkg:npm/helper@2.0.0',
      'pkg:npm/tool@1.0.0',
    ],
    development: ['pkg:npm/helper@2.0.0', 'pkg:npm/tool@1.0.0'],
    dependsOn: {
      'pkg:npm/%40acme/real@1.0.0': ['pkg:npm/helper@1.5.0'],
      'pkg:npm/tool@1.0.0': ['pkg:npm/helper@2.0.0'],
    },
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
