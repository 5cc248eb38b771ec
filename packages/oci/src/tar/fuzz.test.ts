import { runFuzz } from '@pratique/testkit';
import { expect, test } from 'vitest';
import { targets } from './tar.fuzz.ts';

test.each(targets)('$name: 2,000 mutations, no crash, no hang, no byte too many', async (target) => {
  await expect(runFuzz(target, 2000, 20_261_121)).resolves.toBeUndefined();
});
