import { runFuzz } from '@pratique/testkit';
import { test } from 'vitest';
import { target } from './manifest.fuzz.ts';

test('manifests take mutated files', () => runFuzz(target, 1500, 1));
