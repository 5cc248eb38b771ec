import type { Advisory, AdvisoryEntry } from '@pratique/model';
import { buildOsvAffected as affected, buildOsvRange, buildOsvRecord as record } from '@pratique/testkit';
import { describe, expect, test } from 'vitest';
import { type OsvReading, readOsvRecord } from './record.ts';

const reading: OsvReading = { feed: 'osv/test' };
const semver = buildOsvRange.bind(undefined, 'SEMVER');
const ecosystem = buildOsvRange.bind(undefined, 'ECOSYSTEM');

function read(value: unknown): { advisory: Advisory; entries: readonly AdvisoryEntry[] } {
  const outcome = readOsvRecord(value, reading);
  if (outcome?.kind !== 'advisory') throw new Error(JSON.stringify(outcome));
  return outcome;
}

describe('severity', () => {
  const vector3 = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';
  const vector4 = 'CVSS:4.0/AV:N/AC:L/AT:N/PR:L/UI:N/VC:N/VI:L/VA:N/SC:N/SI:N/SA:N';

  test.each([
    ['missing', {}, undefined, []],
    [
      'CVSS 4 and 3',
      {
        severity: [
          { type: 'CVSS_V4', score: vector4 },
          { type: 'CVSS_V3', score: vector3 },
        ],
      },
      undefined,
      ['4.0', '3.1'],
    ],
    ['CVSS 2', { severity: [{ type: 'CVSS_V2', score: 'AV:N/AC:L/Au:N/C:P/I:P/A:P' }] }, undefined, ['2.0']],
    ['a score in place of a vector', { severity: [{ type: 'CVSS_V3', score: '9.8' }] }, undefined, []],
    ['GitHub', { database_specific: { severity: 'MODERATE' } }, 'medium', []],
    ['Bitnami', { database_specific: { severity: 'Medium' } }, 'medium', []],
    ['a bare score, the newest version first', { database_specific: { cvss_v2: 10, cvss_v3: 9.8 } }, 'critical', []],
    ['a bare CVSS 2 score', { database_specific: { cvss_v2: 10 } }, 'high', []],
    ['Ubuntu', { severity: [{ type: 'Ubuntu', score: 'negligible' }] }, 'negligible', []],
    ['Red Hat title', { summary: 'Important: openssl security update' }, 'high', []],
    ['Red Hat title, word last', { summary: 'ALSA-2022:5468: php:8.0 security update (Moderate)' }, 'medium', []],
    ['of a package', { affected: [affected({ severity: [{ type: 'CVSS_V3', score: vector3 }] })] }, undefined, ['3.1']],
  ])('%s', (_title, fields, severity, versions) => {
    const { advisory } = read(record(fields));
    expect(advisory.severity).toBe(severity);
    expect(advisory.cvss.map((one) => one.version)).toEqual(versions);
  });

  test.each([
    ['unimportant', 'negligible', 'affected'],
    ['high**', 'high', 'affected'],
    ['not yet assigned', undefined, 'affected'],
    ['end-of-life', undefined, 'end-of-life'],
  ])('Debian urgency %s', (urgency, severity, state) => {
    const open = affected(
      { ranges: [ecosystem({ introduced: '0' })], ecosystem_specific: { urgency } },
      { ecosystem: 'Debian:12', name: 'curl' },
    );
    const [entry] = read(record({ id: 'DEBIAN-CVE-2023-1000', affected: [open] })).entries;
    expect({ severity: entry?.severity, state: entry?.state }).toEqual({ severity, state });
  });
});

