import { describeCataloger } from '@pratique/testkit';
import { expect } from 'vitest';
import { pylockCataloger } from './cataloger.ts';

describeCataloger(pylockCataloger, import.meta.dirname, [
  { fixture: 'named', purls: ['pkg:pypi/idna@3.7'] },
  {
    fixture: 'sources',
    purls: [
      'pkg:pypi/by-git?vcs_url=git%2Bhttps%3A%2F%2Fgithub.com%2Facme%2Fby-git.git%400123abcd',
      'pkg:pypi/by-archive@2.1?download_url=https%3A%2F%2Fexample.com%2Fby_archive-2.1-py3-none-any.whl',
      'pkg:pypi/attrs@25.1.0',
      'pkg:pypi/iniconfig@2.0.0',
    ],
    development: ['pkg:pypi/iniconfig@2.0.0'],
    dependsOn: { 'pkg:pypi/attrs@25.1.0': ['pkg:pypi/iniconfig@2.0.0'] },
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['unidentified']),
  },
  {
    fixture: 'uv-export',
    purls: ['pkg:pypi/click@8.1.7', 'pkg:pypi/colorama@0.4.6', 'pkg:pypi/iniconfig@2.0.0', 'pkg:pypi/six@1.16.0'],
  },
]);
