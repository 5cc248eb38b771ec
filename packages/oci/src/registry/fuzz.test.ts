import { runFuzz } from '@pratique/testkit';
import { expect, test } from 'vitest';
import { targets } from './registry.fuzz.ts';

test.each(targets)('$name: 500 mutations, typed errors only', async (target) => {
  await expect(runFuzz(target, 500, 20_261_121)).resolves.toBeUndefined();
});
