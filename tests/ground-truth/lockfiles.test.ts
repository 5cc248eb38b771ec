import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Package, Sbom } from '@pratique/model';
import { inventoryTarget } from '@pratique/scan';
import { describeWithTestData } from '@pratique/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unpackArchive, unpackLayer } from './unpack.ts';

type Json = Readonly<Record<string, object>>;

const matches = (text: string, form: RegExp): string[] => [...text.matchAll(form)].map((match) => match[1] ?? '');
const distinct = (names: readonly string[]): number => new Set(names).size;

/** Distinct packages of a lockfile, counted in its text by other means than those of the catalogers. */
const counts: Readonly<Record<string, (text: string) => number>> = {
  'src/harbor/go.mod': (text) => matches(text, /^\t(\S+ v\d\S*)/gm).length,
  // The same name and version from two commits are two packages.
  'src/omicron/Cargo.lock': (text) =>
    distinct(text.split('[[package]]').slice(1).map((table) => matches(table, /^((?:name|version|source) = .*)$/gm).join())), // prettier-ignore
  // 2,102 entries: the metadata, the workspace, and four that patch a package that is there unpatched.
  'src/outline/yarn.lock': (text) =>
    distinct(matches(text, /^ {2}resolution: "(.*)"$/gm).filter((resolution) => /^@?[^@]+@npm:/.test(resolution))),
  'src/kysely/pnpm-lock.yaml': (text) =>
    matches(text.split('\npackages:\n')[1]?.split('\nsnapshots:\n')[0] ?? '', /^ {2}(\S.*):$/gm).length,
  'src/drupal-db/poetry.lock': (text) => matches(text, /^(\[\[package\]\])$/gm).length,
  'src/npm/package-lock.json': (text) =>
    Object.keys((JSON.parse(text) as Json)['packages'] ?? {}).filter((path) => path !== '').length,
  // Six stand in both groups.
  'src/python/Pipfile.lock': (text) => {
    const { default: installed = {}, develop = {} } = JSON.parse(text) as Json;
    return distinct([...Object.keys(installed), ...Object.keys(develop)]);
  },
  'src/php/composer.lock': (text) => matches(text, /^ {12}"name": "([^"]+)"/gm).length,
  'src/elixir/mix.lock': (text) => matches(text, /^ {2}"(\w+)":/gm).length,
};

/** The numbers that the README gives; Gemfile.lock, conan.lock and packages.lock.json were counted by hand. */
const stated: readonly (readonly [path: string, packages: number])[] = [
  ['src/harbor/go.mod', 205],
  ['src/omicron/Cargo.lock', 1425],
  ['src/outline/yarn.lock', 2102 - 6],
  ['src/drupal-db/poetry.lock', 30],
  ['src/npm/package-lock.json', 86],
  ['src/python/Pipfile.lock', 55 + 37 - 6],
  ['src/php/composer.lock', 2 + 2],
  ['src/elixir/mix.lock', 17],
  ['src/ruby/Gemfile.lock', 52],
  ['src/cpp/conan.lock', 7],
  ['src/dotnet/packages.lock.json', 51],
];

describeWithTestData('lockfiles of an image', (folder) => {
  const image = (name: string): string => `oci-archive:${join(folder, 'images', name)}`;

  test('are left alone unless asked for', async () => {
    const sbom = await inventoryTarget(image('lockfiles.oci.tar'));
    expect(sbom.packages).toEqual([]);
  });

  test('node-app declares two packages more than it holds', async () => {
    const { packages } = await inventoryTarget(image('node-app.oci.tar'), { lockfiles: true });
    const npm = packages.filter(({ type }) => type === 'npm');
    expect(npm).toHaveLength(86);
    const declared = npm.filter(({ evidence }) => evidence === 'declared').map((pkg) => `${pkg.name}@${pkg.version}`);
    expect(declared.sort()).toEqual(['handlebars@4.0.11', 'marked@0.3.6']);
  });

  describe('of every ecosystem', () => {
    let sbom: Sbom;
    let unpacked: string;
    beforeAll(async () => {
      sbom = await inventoryTarget(image('lockfiles.oci.tar'), { lockfiles: true });
      const temporary = await mkdtemp(join(tmpdir(), 'pratique-lockfiles-'));
      const layout = await unpackArchive(folder, 'lockfiles.oci.tar', join(temporary, 'layout'));
      unpacked = temporary;
      await unpackLayer(layout, 'c09e1be4cad', join(temporary, 'root'));
    });
    afterAll(() => rm(unpacked, { recursive: true, force: true }));

    const packagesOf = (path: string): readonly Package[] =>
      sbom.packages.filter(({ locations }) => locations.some((location) => location.path === path));

    test.each(Object.keys(counts))('%s, counted in its text', async (path) => {
      const found = packagesOf(path);
      expect(found.length).toBe(counts[path]?.(await readFile(join(unpacked, 'root', path), 'utf8')));
      expect(new Set(found.map(({ evidence }) => evidence))).toEqual(new Set(['declared']));
    });

    test.each(stated)('%s: %i', (path, count) => {
      expect(packagesOf(path)).toHaveLength(count);
    });

    test('go.sum adds nothing to go.mod, and what has no version is an unknown', () => {
      expect(packagesOf('src/harbor/go.sum')).toEqual([]);
      expect(sbom.unknowns.map(({ code, path }) => `${code} ${path}`).sort()).toEqual([
        'unidentified src/elixir/mix.lock',
        'unidentified src/python/Pipfile.lock',
      ]);
    });

    test('a directory of the same files gives the same packages, unasked', async () => {
      const directory = await inventoryTarget(`dir:${join(unpacked, 'root')}`);
      expect(directory.packages.map(({ purl }) => purl).sort()).toEqual(sbom.packages.map(({ purl }) => purl).sort());
      expect(directory.unknowns).toHaveLength(sbom.unknowns.length);
    });
  });
});
