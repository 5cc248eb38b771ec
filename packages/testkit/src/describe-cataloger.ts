import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { compileGlob } from '@pratique/foundation';
import {
  type Cataloger,
  type CatalogResult,
  formatPurl,
  type FoundPackage,
  type OwnedFiles,
  type Unknown,
} from '@pratique/model';
import { describe, expect, test } from 'vitest';

/** One row of a cataloger's table: a fixture is a folder in `fixtures/`, laid out like a root file system. */
export interface CatalogerCase {
  readonly fixture: string;
  /** Exactly these purls, in any order. OS packages carry no namespace yet. */
  readonly purls?: readonly string[];
  /** Instead of `purls` where there are many: how many. */
  readonly count?: number;
  /** Exactly these purls are for development only. */
  readonly development?: readonly string[];
  /** Exactly these dependencies between packages, by purl. */
  readonly dependsOn?: Readonly<Record<string, readonly string[]>>;
  /** How many unknowns; 0 unless said. */
  readonly unknowns?: number;
  /** Further assertions. */
  readonly check?: (outcome: CatalogerOutcome) => void;
}

/** All that a cataloger said of a fixture's files. */
export interface CatalogerOutcome {
  readonly packages: readonly FoundPackage[];
  readonly unknowns: readonly Unknown[];
  readonly owned: readonly OwnedFiles[];
  readonly results: readonly CatalogResult[];
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .sort();
}

/** Runs a cataloger over bytes, as the inventory would hand them to it. */
export async function catalogBytes(cataloger: Cataloger, path: string, bytes: Buffer): Promise<CatalogResult> {
  const entry = { path, type: 'file', size: bytes.length, mode: 0o644, uid: 0, gid: 0 } as const;
  return cataloger.catalog({ entry, bytes });
}

/** Runs a cataloger over the files of a folder that it wants. */
export async function catalogFolder(cataloger: Cataloger, folder: string): Promise<CatalogerOutcome> {
  const patterns = cataloger.globs.map(compileGlob);
  const results: CatalogResult[] = [];
  for (const file of filesBelow(folder)) {
    const path = relative(folder, file).replaceAll('\\', '/');
    if (!cataloger.programs && !patterns.some((pattern) => pattern.test(path))) continue;
    results.push(await catalogBytes(cataloger, path, readFileSync(file)));
  }
  return {
    packages: results.flatMap((result) => result.packages ?? []),
    unknowns: results.flatMap((result) => result.unknowns ?? []),
    owned: results.flatMap((result) => result.owned ?? []),
    results,
  };
}

function developmentOf(packages: readonly FoundPackage[]): string[] {
  return packages.filter((found) => found.development).map((found) => formatPurl(found.purl));
}

function dependsOnOf(packages: readonly FoundPackage[]): Record<string, readonly string[]> {
  return Object.fromEntries(
    packages.flatMap((found) => (found.dependsOn ? [[formatPurl(found.purl), found.dependsOn.toSorted()]] : [])),
  );
}

/**
 * The contract of a cataloger, then its table. `dirname` is the test's `import.meta.dirname`, where `fixtures/` and its
 * README (what made each fixture) stand.
 */
export function describeCataloger(cataloger: Cataloger, dirname: string, cases: readonly CatalogerCase[]): void {
  describe(`cataloger ${cataloger.id}`, () => {
    test('is described: kebab-case id, a version, globs that compile, a README beside its fixtures', () => {
      expect(cataloger.id).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(cataloger.version).toBeGreaterThan(0);
      // None where it establishes the distribution, not packages.
      expect(new Set(cataloger.finds).size).toBe(cataloger.finds.length);
      expect(cataloger.globs.length > 0 || cataloger.programs).toBeTruthy();
      expect(existsSync(join(dirname, 'README.md'))).toBe(true);
    });

    test.each(cases)('finds what $fixture holds', async (row) => {
      const outcome = await catalogFolder(cataloger, join(dirname, 'fixtures', row.fixture));
      const purls = outcome.packages.map((found) => formatPurl(found.purl));
      if (row.purls) expect(purls.toSorted()).toEqual(row.purls.toSorted());
      if (row.count !== undefined) expect(new Set(purls).size).toBe(row.count);
      if (row.development) expect(developmentOf(outcome.packages).toSorted()).toEqual(row.development.toSorted());
      if (row.dependsOn) expect(dependsOnOf(outcome.packages)).toEqual(row.dependsOn);
      expect(outcome.unknowns, JSON.stringify(outcome.unknowns)).toHaveLength(row.unknowns ?? 0);
      row.check?.(outcome);
    });

    test.each([
      ['an empty file', Buffer.alloc(0)],
      ['zero bytes', Buffer.alloc(4096)],
      ['binary noise', Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 197 + (i >> 3)) & 0xff))],
      ['text that is none of its kind', Buffer.from('<html><body>404 not found</body></html>\n')],
      ['deeply nested brackets', Buffer.from('['.repeat(100_000))],
    ])('does not throw on %s', async (_title, bytes) => {
      const path = cataloger.globs[0]?.replaceAll('**/', '').replaceAll('*', 'x') ?? 'usr/bin/x';
      const result = await catalogBytes(cataloger, path, bytes);
      expect(result.packages ?? []).toEqual([]);
    });
  });
}
