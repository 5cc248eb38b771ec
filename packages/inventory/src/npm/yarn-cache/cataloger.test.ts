import { describeCataloger } from '@pratique/testkit';
import { expect } from 'vitest';
import { yarnCacheCataloger } from './cataloger.ts';

describeCataloger(yarnCacheCataloger, import.meta.dirname, [
  {
    fixture: 'cache',
    purls: ['pkg:npm/ms@2.1.2'],
    check: ({ packages }) =>
      expect(packages[0]).toMatchObject({ license: 'MIT', member: 'node_modules/ms/package.json' }),
  },
  {
    fixture: 'damaged',
    purls: [],
    unknowns: 2,
    check: ({ unknowns }) =>
      expect(unknowns.map(({ code }) => code).toSorted()).toEqual(['unidentified', 'unreadable']),
  },
]);
