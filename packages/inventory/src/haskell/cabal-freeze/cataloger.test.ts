import { describeCataloger } from '@pratique/testkit';
import { expect } from 'vitest';
import { cabalFreezeCataloger } from './cataloger.ts';

describeCataloger(cabalFreezeCataloger, import.meta.dirname, [
  {
    fixture: 'constraints',
    purls: ['pkg:hackage/Cabal@3.2.1.0', 'pkg:hackage/Diff@0.4.1', 'pkg:hackage/other@1.0'],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['unidentified']),
  },
  {
    fixture: 'not-a-freeze-file',
    purls: [],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed']),
  },
]);
