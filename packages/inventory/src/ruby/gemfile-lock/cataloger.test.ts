import { describeCataloger } from '@pratique/testkit';
import { expect } from 'vitest';
import { gemfileLockCataloger } from './cataloger.ts';

describeCataloger(gemfileLockCataloger, import.meta.dirname, [
  {
    fixture: 'bundled',
    purls: [
      'pkg:gem/local_gem@0.3.0',
      'pkg:gem/mini_portile2@2.8.1',
      'pkg:gem/nokogiri@1.13.10',
      'pkg:gem/racc@1.6.2',
      'pkg:gem/rack@2.2.22',
      'pkg:gem/rake@13.0.6',
    ],
    dependsOn: {
      'pkg:gem/local_gem@0.3.0': ['pkg:gem/rack@2.2.22'],
      'pkg:gem/nokogiri@1.13.10': ['pkg:gem/mini_portile2@2.8.1', 'pkg:gem/racc@1.6.2'],
    },
  },
  { fixture: 'no-gems', purls: [] },
  {
    fixture: 'not-a-lockfile',
    purls: [],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed']),
  },
  {
    fixture: 'sources',
    purls: [
      'pkg:gem/hanami-controller@2.0.0.alpha1?vcs_url=git%2Bhttps%3A%2F%2Fgithub.com%2Fhanami%2Fcontroller.git%40027dbe2e56397b534e859fc283990cad1b6addd6',
      'pkg:gem/local_gem@0.3.0',
      'pkg:gem/nokogiri@1.15.5',
      'pkg:gem/racc@1.7.3',
      'pkg:gem/rack@2.2.8',
    ],
    dependsOn: {
      'pkg:gem/hanami-controller@2.0.0.alpha1?vcs_url=git%2Bhttps%3A%2F%2Fgithub.com%2Fhanami%2Fcontroller.git%40027dbe2e56397b534e859fc283990cad1b6addd6':
        ['pkg:gem/rack@2.2.8'],
      'pkg:gem/local_gem@0.3.0': ['pkg:gem/rack@2.2.8'],
      'pkg:gem/nokogiri@1.15.5': ['pkg:gem/racc@1.7.3'],
    },
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed']),
  },
]);
