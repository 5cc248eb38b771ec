import { runFuzz } from '@pratique/testkit';
import { test } from 'vitest';
import { target } from './rust-binary.fuzz.ts';

test('the list of crates survives mutations', async () => {
  await runFuzz(target, 1000, 1);
});
