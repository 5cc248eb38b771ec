import { join } from 'node:path';
import type { Finding, ScanResult } from '@pratique/model';
import { assess, inventoryTarget } from '@pratique/scan';
import { describeWithTestData } from '@pratique/testkit';
import { versionScheme } from '@pratique/versions';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clock, databaseOf, type TestDatabase } from './databases.ts';
import { type Comparison, compare, lineOf, readExpectedMatches } from './expected-matches.ts';
import { furtherInNamedFeed, listed } from './further-findings.ts';

/** How many pairs of each image only stand suppressed: Python packages that dpkg owns. */
const suppressedPairs: Readonly<Record<string, number>> = { 'debian-12-family.oci.tar:reports-api-1.0': 32 };

function expectOwned(findings: readonly Finding[], { sbom }: ScanResult): void {
  const purls = new Map(sbom.packages.map((pkg) => [pkg.purl, pkg]));
  for (const { package: purl, suppressed } of findings) {
    const owner = purls.get(purl)?.ownedBy;
    expect(owner).toMatch(/^pkg:deb\/debian\/python3-/);
    expect(suppressed).toMatchObject({ by: 'owned', source: owner });
    expect(purls.get(owner ?? '')?.type).toBe('deb');
  }
}

describeWithTestData('findings against ground truth', (folder) => {
  const expectations = folder === '/nonexistent' ? [] : readExpectedMatches(folder);
  const named = new Map<string, TestDatabase>();
  beforeAll(async () => {
    for (const feed of new Set(expectations.map((expectation) => expectation.feed)))
      named.set(feed, await databaseOf(folder, feed));
  });
  afterAll(async () => {
    for (const database of named.values()) await database.remove();
  });

  test('the ground truth is read whole', () => {
    expect(expectations.map(({ matches }) => matches.length)).toEqual([2, 0, 6, 188, 0, 307, 67, 23]);
  });

  describe.each(expectations.map((expectation) => [expectation.image, expectation] as const))(
    '%s',
    (image, { feed, matches, python }) => {
      let result: ScanResult;
      let comparison: Comparison;
      beforeAll(async () => {
        const sbom = await inventoryTarget(`oci-archive:${join(folder, 'images', image)}`);
        result = assess(sbom, { database: (named.get(feed) as TestDatabase).database, clock });
        comparison = compare(result, matches);
      });

      test(`every pair is found in ${feed}`, () => {
        expect(comparison.missing).toEqual([]);
        expect(comparison.found.length + comparison.suppressed.length).toBe(matches.length);
      });

      test('only packages that dpkg owns are suppressed, and say by whom', () => {
        expect(comparison.suppressed).toHaveLength(suppressedPairs[image] ?? 0);
        expectOwned(
          comparison.suppressed.flatMap(({ findings }) => findings),
          result,
        );
        expect(result.suppressed).toHaveLength(python ? 32 : 0);
      });

      test('the fix is the expected one', () => {
        for (const { match, findings } of [...comparison.found, ...comparison.suppressed]) {
          const fixed = match.fixed.replace(/^0:/, '');
          for (const { fixedIn, sources, state } of findings) {
            expect(state).toBe('fixed');
            // Where several errata carry one CVE, the version that all of them hold fixed.
            if (sources.length === 1) expect(fixedIn).toBe(fixed);
            else expect(versionScheme('rpm').compare(fixedIn, fixed)).toBeGreaterThanOrEqual(0);
          }
        }
      });

      test('every further finding is listed', () => {
        expect(comparison.further.map(lineOf).sort()).toEqual([...listed(furtherInNamedFeed, image)].sort());
      });
    },
  );

  test('what a feed does not cover is not assessed', async () => {
    const sbom = await inventoryTarget(
      `oci-archive:${join(folder, 'images', 'debian-12-family.oci.tar')}:reports-api-1.0`,
    );
    const { database } = named.get('osv/PyPI/all.zip') as TestDatabase;
    const { notAssessed } = assess(sbom, { database, clock });
    const debian = sbom.packages.filter(({ type }) => type === 'deb').map(({ purl }) => purl);
    expect(notAssessed.map((entry) => entry.package).sort()).toEqual(debian.sort());
  });
});
