import { fixedClock } from '@pratique/foundation';
import { buildAdvisory, buildDistribution, buildPackage, buildSbom, memoryAdvisoryDatabase } from '@pratique/testkit';
import { describe, expect, test } from 'vitest';
import { assess } from './scan.ts';

const clock = fixedClock('2026-11-21T12:00:00.000Z');
const lodash = buildPackage({ type: 'npm', name: 'lodash', version: '4.17.11' });
const sbom = buildSbom([lodash], { distribution: buildDistribution('alpine', '3.18.9') });
const advisory = buildAdvisory(
  { id: 'CVE-2019-10744', feed: 'osv/npm', severity: 'critical' },
  { ecosystem: 'npm', name: 'lodash', scheme: 'semver', fixed: '4.17.12' },
);
const database = memoryAdvisoryDatabase({ records: [advisory], covers: ['npm'] });

describe('assess', () => {
  test('says what is wrong, as of when, and by which clock', () => {
    const result = assess(sbom, { database, clock });
    expect(result.findings.map(({ id, fixedIn }) => [id, fixedIn])).toEqual([['CVE-2019-10744', '4.17.12']]);
    expect(result.scannedAt).toBe('2026-11-21T12:00:00.000Z');
    expect(result.sbom).toBe(sbom);
    expect(result.database.generation).toBe(database.generation);
  });

  test('equal inputs give equal results', () => {
    expect(assess(sbom, { database, clock })).toEqual(assess(sbom, { database, clock }));
  });

  test('a package that no feed covers is not assessed, and said so', () => {
    const elixir = buildPackage({ type: 'hex', name: 'plug', version: '1.0.0' });
    const { notAssessed, findings } = assess(buildSbom([elixir]), { database, clock });
    expect(findings).toEqual([]);
    expect(notAssessed.map((item) => item.package)).toEqual([elixir.purl]);
  });

  test('VEX statements of the caller are applied', () => {
    const statement = {
      vulnerability: 'CVE-2019-10744',
      aliases: [],
      status: 'not_affected' as const,
      justification: 'vulnerable_code_not_present',
      products: [lodash.purl],
      subcomponents: [],
      author: 'team',
      document: 'vex.json',
    };
    const { findings, suppressed } = assess(sbom, { database, clock, vex: [statement] });
    expect(findings).toEqual([]);
    expect(suppressed.map(({ suppressed: by }) => by?.by)).toEqual(['vex']);
  });

  test('the age limit is the caller’s', () => {
    const fetchedAt = '2026-11-20T00:00:00.000Z';
    const feeds = [{ feed: 'osv/npm', records: 1, fetchedAt, origin: 'test', covers: [], rejected: 0 }];
    const dated = memoryAdvisoryDatabase({ feeds });
    expect(assess(sbom, { database: dated, clock }).database.stale).toBe(true);
    expect(assess(sbom, { database: dated, clock, maxDatabaseAge: 48 * 3_600_000 }).database.stale).toBe(false);
  });
});
