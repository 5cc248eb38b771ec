import { runFuzz } from '@pratique/testkit';
import { test } from 'vitest';
import { targets } from './advisories.fuzz.ts';

test.each(targets.map((target) => [target.name, target] as const))(
  '%s survives mutated input',
  async (_name, target) => {
    await runFuzz(target, 600, 20261121);
  },
);
