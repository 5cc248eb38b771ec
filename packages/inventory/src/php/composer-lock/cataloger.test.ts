import { describeCataloger } from '@pratique/testkit';
import { expect } from 'vitest';
import { composerLockCataloger } from './cataloger.ts';

describeCataloger(composerLockCataloger, import.meta.dirname, [
  {
    fixture: 'generated',
    purls: ['pkg:composer/monolog/monolog@3.5.0', 'pkg:composer/psr/log@3.0.0', 'pkg:composer/psr/clock@1.0.0'],
    development: ['pkg:composer/psr/clock@1.0.0'],
    dependsOn: { 'pkg:composer/monolog/monolog@3.5.0': ['pkg:composer/psr/log@3.0.0'] },
  },
  {
    fixture: 'not-a-lockfile',
    purls: [],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed']),
  },
  {
    fixture: 'odd',
    purls: ['pkg:composer/acme/dual@v1.0.0', 'pkg:composer/psr/log@dev-master'],
    dependsOn: { 'pkg:composer/acme/dual@v1.0.0': ['pkg:composer/psr/log@dev-master'] },
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed']),
  },
]);
