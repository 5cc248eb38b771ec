import { describeCataloger } from '@pratique/testkit';
import { expect } from 'vitest';
import { verificationMetadataCataloger } from './cataloger.ts';

describeCataloger(verificationMetadataCataloger, import.meta.dirname, [
  {
    fixture: 'components',
    purls: ['pkg:maven/com.google.errorprone/javac@9%2B181-r4173-1', 'pkg:maven/org.apache.pdfbox/pdfbox@2.0.17'],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed']),
  },
  {
    fixture: 'other-root',
    purls: [],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed']),
  },
]);
