import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { compileGlob } from '@pratique/foundation';
import type { Cataloger } from '@pratique/model';
import { catalogBytes, type FuzzTarget } from '@pratique/testkit';
import { lockfileCatalogers } from './lockfile-catalogers.ts';

/** Every file below any `fixtures/<name>/`, with its path within the fixture. */
function fixtureFiles(): { path: string; file: string }[] {
  return readdirSync(import.meta.dirname, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /[\\/]fixtures[\\/]/.test(entry.parentPath))
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      const [, within = ''] = relative(import.meta.dirname, file)
        .replaceAll('\\', '/')
        .split('/fixtures/');
      return { file, path: within.slice(within.indexOf('/') + 1) };
    });
}

const files = fixtureFiles();

function targetOf(cataloger: Cataloger): FuzzTarget {
  const patterns = cataloger.globs.map(compileGlob);
  const seeds = files.filter(({ path }) => patterns.some((pattern) => pattern.test(path)));
  // A mutated input has no path of its own: it is read as each kind of file that the cataloger knows.
  const paths = [...new Set(seeds.map(({ path }) => path.slice(path.lastIndexOf('/') + 1)))];
  return {
    name: `inventory/${cataloger.id}`,
    seeds: () => seeds.map(({ file }) => readFileSync(file)),
    run: async (input) => {
      for (const path of paths) await catalogBytes(cataloger, path, input);
    },
  };
}

/** One target per cataloger of a lockfile, with its fixtures as seeds. */
export const targets: readonly FuzzTarget[] = lockfileCatalogers.map(targetOf);
