import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = dirname(dirname(import.meta.dirname));
const layers: Record<string, number> = JSON.parse(readFileSync(join(root, 'layers.json'), 'utf8'));
/** Tests and benchmarks alone may use it. */
const TESTKIT = 'testkit';

interface Module {
  readonly path: string;
  /** Package, or undefined for apps. */
  readonly owner: string | undefined;
  readonly imports: readonly string[];
}

function importsOf(path: string): string[] {
  const text = readFileSync(join(root, path), 'utf8');
  return [...text.matchAll(/(?:^(?:import|export|\})[^'\n]*from |^import |\bimport\()'(?<name>[^']+)'/gm)].map(
    (match) => match.groups?.['name'] ?? '',
  );
}

const packageFolders = globSync(['packages/*/package.json', 'packages/gates/*/package.json'], { cwd: root }).map(
  dirname,
);

/** The folder that holds the package.json of a module. */
function folderOf(path: string): string {
  return path.slice(0, path.indexOf('/src/'));
}

/** A package's name without scope; gates are `gate-<name>`. */
function ownerOf(folder: string): string {
  return folder.replace(/^packages\//, '').replace(/^gates\//, 'gate-');
}

const modules: Module[] = globSync(['packages/*/src/**/*.ts', 'packages/gates/*/src/**/*.ts', 'apps/*/src/**/*.ts'], {
  cwd: root,
})
  .filter((path) => !path.includes('/fixtures/'))
  .map((path) => ({
    path,
    owner: path.startsWith('packages/') ? ownerOf(folderOf(path)) : undefined,
    imports: importsOf(path),
  }));

function declaredDependencies(folder: string, withDevelopment: boolean): Set<string> {
  const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  return new Set(Object.keys({ ...manifest.dependencies, ...(withDevelopment && manifest.devDependencies) }));
}

function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

const isTest = (path: string): boolean => /\.(test|fuzz)\.ts$|\/conformance\//.test(path);

describe('layers', () => {
  test('modules were read at all', () => {
    expect(modules.length).toBeGreaterThan(50);
    expect(modules.some(({ imports }) => imports.includes('@pratique/model'))).toBe(true);
  });

  test('every package has a layer and exports only its entry', () => {
    for (const folder of packageFolders) {
      const name = ownerOf(folder);
      if (name !== TESTKIT) expect(layers, folder).toHaveProperty(name);
      const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
      expect(manifest.name).toBe(`@pratique/${name}`);
      expect(Object.keys(manifest.exports), folder).toEqual(['.']);
    }
  });

  test('imports run to lower layers only', () => {
    const wrong: string[] = [];
    for (const { path, owner, imports } of modules) {
      if (owner === undefined || owner === TESTKIT || isTest(path)) continue;
      for (const specifier of imports) {
        const target = /^@pratique\/(?<name>[^/]+)$/.exec(specifier)?.groups?.['name'];
        if (target === undefined) continue;
        const lower = (layers[target] ?? Number.POSITIVE_INFINITY) < (layers[owner] ?? -1);
        if (!lower) wrong.push(`${path} imports ${specifier}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('nothing reaches into another package by path, and nothing that ships needs testkit', () => {
    const wrong: string[] = [];
    for (const { path, imports } of modules) {
      const depth = path.slice(folderOf(path).length).split('/').length - 2;
      for (const specifier of imports) {
        const ups = specifier.split('/').filter((part) => part === '..').length;
        const escapes = specifier.startsWith('.') && ups >= depth && !specifier.endsWith('package.json');
        const deep = /^@pratique\/[^/]+\//.test(specifier);
        const kit = specifier === '@pratique/testkit' && !isTest(path);
        if (escapes || deep || kit) wrong.push(`${path} imports ${specifier}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('every import of another package is declared by the importer', () => {
    const root = new Set(['vitest', 'fast-check', 'ajv', 'ajv-formats', 'esbuild']);
    const undeclared: string[] = [];
    for (const { path, imports } of modules) {
      const declared = declaredDependencies(folderOf(path), isTest(path) || path.includes(TESTKIT));
      for (const specifier of imports) {
        if (specifier.startsWith('.') || specifier.startsWith('node:')) continue;
        const name = packageName(specifier);
        if (declared.has(name) || ((isTest(path) || path.includes(TESTKIT)) && root.has(name))) continue;
        undeclared.push(`${path} imports ${name}`);
      }
    }
    expect(undeclared).toEqual([]);
  });
});
