import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogBytes, type FuzzTarget } from '@pratique/testkit';
import { alpmCataloger } from './cataloger.ts';

const folder = 'var/lib/pacman/local/lib32-dual-2.0.r5.gabc-1';

export const targets: readonly FuzzTarget[] = ['desc', 'files'].map((file) => ({
  name: `inventory/alpm-${file}`,
  seeds: () => [readFileSync(join(import.meta.dirname, 'fixtures/two-packages', folder, file))],
  run: async (input) => {
    await catalogBytes(alpmCataloger, `${folder}/${file}`, input);
  },
}));
