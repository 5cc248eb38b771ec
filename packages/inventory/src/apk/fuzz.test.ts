import { runFuzz } from '@pratique/testkit';
import { test } from 'vitest';
import { target } from './apk.fuzz.ts';

test('takes mutated databases', () => runFuzz(target, 1000, 1));
