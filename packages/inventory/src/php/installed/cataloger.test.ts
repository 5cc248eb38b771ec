import { describeCataloger } from '@pratique/testkit';
import { expect } from 'vitest';
import { phpInstalledCataloger } from './cataloger.ts';

const purls = ['pkg:composer/psr/container@v2.0.2', 'pkg:composer/psr/log@1.1.4'];

describeCataloger(phpInstalledCataloger, import.meta.dirname, [
  {
    fixture: 'composer-2',
    purls,
    check: ({ packages }) => {
      expect(packages[0]).toMatchObject({
        name: 'psr/container',
        development: true,
        license: 'MIT OR Apache-2.0',
        dependsOn: ['pkg:composer/psr/log@1.1.4'],
      });
      expect(packages[1]?.development).toBeUndefined();
      expect(packages[1]?.dependsOn).toBeUndefined();
    },
  },
  {
    fixture: 'composer-1',
    purls,
    check: ({ packages }) => expect(packages.every(({ development }) => development === undefined)).toBe(true),
  },
  { fixture: 'malformed', purls: ['pkg:composer/a/b'], unknowns: 5 },
]);
