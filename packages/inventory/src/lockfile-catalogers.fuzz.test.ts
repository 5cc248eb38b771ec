import { runFuzz } from '@pratique/testkit';
import { test } from 'vitest';
import { targets } from './lockfile-catalogers.fuzz.ts';

test.each(targets)('$name takes mutated files', (target) => runFuzz(target, 200, 1));