describe('ecosystems', () => {
  test.each([
    ['Ubuntu:22.04:LTS', '', {}, 'Ubuntu:22.04', undefined],
    ['Ubuntu:Pro:18.04:LTS', 'pkg:deb/ubuntu/x?arch=source&distro=esm-infra/bionic', {}, 'Ubuntu:18.04', 'esm-infra'],
    ['Ubuntu:Pro:22.04:LTS', 'pkg:deb/ubuntu/x?arch=source&distro=esm-apps/jammy', {}, 'Ubuntu:22.04', 'esm-apps'],
    ['Ubuntu:Pro:14.04:LTS', 'pkg:deb/ubuntu/x?arch=source&distro=trusty/esm', {}, 'Ubuntu:14.04', 'esm-infra'],
    ['Ubuntu:Pro:14.04:LTS', 'pkg:deb/ubuntu/x?distro=esm-infra-legacy/trusty', {}, 'Ubuntu:14.04', 'esm-infra-legacy'],
    [
      'Ubuntu:Pro:20.04:LTS',
      '',
      { availability: 'Available with Ubuntu Pro (Infra-only): https://ubuntu.com/pro' },
      'Ubuntu:20.04',
      'esm-infra',
    ],
    [
      'Ubuntu:Pro:24.04:LTS',
      'pkg:deb/ubuntu/linux-aws?distro=noble',
      { availability: 'Livepatch subscription required' },
      'Ubuntu:24.04',
      'livepatch',
    ],
    ['Ubuntu:Pro:FIPS-updates:20.04:LTS', '', {}, 'Ubuntu:20.04', 'fips-updates'],
    ['Red Hat:rhel_eus:8.4::baseos', '', {}, 'Red Hat:8', 'eus'],
    ['SUSE:Linux Enterprise Server 15 SP3-LTSS', '', {}, 'SUSE:15.3', 'ltss'],
  ])('%s %s', (spelled, purl, ecosystem_specific, normal, channel) => {
    const item = affected(
      { ranges: [ecosystem({ introduced: '0' }, { fixed: '1' })], ecosystem_specific },
      { ecosystem: spelled, name: 'x', ...(purl && { purl }) },
    );
    const [entry] = read(record({ affected: [item] })).entries;
    expect({ ecosystem: entry?.ecosystem, channel: entry?.channel }).toEqual({ ecosystem: normal, channel });
  });

  test.each([
    ['below a version', '< 2.1.3', [{ introduced: '2.1.0' }], [{ introduced: '2.1.0', before: '2.1.3' }]],
    ['up to a version', '<= 2.1.3', [{ introduced: '0' }], [{ lastAffected: '2.1.3' }]],
    ['a range that has an end', '<= 2.1.3', [{ introduced: '0' }, { fixed: '2.2.0' }], [{ fixed: '2.2.0' }]],
    ['below the beginning', '< 2.1.0', [{ introduced: '2.1.0' }], [{ introduced: '2.1.0' }]],
    ['no version', '< mystery', [{ introduced: '0' }], [{}]],
    ['another notation', '>= 1.0, < 2.0', [{ introduced: '0' }], [{}]],
    ['no text', 7, [{ introduced: '0' }], [{}]],
  ])('last known affected: %s', (_title, range, events, ranges) => {
    const item = affected({
      ranges: [semver(...events)],
      versions: ['2.1.5'],
      database_specific: { last_known_affected_version_range: range },
    });
    const [entry] = read(record({ affected: [item] })).entries;
    expect(entry?.ranges).toEqual(ranges);
    // Expanded from the range without its end, which is no word of its own.
    expect(entry?.versions).toBeUndefined();
  });

  test('a limit ends a range, and is no fix', () => {
    const item = affected({ ranges: [semver({ introduced: '1.0.0' }, { limit: '1.5.0' })] });
    expect(read(record({ affected: [item] })).entries).toMatchObject([
      { state: 'affected', ranges: [{ introduced: '1.0.0', before: '1.5.0' }] },
    ]);
  });

  test('names are as their ecosystem compares them', () => {
    const named = (of: string, name: string) =>
      read(record({ affected: [affected({ ranges: [ecosystem({ introduced: '0' })] }, { ecosystem: of, name })] }))
        .entries[0]?.name;
    expect(named('PyPI', 'Flask_SQL.Alchemy')).toBe('flask-sql-alchemy');
    expect(named('NuGet', 'Newtonsoft.Json')).toBe('newtonsoft.json');
    expect(named('SwiftURL', 'https://github.com/Apple/swift-nio.git')).toBe('github.com/apple/swift-nio');
    expect(named('npm', 'JSONStream')).toBe('JSONStream');
    expect(named('Go', 'github.com/Masterminds/goutils')).toBe('github.com/Masterminds/goutils');
  });

  test('Go: the standard library, with the import paths that are affected', () => {
    const item = affected(
      {
        ranges: [semver({ introduced: '1.16.0-0' }, { fixed: '1.16.1' })],
        ecosystem_specific: { imports: [{ path: 'archive/zip', symbols: ['toValidName'] }] },
      },
      { ecosystem: 'Go', name: 'stdlib' },
    );
    expect(read(record({ id: 'GO-2021-0067', affected: [item] })).entries).toMatchObject([
      { name: 'stdlib', scheme: 'go', symbols: ['archive/zip'] },
    ]);
  });

  test.each([
    ['of the only import', [{ path: 'crypto/internal/nistec', goarch: ['ppc64le'] }], ['ppc64le']],
    [
      'of every import',
      [
        { path: 'a', goarch: ['s390x'] },
        { path: 'b', goarch: ['arm64'] },
      ],
      ['s390x', 'arm64'],
    ],
    ['not of another import', [{ path: 'a', goarch: ['s390x'] }, { path: 'b' }], undefined],
  ])('Go: processors %s', (_title, imports, architectures) => {
    const item = affected(
      { ranges: [semver({ introduced: '0' }, { fixed: '1.22.12' })], ecosystem_specific: { imports } },
      { ecosystem: 'Go', name: 'stdlib' },
    );
    expect(read(record({ id: 'GO-2025-3447', affected: [item] })).entries[0]?.architectures).toEqual(architectures);
  });

  test.each([
    ['of every import', [{ path: 'os', goos: ['windows'] }, { path: 'b', goos: ['darwin', 'windows'] }], ['windows', 'darwin']],
    ['not of another import', [{ path: 'os', goos: ['windows'] }, { path: 'b' }], undefined],
    ['none said', [{ path: 'os', goos: [] }], undefined],
    ['of another form', [{ path: 'os', goos: 'windows' }], undefined],
  ])('Go: systems %s', (_title, imports, systems) => {
    const item = affected(
      { ranges: [semver({ introduced: '0' }, { fixed: '1.23.10' })], ecosystem_specific: { imports } },
      { ecosystem: 'Go', name: 'stdlib' },
    );
    expect(read(record({ id: 'GO-2025-3750', affected: [item] })).entries[0]?.operatingSystems).toEqual(systems);
  }); // prettier-ignore

  test.each([
    ['Important: nodejs:18 security update', '1:18.1-1.module_el8.6.0+1', ['nodejs:18']],
    ['Moderate: virt:rhel and virt-devel:rhel security update', '1-1.module_el8+2', ['virt:rhel', 'virt-devel:rhel']],
    ['Important: nodejs:18 security update', '2.1-1.el8', [undefined]],
    ['mailman bug fix and enhancement update', '2.1-1.module_el8.6.0+1', [undefined]],
  ])('module of %s, fixed in %s', (summary, fixed, modules) => {
    const item = affected(
      { ranges: [ecosystem({ introduced: '0' }, { fixed })] },
      { ecosystem: 'AlmaLinux:8', name: 'x' },
    );
    const { entries } = read(record({ id: 'ALSA-2022:1', related: ['CVE-2022-1000'], summary, affected: [item] }));
    expect(entries.map((entry) => entry.module)).toEqual(modules);
  });
});
