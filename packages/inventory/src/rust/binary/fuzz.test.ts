import { runFuzz } from '@pratique/testkit';
import { test } from 'vitest';
import { targets } from './rust-binary.fuzz.ts';

test.each(targets)('$name survives mutations', async (target) => {
  await runFuzz(target, 1000, 1);
});
