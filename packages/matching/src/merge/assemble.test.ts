import { fixedClock } from '@pratique/foundation';
import type { FeedRecord, Finding } from '@pratique/model';
import { buildAdvisory, type BuiltEntry, buildPackage, buildSbom, memoryAdvisoryDatabase } from '@pratique/testkit';
import { describe, expect, test } from 'vitest';
import { matchPackages } from '../match-packages.ts';

const clock = fixedClock('2026-11-21T00:00:00Z');

function find(records: readonly FeedRecord[], facts: { name?: string; version?: string } = {}): readonly Finding[] {
  const pkg = buildPackage({ type: 'npm', name: 'pkg', version: '1.0.0', ...facts });
  return matchPackages({ sbom: buildSbom([pkg]), database: memoryAdvisoryDatabase({ records }), clock }).findings;
}

function npm(more: Partial<BuiltEntry>): BuiltEntry {
  return { ecosystem: 'npm', name: 'pkg', scheme: 'semver', ...more };
}

describe('identity', () => {
  test('advisories of one CVE are one finding that keeps every source', () => {
    const findings = find([
      buildAdvisory({ id: 'GHSA-aaaa', aliases: ['CVE-2024-1'], feed: 'osv/npm' }, npm({ fixed: '1.2.0' })),
      buildAdvisory({ id: 'GO-2024-1', aliases: ['CVE-2024-1', 'GHSA-aaaa'], feed: 'osv/Go' }, npm({ fixed: '1.1.0' })),
    ]);
    expect(findings).toMatchObject([{ id: 'CVE-2024-1', aliases: ['GHSA-aaaa', 'GO-2024-1'], fixedIn: '1.2.0' }]);
    expect(findings[0]?.sources.map(({ advisory }) => advisory)).toEqual(['GO-2024-1', 'GHSA-aaaa']);
  });

  test('an erratum is one finding for each CVE', () => {
    const rhsa = buildAdvisory(
      { id: 'RHSA-1', vulnerabilities: ['CVE-2024-1', 'CVE-2024-2'] },
      npm({ fixed: '2.0.0' }),
    );
    expect(find([rhsa]).map(({ id, aliases }) => [id, aliases])).toEqual([
      ['CVE-2024-1', []],
      ['CVE-2024-2', []],
    ]);
  });

  test('an entry that names a part of an erratum’s CVEs says nothing of the others', () => {
    // As USN-6119-1: CVE-2023-1255 is of Ubuntu 22.04 and later only.
    const usn = buildAdvisory(
      { id: 'USN-1', vulnerabilities: ['CVE-2024-1', 'CVE-2024-2', 'CVE-2024-3'] },
      npm({ fixed: '2.0.0', vulnerabilities: ['CVE-2024-2'], severity: 'low' }),
      npm({ fixed: '2.0.0', vulnerabilities: ['CVE-2024-3'], severity: 'high' }),
    );
    expect(find([usn]).map(({ id, severity }) => [id, severity])).toEqual([
      ['CVE-2024-3', 'high'],
      ['CVE-2024-2', 'low'],
    ]);
  });

  test('a distribution’s id is unwrapped, and an erratum that lists both spellings counts once', () => {
    const findings = find([
      buildAdvisory({ id: 'UBUNTU-CVE-2024-1' }, npm({ fixed: '1.1.0' })),
      buildAdvisory({ id: 'USN-1', vulnerabilities: ['CVE-2024-1', 'UBUNTU-CVE-2024-1'] }, npm({ fixed: '1.1.0' })),
    ]);
    expect(findings.map(({ id }) => id)).toEqual(['CVE-2024-1']);
    expect(findings[0]?.aliases).toEqual(['UBUNTU-CVE-2024-1']);
  });

  test('two CVEs that share a GHSA stay apart', () => {
    // As io.netty:netty-codec-http: one GHSA names both CVEs, another only the first.
    const findings = find([
      buildAdvisory(
        { id: 'GHSA-269q', aliases: ['CVE-2021-21290', 'CVE-2022-24823', 'GHSA-5mcr'] },
        npm({ fixed: '4.0.0' }),
      ),
      buildAdvisory({ id: 'GHSA-5mcr', aliases: ['CVE-2021-21290'] }, npm({ fixed: '3.0.0' })),
    ]);
    expect(findings.map(({ id, fixedIn, aliases }) => [id, fixedIn, aliases])).toEqual([
      ['CVE-2021-21290', '4.0.0', ['GHSA-269q', 'GHSA-5mcr']],
      ['CVE-2022-24823', '4.0.0', ['GHSA-269q']],
    ]);
  });

  test('an advisory that names only a GHSA gets that GHSA’s CVE, though the GHSA itself does not match', () => {
    const findings = find([
      buildAdvisory({ id: 'PYSEC-1', aliases: ['GHSA-bbbb'] }, npm({ fixed: '1.1.0' })),
      buildAdvisory({ id: 'GHSA-bbbb', aliases: ['CVE-2024-3'] }, npm({ name: 'another' })),
    ]);
    expect(findings).toMatchObject([{ id: 'CVE-2024-3', aliases: ['GHSA-bbbb', 'PYSEC-1'] }]);
  });

  test('without a CVE: joined over a shared alias, named by the GHSA', () => {
    const findings = find([
      buildAdvisory({ id: 'RUSTSEC-1', aliases: ['X-1'] }, npm({ fixed: '1.1.0' })),
      buildAdvisory({ id: 'GHSA-cccc', aliases: ['X-1'] }, npm({ fixed: '1.1.0' })),
      buildAdvisory({ id: 'RUSTSEC-2' }, npm({ fixed: '1.1.0' })),
    ]);
    expect(findings.map(({ id }) => id)).toEqual(['GHSA-cccc', 'RUSTSEC-2']);
  });

  test('hostile aliases neither hang nor join everything', () => {
    const aliases = Array.from({ length: 100_000 }, (_, index) => `X-${index}`);
    expect(
      find([buildAdvisory({ id: 'GHSA-dddd', aliases }, npm({ fixed: '1.1.0' }))])[0]?.aliases.length,
    ).toBeLessThan(100);
  });
});

