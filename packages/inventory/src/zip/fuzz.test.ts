import { runFuzz } from '@pratique/testkit';
import { test } from 'vitest';
import { target } from './zip.fuzz.ts';

test('mutated archives: no throw', async () => {
  await runFuzz(target, 2000, 1);
});
