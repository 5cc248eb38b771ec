import { runFuzz } from '@pratique/testkit';
import { test } from 'vitest';
import { targets } from './executable.fuzz.ts';

test.each(targets)('$name survives mutations', async (target) => {
  await runFuzz(target, 2000, 1);
});