describe('fix', () => {
  test('of several branches, the fix of the installed one', () => {
    const ranges = [
      { introduced: '1.0.0', fixed: '1.4.2' },
      { introduced: '2.0.0', fixed: '2.1.1' },
    ];
    expect(find([buildAdvisory({ id: 'CVE-2024-1' }, npm({ ranges }))])[0]?.fixedIn).toBe('1.4.2');
    expect(find([buildAdvisory({ id: 'CVE-2024-1' }, npm({ ranges }))], { version: '2.0.5' })[0]?.fixedIn).toBe(
      '2.1.1',
    );
  });

  test('a fix that steps into another source’s range goes on to that one’s fix', () => {
    const findings = find([
      buildAdvisory({ id: 'CVE-2024-1', feed: 'a' }, npm({ fixed: '2.0.0' })),
      buildAdvisory({ id: 'CVE-2024-1', feed: 'b' }, npm({ ranges: [{ introduced: '1.5.0', fixed: '2.3.0' }] })),
    ]);
    expect(findings[0]?.fixedIn).toBe('2.3.0');
  });

  test('a source without a fix does not hide another’s', () => {
    const findings = find([
      buildAdvisory({ id: 'CVE-2024-1', feed: 'a' }, npm({ ranges: [{ introduced: '0' }], state: 'affected' })),
      buildAdvisory(
        { id: 'CVE-2024-1', feed: 'b' },
        npm({ fixed: '1.2.0', fixAvailableSince: '2024-02-01T00:00:00Z' }),
      ),
    ]);
    expect(findings).toMatchObject([{ state: 'fixed', fixedIn: '1.2.0', fixAvailableSince: '2024-02-01T00:00:00Z' }]);
  });

  test('versions enumerated alone have no fix', () => {
    expect(find([buildAdvisory({ id: 'CVE-2024-1' }, npm({ versions: ['1.0.0'] }))])).toMatchObject([
      { state: 'no-fix', fixedIn: '' },
    ]);
  });
});

describe('what is shown', () => {
  test('titles, weaknesses and references come from the best source that has them, bounded', () => {
    const references = Array.from({ length: 40 }, (_, index) => `https://example.com/${index}`);
    const [finding] = find([
      buildAdvisory({ id: 'CVE-2024-1', feed: 'a', published: '2024-01-02T00:00:00Z' }, npm({ fixed: '2.0.0' })),
      buildAdvisory(
        { id: 'GHSA-eeee', aliases: ['CVE-2024-1'], feed: 'b', title: 'It breaks', cwes: ['CWE-79'], references, published: '2024-01-01T00:00:00Z' },
        npm({ name: 'another' }),
      ),
    ]); // prettier-ignore
    expect(finding).toMatchObject({ title: 'It breaks', cwes: ['CWE-79'], published: '2024-01-02T00:00:00Z' });
    expect(finding?.references).toHaveLength(16);
    expect(finding?.sources).toEqual([{ advisory: 'CVE-2024-1', feed: 'a' }]);
  });

  test('known exploitation and its probability are found by alias too', () => {
    const [finding] = find([
      buildAdvisory({ id: 'GHSA-ffff', aliases: ['CVE-2024-1'] }, npm({ fixed: '2.0.0' })),
      { kind: 'known-exploited', record: { vulnerability: 'CVE-2024-1', dateAdded: '2024-01-01', ransomware: true } },
      { kind: 'epss', record: { vulnerability: 'CVE-2024-1', score: 0.9, percentile: 0.99 } },
    ]);
    expect(finding).toMatchObject({ knownExploited: { ransomware: true }, epss: { score: 0.9 } });
  });
});
