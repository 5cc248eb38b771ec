import { fixedClock } from '@pratique/foundation';
import type { Advisory, CvssVector, FeedRecord, Severity } from '@pratique/model';
import { buildAdvisory, buildDistribution, buildPackage, buildSbom, memoryAdvisoryDatabase } from '@pratique/testkit';
import { describe, expect, test } from 'vitest';
import { matchPackages } from '../match-packages.ts';
import { severityOfScore } from './cvss.ts';
import { scoreOf } from '../cvss/score.ts';

const critical31: CvssVector = { version: '3.1', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' };
const low31: CvssVector = { version: '3.1', vector: 'CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N' };
const high40: CvssVector = {
  version: '4.0',
  vector: 'CVSS:4.0/AV:N/AC:L/AT:N/PR:L/UI:N/VC:H/VI:H/VA:N/SC:N/SI:N/SA:N',
};
const high20: CvssVector = { version: '2.0', vector: 'AV:N/AC:L/Au:N/C:P/I:P/A:P' };

describe('scoreOf', () => {
  test.each<[CvssVector, number | undefined]>([
    [critical31, 9.8],
    [low31, 1.8],
    [high40, 8.6],
    [high20, 7.5],
    [{ version: '2.0', vector: '(AV:N/AC:L/Au:N/C:C/I:C/A:C)' }, 10],
    [{ version: '3.0', vector: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N' }, 6.1],
    // Temporal metrics do not change what the feed says of the flaw.
    [{ version: '3.1', vector: `${critical31.vector}/E:P/RL:O` }, 9.8],
    [{ version: '3.1', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N' }, 0],
    [{ version: '3.1', vector: 'CVSS:3.1/AV:N/AC:H' }, undefined],
    [{ version: '3.1', vector: 'CVSS:3.1/AV:Z/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }, undefined],
    [{ version: '3.1', vector: `${critical31.vector}/A:N` }, undefined],
    [{ version: '3.1', vector: high40.vector }, undefined],
    [{ version: '4.0', vector: 'CVSS:4.0/AV:N' }, undefined],
    [{ version: '2.0', vector: 'garbage' }, undefined],
    [{ version: '3.1', vector: 'CVSS:3.1/__proto__:x/constructor:y' }, undefined],
    [{ version: '3.1', vector: `CVSS:3.1/${'AV:N/'.repeat(1e5)}` }, undefined],
  ])('%j', (vector, score) => {
    expect(scoreOf(vector)).toBe(score);
    expect(scoreOf(vector)).toBe(score);
  });

  test.each<[number, CvssVector['version'], Severity]>([
    [10, '4.0', 'critical'],
    [9, '3.1', 'critical'],
    [8.9, '3.1', 'high'],
    [7, '3.0', 'high'],
    [6.9, '3.1', 'medium'],
    [4, '3.1', 'medium'],
    [3.9, '3.1', 'low'],
    [0.1, '3.1', 'low'],
    [0, '3.1', 'negligible'],
    [10, '2.0', 'high'],
  ])('%s of CVSS %s is %s', (score, version, severity) => {
    expect(severityOfScore(score, version)).toBe(severity);
  });
});

describe('who is heard first', () => {
  const pkg = buildPackage({ type: 'deb', name: 'curl', version: '1-1' });
  function rated(
    advisory: Partial<Advisory>,
    severity?: Severity,
    others: readonly FeedRecord[] = [],
  ): [Severity, string, number?] {
    const entry = {
      ecosystem: 'Debian:12',
      name: 'curl',
      scheme: 'deb',
      fixed: '2-1',
      ...(severity && { severity }),
    } as const;
    const records = [buildAdvisory({ id: 'CVE-2024-1', feed: 'debian', ...advisory }, entry), ...others];
    const sbom = buildSbom([pkg], { distribution: buildDistribution('debian', '12') });
    const { findings } = matchPackages({
      sbom,
      database: memoryAdvisoryDatabase({ records }),
      clock: fixedClock('2026-01-01T00:00:00Z'),
    });
    const [finding] = findings;
    if (!finding) throw new Error('no finding');
    return finding.cvss
      ? [finding.severity, finding.severityFrom, finding.cvss.score]
      : [finding.severity, finding.severityFrom];
  }
  const ghsa = (more: Partial<Advisory>): FeedRecord =>
    buildAdvisory({ id: 'GHSA-1', aliases: ['CVE-2024-1'], feed: 'osv/npm', ...more });

  test.each<[string, Partial<Advisory>, Severity | undefined, readonly FeedRecord[], [Severity, string, number?]]>([
    ['the distribution', { severity: 'high', cvss: [critical31] }, 'low', [], ['low', 'distro', 9.8]],
    ['then the source’s word', { severity: 'high', cvss: [critical31] }, undefined, [], ['high', 'source', 9.8]],
    ['then the newest vector', { cvss: [low31, high40, high20] }, undefined, [], ['high', 'cvss-4.0', 8.6]],
    ['of one standard, the higher', { cvss: [low31, critical31] }, undefined, [], ['critical', 'cvss-3.1', 9.8]],
    ['CVSS 2 where there is no other', { cvss: [high20] }, undefined, [], ['high', 'cvss-2.0', 7.5]],
    ['then a vector of another feed’s record', {}, undefined, [ghsa({ cvss: [critical31], severity: 'low' })], ['critical', 'cvss-3.1 of osv/npm', 9.8]],
    ['then its word', {}, undefined, [ghsa({ severity: 'medium' })], ['medium', 'source of osv/npm']],
    ['a vector for show only', { severity: 'high' }, undefined, [ghsa({ cvss: [critical31] })], ['high', 'source', 9.8]],
    ['an unknown word is none', { severity: 'unknown', cvss: [high20] }, 'unknown', [], ['high', 'cvss-2.0', 7.5]],
    ['an erratum over several flaws rates none of them', {}, undefined, [buildAdvisory({ id: 'RHSA-1', vulnerabilities: ['CVE-2024-1', 'CVE-2024-2'], severity: 'critical' })], ['unknown', 'none']],
    ['an invalid vector is nobody’s word', { cvss: [{ version: '3.1', vector: 'CVSS:3.1/AV:N' }] }, undefined, [], ['unknown', 'none']],
    ['unmaintained is low by rule', { kind: 'unmaintained' }, undefined, [], ['low', 'kind']],
  ])('%s', (_title, advisory, severity, others, expected) => {
    expect(rated(advisory, severity, others)).toEqual(expected);
  }); // prettier-ignore
});
