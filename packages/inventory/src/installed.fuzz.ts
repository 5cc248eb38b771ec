import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Cataloger } from '@pratique/model';
import { catalogBytes, type FuzzTarget } from '@pratique/testkit';
import { condaCataloger } from './conda/cataloger.ts';
import { dotnetDepsCataloger } from './dotnet/deps-json/cataloger.ts';
import { erlangInstalledCataloger } from './erlang/installed/cataloger.ts';
import { npmInstalledCataloger } from './npm/installed/cataloger.ts';
import { phpInstalledCataloger } from './php/installed/cataloger.ts';
import { yarnCacheCataloger } from './npm/yarn-cache/cataloger.ts';
import { pythonInstalledCataloger } from './python/installed/cataloger.ts';
import { rInstalledCataloger } from './r/cataloger.ts';
import { rubyInstalledCataloger } from './ruby/installed/cataloger.ts';

function fixtures(folder: string): Buffer[] {
  const root = join(import.meta.dirname, folder, 'fixtures');
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((name) => join(root, name))
    .filter((path) => statSync(path).isFile())
    .sort()
    .map((path) => readFileSync(path));
}

function targetOf(cataloger: Cataloger, folder: string, path: string): FuzzTarget {
  return {
    name: `inventory/${cataloger.id}`,
    seeds: () => fixtures(folder),
    run: async (input) => void (await catalogBytes(cataloger, path, input)),
  };
}

/** The catalogers of installed packages that read one small text file each: their fixtures, mutated. */
export const targets: readonly FuzzTarget[] = [
  targetOf(condaCataloger, 'conda', 'opt/conda/conda-meta/a.json'),
  targetOf(dotnetDepsCataloger, 'dotnet/deps-json', 'app/a.deps.json'),
  targetOf(erlangInstalledCataloger, 'erlang/installed', 'lib/a/ebin/a.app'),
  targetOf(npmInstalledCataloger, 'npm/installed', 'node_modules/a/package.json'),
  targetOf(yarnCacheCataloger, 'npm/yarn-cache', '.yarn/cache/a.zip'),
  targetOf(phpInstalledCataloger, 'php/installed', 'vendor/composer/installed.json'),
  targetOf(pythonInstalledCataloger, 'python/installed', 'site-packages/a-1.0.dist-info/METADATA'),
  targetOf(rInstalledCataloger, 'r', 'usr/lib/R/library/a/DESCRIPTION'),
  targetOf(rubyInstalledCataloger, 'ruby/installed', 'gems/specifications/a-1.0.gemspec'),
];
