import { describeCataloger } from '@pratique/testkit';
import { expect } from 'vitest';
import { rubyInstalledCataloger } from './cataloger.ts';

describeCataloger(rubyInstalledCataloger, import.meta.dirname, [
  {
    fixture: 'gems',
    purls: ['pkg:gem/nokogiri@1.13.10', 'pkg:gem/rake@13.0.6', 'pkg:gem/webrick@1.8.1'],
    check: ({ packages }) =>
      expect(packages.map(({ license }) => license).toSorted()).toEqual(['MIT', 'MIT', 'Ruby OR BSD-2-Clause']),
  },
  { fixture: 'default-gems', purls: ['pkg:gem/bundler@2.3.7', 'pkg:gem/etc@1.3.0', 'pkg:gem/json@2.6.1'] },
  {
    fixture: 'odd',
    purls: ['pkg:gem/binary@1.0', 'pkg:gem/computed@2.0', 'pkg:gem/nokogiri@1.15.0?platform=x86_64-linux'],
    unknowns: 1,
    check: ({ unknowns }) =>
      expect(unknowns[0]).toMatchObject({ code: 'malformed', path: expect.stringContaining('evil') }),
  },
]);
