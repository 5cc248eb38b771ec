import { describeCataloger } from '@pratique/testkit';
import { expect } from 'vitest';
import { requirementsCataloger } from './cataloger.ts';

describeCataloger(requirementsCataloger, import.meta.dirname, [
  {
    fixture: 'broken-lines',
    purls: ['pkg:pypi/good@1.0'],
    unknowns: 4,
    check: ({ unknowns }) =>
      expect(unknowns.map(({ code }) => code)).toEqual(['malformed', 'malformed', 'malformed', 'malformed']),
  },
  {
    fixture: 'compiled',
    purls: [
      'pkg:pypi/certifi@2024.2.2',
      'pkg:pypi/charset-normalizer@3.3.2',
      'pkg:pypi/idna@3.7',
      'pkg:pypi/pysocks@1.7.1',
      'pkg:pypi/requests@2.31.0',
      'pkg:pypi/urllib3@2.2.1',
    ],
  },
  { fixture: 'constraints', purls: ['pkg:pypi/idna@3.7'] },
  {
    fixture: 'development',
    purls: ['pkg:pypi/pytest@8.0.0', 'pkg:pypi/coverage@7.0'],
    development: ['pkg:pypi/pytest@8.0.0', 'pkg:pypi/coverage@7.0'],
  },
  {
    fixture: 'forms',
    purls: [
      'pkg:pypi/pycrypto@1.2-alpha',
      'pkg:pypi/requests@2.31.0',
      'pkg:pypi/six@1.16.0',
      'pkg:pypi/parens@1.0',
      'pkg:pypi/continued@0.1',
      'pkg:pypi/options@2.0',
      'pkg:pypi/both@1.5',
      'pkg:pypi/zope-interface@5.0',
      'pkg:pypi/local@1.2.3%2Bgcr.2',
      'pkg:pypi/epoch@1!2.0',
      'pkg:pypi/wheel@0.40.0?download_url=https%3A%2F%2Fexample.com%2Fwheel-0.40.0-py3-none-any.whl',
      'pkg:pypi/fork?vcs_url=git%2Bhttps%3A%2F%2Fgithub.com%2Facme%2Ffork.git%40v1.2.3',
      'pkg:pypi/numpy@1.9.2',
      'pkg:pypi/editable?vcs_url=git%2Bhttps%3A%2F%2Fgithub.com%2Facme%2Feditable.git%40main',
      'pkg:pypi/last@9.9',
    ],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['unidentified']),
  },
  { fixture: 'only-comments', purls: [] },
  { fixture: 'shipped', purls: [] },
  { fixture: 'utf16', purls: ['pkg:pypi/requests@2.31.0', 'pkg:pypi/idna@3.7'] },
  { fixture: 'utf8-bom', purls: ['pkg:pypi/idna@3.7'] },
]);
