import { describeCataloger } from '@pratique/testkit';
import { expect } from 'vitest';
import { pomXmlCataloger } from './cataloger.ts';

describeCataloger(pomXmlCataloger, import.meta.dirname, [
  {
    fixture: 'broken',
    purls: [],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed']),
  },
  { fixture: 'entities', purls: ['pkg:maven/org.slf4j/slf4j-api@1.7.36'] },
  {
    fixture: 'interpolation',
    purls: [
      'pkg:maven/com.fasterxml.jackson.core/jackson-databind@2.15.1',
      'pkg:maven/com.example/sibling@7',
      'pkg:maven/org.slf4j/slf4j-api@1.7.36',
      'pkg:maven/junit/junit@4.13.2',
      'pkg:maven/org.mockito/mockito-core@5.0.0',
      'pkg:maven/hard/pin@1.2.3',
      'pkg:maven/open/range',
      'pkg:maven/from/bom',
      'pkg:maven/no.such/property',
      'pkg:maven/endless/loop',
      'pkg:maven/by/profile@1.1',
    ],
    development: ['pkg:maven/junit/junit@4.13.2', 'pkg:maven/org.mockito/mockito-core@5.0.0'],
    unknowns: 2,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed', 'unidentified']),
  },
  { fixture: 'latin1', purls: ['pkg:maven/org.slf4j/slf4j-api@1.7.36'] },
  { fixture: 'no-dependencies', purls: [] },
  { fixture: 'packaged', purls: [] },
  {
    fixture: 'property-bomb',
    purls: ['pkg:maven/a/b'],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['unidentified']),
  },
]);
