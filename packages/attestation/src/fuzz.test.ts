import { runFuzz } from '@pratique/testkit';
import { test } from 'vitest';
import { targets } from './attestation.fuzz.ts';

test.each(targets)('$name: mutated inputs are read or refused', (target) => runFuzz(target, 2000, 1));
