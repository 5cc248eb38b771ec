import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogBytes, type FuzzTarget } from '@pratique/testkit';
import { apkCataloger } from './cataloger.ts';

const path = 'lib/apk/db/installed';

export const target: FuzzTarget = {
  name: 'inventory/apk',
  seeds: () =>
    ['alpine-3.18', 'alpine-3.7'].map((fixture) => readFileSync(join(import.meta.dirname, 'fixtures', fixture, path))),
  run: async (input) => {
    await catalogBytes(apkCataloger, path, input);
  },
};
