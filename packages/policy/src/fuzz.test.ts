import { runFuzz } from '@pratique/testkit';
import { test } from 'vitest';
import { targets } from './policy.fuzz.ts';

test.each(targets)('$name: mutated inputs are read or refused', (target) => runFuzz(target, 250, 1));
