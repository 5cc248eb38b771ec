import { runFuzz } from '@pratique/testkit';
import { expect, test } from 'vitest';
import { schemeIds } from './schemes.ts';
import { targets } from './versions.fuzz.ts';

test('every scheme is fuzzed', () => {
  expect(targets.map((target) => target.name)).toEqual(schemeIds.map((id) => `versions/${id}`));
});

test.each([...targets])('$name orders or refuses mutated versions and ranges', (target) => runFuzz(target, 1000, 1));
