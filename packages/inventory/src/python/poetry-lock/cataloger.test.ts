import { describeCataloger } from '@pratique/testkit';
import { expect } from 'vitest';
import { poetryLockCataloger } from './cataloger.ts';

describeCataloger(poetryLockCataloger, import.meta.dirname, [
  {
    fixture: 'empty',
    purls: [],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed']),
  },
  {
    fixture: 'not-toml',
    purls: [],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed']),
  },
  {
    fixture: 'sources',
    purls: [
      'pkg:pypi/by-git@0.2.0?vcs_url=git%2Bhttps%3A%2F%2Fgithub.com%2Facme%2Fby-git%400123abcd',
      'pkg:pypi/by-url@1.0?download_url=https%3A%2F%2Fexample.com%2Fby_url-1.0.tar.gz',
      'pkg:pypi/zope-interface@5.0',
    ],
    development: ['pkg:pypi/zope-interface@5.0'],
    dependsOn: {
      'pkg:pypi/by-git@0.2.0?vcs_url=git%2Bhttps%3A%2F%2Fgithub.com%2Facme%2Fby-git%400123abcd': [
        'pkg:pypi/zope-interface@5.0',
      ],
    },
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed']),
  },
  {
    fixture: 'v1.1',
    purls: ['pkg:pypi/click@8.1.7', 'pkg:pypi/colorama@0.4.6', 'pkg:pypi/iniconfig@2.0.0', 'pkg:pypi/six@1.16.0'],
    development: ['pkg:pypi/iniconfig@2.0.0'],
    dependsOn: { 'pkg:pypi/click@8.1.7': ['pkg:pypi/colorama@0.4.6'] },
  },
  {
    fixture: 'v1.8',
    purls: ['pkg:pypi/click@8.1.7', 'pkg:pypi/colorama@0.4.6', 'pkg:pypi/iniconfig@2.0.0', 'pkg:pypi/six@1.16.0'],
    dependsOn: { 'pkg:pypi/click@8.1.7': ['pkg:pypi/colorama@0.4.6'] },
  },
  {
    fixture: 'v2.1',
    purls: ['pkg:pypi/click@8.1.7', 'pkg:pypi/colorama@0.4.6', 'pkg:pypi/iniconfig@2.0.0', 'pkg:pypi/six@1.16.0'],
    development: ['pkg:pypi/iniconfig@2.0.0'],
    dependsOn: { 'pkg:pypi/click@8.1.7': ['pkg:pypi/colorama@0.4.6'] },
  },
]);
