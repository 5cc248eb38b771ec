import { runFuzz } from '@pratique/testkit';
import { test } from 'vitest';
import { targets } from './rpm.fuzz.ts';

test.each(targets)('$name takes mutated files', (target) => runFuzz(target, 1000, 1));
