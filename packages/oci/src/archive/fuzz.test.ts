import { runFuzz } from '@pratique/testkit';
import { expect, test } from 'vitest';
import { targets } from './archive.fuzz.ts';

test.each(targets)('$name: 300 mutations, typed errors only', async (target) => {
  await expect(runFuzz(target, 300, 20_261_121)).resolves.toBeUndefined();
});
