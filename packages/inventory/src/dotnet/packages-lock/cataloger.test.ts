import { describeCataloger } from '@pratique/testkit';
import { expect } from 'vitest';
import { packagesLockCataloger } from './cataloger.ts';

describeCataloger(packagesLockCataloger, import.meta.dirname, [
  {
    fixture: 'frameworks',
    purls: [
      'pkg:nuget/Serilog@2.10.0',
      'pkg:nuget/Serilog.Sinks.Console@4.0.0',
      'pkg:nuget/Central@1.0.0',
      'pkg:nuget/Serilog@3.1.1',
    ],
    dependsOn: { 'pkg:nuget/Serilog.Sinks.Console@4.0.0': ['pkg:nuget/Serilog@2.10.0'] },
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed']),
  },
  {
    fixture: 'not-a-lockfile',
    purls: [],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed']),
  },
]);
