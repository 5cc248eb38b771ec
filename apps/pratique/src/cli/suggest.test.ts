import { expect, test } from 'vitest';
import { closest } from './suggest.ts';

test.each([
  ['scna', 'scan'],
  ['sacn', 'scan'],
  ['scan', 'scan'],
  ['sbmo', 'sbom'],
  ['updates', 'update'],
  ['xyz', undefined],
  ['s', undefined],
  ['', undefined],
  ['x'.repeat(1000), undefined],
])('%j: %s', (word, meant) => {
  expect(closest(word, ['scan', 'sbom', 'update'])).toBe(meant);
});
