import { describeCataloger } from '@pratique/testkit';
import { expect } from 'vitest';
import { uvLockCataloger } from './cataloger.ts';

describeCataloger(uvLockCataloger, import.meta.dirname, [
  {
    fixture: 'groups',
    purls: ['pkg:pypi/click@8.1.7', 'pkg:pypi/colorama@0.4.6', 'pkg:pypi/iniconfig@2.0.0', 'pkg:pypi/six@1.16.0'],
    development: ['pkg:pypi/iniconfig@2.0.0'],
    dependsOn: { 'pkg:pypi/click@8.1.7': ['pkg:pypi/colorama@0.4.6'] },
  },
  {
    fixture: 'not-a-lockfile',
    purls: [],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed']),
  },
  {
    fixture: 'sources',
    purls: [
      'pkg:pypi/by-git@0.8.1?vcs_url=git%2Bhttps%3A%2F%2Fgithub.com%2Facme%2Fby-git%4084748be16341b76e073d117329f7f5f4ee2941ad',
      'pkg:pypi/by-url@1.0?download_url=https%3A%2F%2Fexample.com%2Fby_url-1.0-py3-none-any.whl',
      'pkg:pypi/local@3.0',
      'pkg:pypi/numpy@1.26.4',
      'pkg:pypi/numpy@2.0.0',
    ],
    development: [
      'pkg:pypi/by-url@1.0?download_url=https%3A%2F%2Fexample.com%2Fby_url-1.0-py3-none-any.whl',
      'pkg:pypi/local@3.0',
      'pkg:pypi/numpy@2.0.0',
    ],
    dependsOn: {
      'pkg:pypi/by-url@1.0?download_url=https%3A%2F%2Fexample.com%2Fby_url-1.0-py3-none-any.whl': [
        'pkg:pypi/local@3.0',
      ],
    },
  },
]);
