import { runFuzz } from '@pratique/testkit';
import { test } from 'vitest';
import { targets } from './dpkg.fuzz.ts';

test.each(targets)('$name takes mutated files', (target) => runFuzz(target, 1000, 1));
