import { describeCataloger } from '@pratique/testkit';
import { expect } from 'vitest';
import { packagesConfigCataloger } from './cataloger.ts';

describeCataloger(packagesConfigCataloger, import.meta.dirname, [
  {
    fixture: 'other-root',
    purls: [],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed']),
  },
  {
    fixture: 'packages',
    purls: ['pkg:nuget/Newtonsoft.Json@13.0.3', 'pkg:nuget/Microsoft.Net.Compilers@1.0.0', 'pkg:nuget/NoVersion'],
    development: ['pkg:nuget/Microsoft.Net.Compilers@1.0.0'],
    unknowns: 2,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed', 'unidentified']),
  },
]);
