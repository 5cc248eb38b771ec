import { runFuzz } from '@pratique/testkit';
import { test } from 'vitest';
import { target } from './classifier.fuzz.ts';

test('the classifiers survive mutations', async () => {
  await runFuzz(target, 3000, 1);
});
