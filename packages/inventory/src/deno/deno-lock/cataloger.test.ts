import { describeCataloger } from '@pratique/testkit';
import { expect } from 'vitest';
import { denoLockCataloger } from './cataloger.ts';

describeCataloger(denoLockCataloger, import.meta.dirname, [
  {
    fixture: 'not-a-lockfile',
    purls: [],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed']),
  },
  { fixture: 'v1', purls: ['pkg:generic/deno.land/std@0.140.0'] },
  {
    fixture: 'v2',
    purls: ['pkg:npm/chalk@5.3.0', 'pkg:generic/deno.land/std@0.140.0', 'pkg:generic/deno.land/x/oak@v12.6.1'],
  },
  {
    fixture: 'v3',
    purls: ['pkg:npm/debug@4.3.4', 'pkg:npm/ms@2.1.2', 'pkg:jsr/%40std/bytes@1.0.2', 'pkg:jsr/%40std/encoding@1.0.5'],
  },
  {
    fixture: 'v4',
    purls: ['pkg:npm/debug@4.3.4', 'pkg:npm/ms@2.1.2', 'pkg:npm/ms@2.1.3'],
    dependsOn: { 'pkg:npm/debug@4.3.4': ['pkg:npm/ms@2.1.2'] },
  },
  {
    fixture: 'v5-peers',
    purls: [
      'pkg:npm/typedoc@0.28.19',
      'pkg:npm/typescript@6.0.3',
      'pkg:npm/%40algolia/preset@1.17.9',
      'pkg:jsr/%40std/bytes@1.0.2',
      'pkg:jsr/%40std/encoding@1.0.5',
    ],
    dependsOn: {
      'pkg:npm/typedoc@0.28.19': ['pkg:npm/typescript@6.0.3'],
      'pkg:npm/%40algolia/preset@1.17.9': ['pkg:npm/typescript@6.0.3'],
      'pkg:jsr/%40std/encoding@1.0.5': ['pkg:jsr/%40std/bytes@1.0.2'],
    },
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns.map(({ code }) => code)).toEqual(['malformed']),
  },
]);
