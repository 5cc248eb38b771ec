import { runFuzz } from '@pratique/testkit';
import { test } from 'vitest';
import { target } from './sbom.fuzz.ts';

test('mutated documents are read or refused', () => runFuzz(target, 2000, 1));
