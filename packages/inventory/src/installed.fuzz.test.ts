import { runFuzz } from '@pratique/testkit';
import { test } from 'vitest';
import { targets } from './installed.fuzz.ts';

test.each(targets)('$name: no throw', async (target) => {
  await runFuzz(target, 1000, 1);
});
