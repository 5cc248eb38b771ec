import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogBytes, type FuzzTarget } from '@pratique/testkit';
import { programCataloger } from './cataloger.ts';

interface Slice {
  readonly path: string;
  readonly slice: string;
}

const folder = join(import.meta.dirname, 'fixtures');
const slices = JSON.parse(readFileSync(join(folder, 'slices.json'), 'utf8')) as readonly Slice[];
const paths = slices.map(({ path }) => path);

export const target: FuzzTarget = {
  name: 'inventory/classifiers',
  seeds: () => slices.map(({ slice }) => readFileSync(join(folder, 'slices', slice))),
  run: async (input) => {
    // Any of the paths, by the input alone, so that a failure can be repeated.
    const path = paths[input.length % paths.length] as string;
    await catalogBytes(programCataloger, path, input);
  },
};
