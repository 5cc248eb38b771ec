import { fixedClock } from '@pratique/foundation';
import type { FeedRecord, Package, VexStatement } from '@pratique/model';
import {
  buildAdvisory,
  buildDistribution,
  buildPackage,
  buildSbom,
  buildVex,
  memoryAdvisoryDatabase,
} from '@pratique/testkit';
import {
  type Arbitrary,
  array,
  assert,
  boolean,
  constantFrom,
  integer,
  option,
  property,
  record,
  uniqueArray,
} from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchPackages, type MatchResult } from './match-packages.ts';

const clock = fixedClock('2026-11-21T00:00:00Z');
const distribution = buildDistribution('debian', '12');

const names = constantFrom('alpha', 'beta', 'gamma');
const versions = constantFrom('1.0.0', '1.5.0', '2.0.0', '2.5.1', 'nonsense', '');
const types = constantFrom('deb', 'npm', 'pypi' as const);
const targets = constantFrom(
  { ecosystem: 'Debian:12', scheme: 'deb' } as const,
  { ecosystem: 'npm', scheme: 'semver' } as const,
  { ecosystem: 'PyPI', scheme: 'pep440' } as const,
);
const ids = constantFrom('CVE-2024-1', 'CVE-2024-2', 'DEBIAN-CVE-2024-1', 'GHSA-a', 'GHSA-b', 'PYSEC-1', 'MAL-1');

const packages: Arbitrary<Package> = record({ type: types, name: names, version: versions, owned: boolean() }).map(
  ({ type, name, version, owned }) =>
    buildPackage({ type, name, version, ...(owned && type !== 'deb' && { ownedBy: 'pkg:deb/alpha@1.0.0' }) }),
);

const records: Arbitrary<FeedRecord> = record({
  id: ids,
  feed: constantFrom('a', 'b', 'c'),
  aliases: uniqueArray(ids, { maxLength: 2 }),
  target: targets,
  name: names,
  fixed: option(constantFrom('1.2.0', '2.1.0', '3.0.0', '?'), { nil: undefined }),
  state: constantFrom('fixed', 'affected', 'will-not-fix', 'not-affected', 'under-investigation' as const),
  severity: constantFrom('high', 'low', undefined),
}).map(({ id, feed, aliases, target, name, fixed, state, severity }) =>
  buildAdvisory(
    {
      id,
      feed,
      aliases: aliases.filter((alias) => alias !== id),
      ...(severity && { severity }),
      title: `${feed} ${id}`,
    },
    { ...target, name, state, ...(fixed !== undefined && { fixed }) },
  ),
);

/** A feed holds one record of an id. */
const knowledge = uniqueArray(records, {
  maxLength: 12,
  selector: (record) => (record.kind === 'advisory' ? `${record.advisory.feed} ${record.advisory.id}` : ''),
});

const statements: Arbitrary<VexStatement> = record({
  vulnerability: ids,
  status: constantFrom('not_affected', 'affected', 'fixed', 'under_investigation' as const),
  name: names,
  type: types,
  timestamp: constantFrom('2024-01-01T00:00:00Z', '2025-01-01T00:00:00Z', undefined),
  document: constantFrom('x', 'y'),
}).map(({ name, type, timestamp, ...rest }) =>
  buildVex({ ...rest, products: [`pkg:${type}/${name}`], ...(timestamp !== undefined && { timestamp }) }),
);

const worlds = record({
  packages: uniqueArray(packages, { maxLength: 8, selector: ({ purl }) => purl }),
  records: knowledge,
  vex: array(statements, { maxLength: 4 }),
});

interface World {
  readonly packages: readonly Package[];
  readonly records: readonly FeedRecord[];
  readonly vex: readonly VexStatement[];
}

function match({ packages, records, vex }: World): MatchResult {
  const database = memoryAdvisoryDatabase({ records, covers: ['npm'] });
  return matchPackages({ sbom: buildSbom(packages, { distribution }), database, vex, clock });
}

describe('matching', () => {
  test('does not depend on the order of packages, records or statements', () => {
    assert(
      property(worlds, integer(), (world, seed) => {
        const turn = <T>(items: readonly T[]): T[] =>
          items
            .map((item, index) => ({ item, key: Math.sin(seed + index * 7919) }))
            .sort((a, b) => a.key - b.key)
            .map(({ item }) => item);
        const turned = { packages: turn(world.packages), records: turn(world.records), vex: turn(world.vex) };
        expect(match(turned)).toEqual(match(world));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  test('findings and suppressed are apart, each package and vulnerability once, ids unwrapped', () => {
    assert(
      property(worlds, (world) => {
        const { findings, suppressed } = match(world);
        expect(findings.every((finding) => finding.suppressed === undefined)).toBe(true);
        expect(suppressed.every((finding) => finding.suppressed !== undefined)).toBe(true);
        const keys = [...findings, ...suppressed].map((finding) => `${finding.package} ${finding.id}`);
        expect(new Set(keys).size).toBe(keys.length);
        expect(keys.some((key) => key.includes('DEBIAN-CVE'))).toBe(false);
        const without = match({ ...world, vex: [] });
        expect(keys).toHaveLength(without.findings.length + without.suppressed.length);
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  test('an unrelated advisory changes nothing', () => {
    const unrelated = buildAdvisory(
      { id: 'CVE-1999-9', feed: 'z', aliases: ['GHSA-z'] },
      { ecosystem: 'npm', name: 'delta', scheme: 'semver', fixed: '9.0.0' },
      { ecosystem: 'Debian:11', name: 'alpha', scheme: 'deb', fixed: '9.0.0' },
    );
    assert(
      property(worlds, (world) => {
        expect(match({ ...world, records: [unrelated, ...world.records] })).toEqual(match(world));
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  test('a fix is named exactly where the state says that there is one', () => {
    assert(
      property(worlds, (world) => {
        for (const { state, fixedIn } of match(world).findings) expect(state === 'fixed').toBe(fixedIn !== '');
      }),
      { seed: 4, numRuns: 200 },
    );
  });
});
