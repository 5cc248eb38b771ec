import type { Advisory, AdvisoryEntry } from '@pratique/model';
import { buildOsvAffected as affected, buildOsvRange, buildOsvRecord as record } from '@pratique/testkit';
import { describe, expect, test } from 'vitest';
import { type OsvReading, readOsvBytes, readOsvRecord } from './record.ts';

const reading: OsvReading = { feed: 'osv/test' };
const semver = buildOsvRange.bind(undefined, 'SEMVER');
const ecosystem = buildOsvRange.bind(undefined, 'ECOSYSTEM');

function read(value: unknown, how = reading): { advisory: Advisory; entries: readonly AdvisoryEntry[] } {
  const outcome = readOsvRecord(value, how);
  if (outcome?.kind !== 'advisory') throw new Error(JSON.stringify(outcome));
  return outcome;
}

describe('ranges', () => {
  test.each([
    ['introduced 0 is the beginning', [{ introduced: '0' }, { fixed: '1.2.0' }], [{ fixed: '1.2.0' }]],
    [
      'last_affected',
      [{ introduced: '1.0.0' }, { last_affected: '1.2.0' }],
      [{ introduced: '1.0.0', lastAffected: '1.2.0' }],
    ],
    ['no end', [{ introduced: '2.0.0' }], [{ introduced: '2.0.0' }]],
    ['every version', [{ introduced: '0' }], [{}]],
    [
      'several intervals in one list of events',
      [{ introduced: '9.3.0' }, { fixed: '15.2.5' }, { introduced: '15.3.0' }, { fixed: '15.3.4' }],
      [
        { introduced: '9.3.0', fixed: '15.2.5' },
        { introduced: '15.3.0', fixed: '15.3.4' },
      ],
    ],
    [
      'events out of order',
      [{ fixed: '2.1.0' }, { introduced: '2.0.0' }, { fixed: '1.5.0' }, { introduced: '0' }],
      [{ fixed: '1.5.0' }, { introduced: '2.0.0', fixed: '2.1.0' }],
    ],
    ['two events in one object', [{ introduced: '1.0.0', fixed: '1.1.0' }], [{ introduced: '1.0.0', fixed: '1.1.0' }]],
    ['an end without an opening', [{ fixed: '3.0.0' }], [{ fixed: '3.0.0' }]],
    ['a second end', [{ introduced: '0' }, { fixed: '1.0.0' }, { fixed: '2.0.0' }], [{ fixed: '1.0.0' }]],
    [
      'a pre-release as the beginning',
      [{ introduced: '0.0.0-0' }, { fixed: '0.3.4' }],
      [{ introduced: '0.0.0-0', fixed: '0.3.4' }],
    ],
  ])('%s', (_title, events, ranges) => {
    const { entries } = read(record({ affected: [affected({ ranges: [semver(...events)] })] }));
    expect(entries[0]?.ranges).toEqual(ranges);
  });

  test('several elements and ranges of one package are one entry', () => {
    const { entries } = read(
      record({
        affected: [
          affected({
            ranges: [
              semver({ introduced: '0' }, { fixed: '1.0.1' }),
              semver({ introduced: '2.0.0' }, { fixed: '2.0.1' }),
            ],
          }),
          affected({ ranges: [semver({ introduced: '3.0.0' }, { last_affected: '3.1.0' })] }),
          affected({ ranges: [semver({ introduced: '0' }, { fixed: '1.0.1' })] }),
        ],
      }),
    );
    expect(entries).toHaveLength(1);
    expect(entries[0]?.ranges).toEqual([
      { fixed: '1.0.1' },
      { introduced: '2.0.0', fixed: '2.0.1' },
      { introduced: '3.0.0', lastAffected: '3.1.0' },
    ]);
    expect(entries[0]?.state).toBe('fixed');
  });

  test('only versions', () => {
    const { entries } = read(record({ affected: [affected({ versions: ['1.0.0', '1.0.1', '1.0.0'] })] }));
    expect(entries).toMatchObject([{ state: 'affected', ranges: [], versions: ['1.0.0', '1.0.1'] }]);
  });

  test('of listed versions only those that no range holds are kept', () => {
    const ranges = [ecosystem({ introduced: '1.0' }, { fixed: '2.0' })];
    const listed = affected(
      { ranges, versions: ['1.0', '1.5', '1.9.post1', '2.4', 'not-a-version'] },
      { ecosystem: 'PyPI' },
    );
    expect(read(record({ affected: [listed] })).entries[0]?.versions).toEqual(['2.4', 'not-a-version']);
  });

  test.each([
    ['only commits', { ranges: [{ type: 'GIT', repo: 'https://example.com', events: [{ introduced: '0' }] }] }],
    ['neither ranges nor versions', {}],
    ['no package', { package: undefined, versions: ['v1'] }],
  ])('%s: kept, without an entry', (_title, what) => {
    const { entries, advisory } = read(record({ affected: [affected(what)] }));
    expect(entries).toEqual([]);
    expect(advisory.id).toBe('GHSA-aaaa-bbbb-cccc');
  });

  test('commits beside versions are left out', () => {
    const ranges = [{ type: 'GIT', events: [{ introduced: '0' }] }, semver({ introduced: '0' }, { fixed: '1.0.0' })];
    expect(read(record({ affected: [affected({ ranges })] })).entries[0]?.ranges).toEqual([{ fixed: '1.0.0' }]);
  });

  test('a distribution says "never affected" by a range below 0', () => {
    const never = affected(
      { ranges: [ecosystem({ introduced: '0' }, { fixed: '0' })] },
      { ecosystem: 'Debian:12', name: 'curl' },
    );
    expect(read(record({ id: 'DEBIAN-CVE-2024-1234', affected: [never] })).entries).toMatchObject([
      { state: 'not-affected', ranges: [] },
    ]);
  });

  test('a malicious package without versions is malicious in all', () => {
    const { entries, advisory } = read(record({ id: 'MAL-2024-1', affected: [affected({})] }));
    expect(advisory.kind).toBe('malware');
    expect(entries).toMatchObject([{ state: 'affected', ranges: [] }]);
    expect(entries[0]?.versions).toBeUndefined();
  });

  test('another ecosystem is left to its own folder', () => {
    const ranges = [semver({ introduced: '0' })];
    const both = record({
      affected: [affected({ ranges }), affected({ ranges }, { ecosystem: 'Maven', name: 'a:b' })],
    });
    expect(read(both, { ...reading, ecosystem: 'npm' }).entries.map((entry) => entry.ecosystem)).toEqual(['npm']);
    expect(read(both).entries.map((entry) => entry.ecosystem)).toEqual(['npm', 'Maven']);
  });
});

describe('identity', () => {
  const fixed = (name: string, of: string) => [
    affected({ ranges: [ecosystem({ introduced: '0' }, { fixed: '1' })] }, { ecosystem: of, name }),
  ];

  test.each([
    ['upstream names the CVE', { id: 'ALPINE-CVE-2025-8961', upstream: ['CVE-2025-8961'] }, ['CVE-2025-8961'], []],
    ['the id alone names the CVE', { id: 'UBUNTU-CVE-2025-38094' }, ['CVE-2025-38094'], []],
    [
      'aliases',
      { id: 'GO-2024-3033', aliases: ['CVE-2024-41255', 'GHSA-4jmm-c6jw-g796'] },
      ['CVE-2024-41255', 'GHSA-4jmm-c6jw-g796'],
      [],
    ],
    [
      'related is no alias',
      { id: 'PYSEC-2024-1', aliases: ['CVE-2024-1'], related: ['CVE-2024-2'] },
      ['CVE-2024-1'],
      [],
    ],
    ['an alias that is the id', { id: 'CVE-2024-10000', aliases: ['CVE-2024-10000'] }, [], []],
    [
      'ALSA: related',
      { id: 'ALSA-2022:6540', related: ['CVE-2022-32893', 'CVE-2022-32894'] },
      [],
      ['CVE-2022-32893', 'CVE-2022-32894'],
    ],
    [
      'RLSA: upstream before related',
      { id: 'RLSA-2025:16354', upstream: ['CVE-2025-37810'], related: ['CVE-2000-1111'] },
      [],
      ['CVE-2025-37810'],
    ],
    ['DSA', { id: 'DSA-5417-1', upstream: ['CVE-2023-0464', 'DEBIAN-CVE-2023-0464'] }, [], ['CVE-2023-0464']],
    [
      'USN',
      { id: 'USN-6188-1', upstream: ['CVE-2023-2650', 'UBUNTU-CVE-2023-2650'], related: ['UBUNTU-CVE-2023-2650'] },
      [],
      ['CVE-2023-2650'],
    ],
    ['SUSE', { id: 'SUSE-SU-2025:02536-1', related: ['CVE-2025-5222'] }, [], ['CVE-2025-5222']],
    [
      'an erratum that names its CVEs in references only',
      {
        id: 'RHSA-2022:1',
        references: [{ type: 'REPORT', url: 'https://access.redhat.com/security/cve/CVE-2022-32893' }],
      },
      [],
      ['CVE-2022-32893'],
    ],
    [
      'several upstream flaws in one record',
      { id: 'JLSEC-2025-1', upstream: ['CVE-2024-0001', 'CVE-2024-0002'] },
      [],
      ['CVE-2024-0001', 'CVE-2024-0002'],
    ],
  ])('%s', (_title, fields, aliases, vulnerabilities) => {
    const { advisory } = read(record({ ...fields, affected: fixed('curl', 'Debian:12') }));
    expect({ aliases: advisory.aliases, vulnerabilities: advisory.vulnerabilities }).toEqual({
      aliases,
      vulnerabilities,
    });
  });

  test.each([
    ['a bug-fix erratum', { id: 'ALBA-2022:0884', related: [] }],
    ['an enhancement erratum', { id: 'ALEA-2022:0001' }],
    ['a notice', { id: 'RUSTSEC-2020-0001', affected: [affected({ database_specific: { informational: 'notice' } })] }],
  ])('%s is not about security', (_title, fields) => {
    expect(readOsvRecord(record(fields), reading)).toBeUndefined();
  });

  test('a bug-fix erratum with a CVE is', () => {
    expect(read(record({ id: 'ALBA-2019:3693', related: ['CVE-2018-18074'] })).advisory.vulnerabilities).toEqual([
      'CVE-2018-18074',
    ]);
  });

  test.each([
    ['MAL-2025-46974', [], 'malware'],
    ['GHSA-4x49-vf9v-38px', ['MAL-2025-46974'], 'malware'],
    ['GHSA-4x49-vf9v-38px', [], 'vulnerability'],
  ])('%s with aliases %j is %s', (id, aliases, kind) => {
    expect(read(record({ id, aliases })).advisory.kind).toBe(kind);
  });

  test('an unmaintained crate', () => {
    const unmaintained = affected(
      { ranges: [semver({ introduced: '0.0.0-0' })], database_specific: { informational: 'unmaintained' } },
      { ecosystem: 'crates.io' },
    );
    expect(read(record({ id: 'RUSTSEC-2021-0001', affected: [unmaintained] })).advisory.kind).toBe('unmaintained');
  });

  test('a withdrawn record has no entries', () => {
    const { advisory, entries } = read(record({ withdrawn: '2024-06-01T00:00:00Z', affected: fixed('a', 'npm') }));
    expect(advisory.withdrawn).toBe('2024-06-01T00:00:00Z');
    expect(entries).toEqual([]);
  });
});

describe('dates and texts', () => {
  test.each([
    ['0001-01-01T00:00:00Z', undefined],
    ['2027-07-09T00:00:00.123456Z', '2027-07-09T00:00:00Z'],
    ['2024-07-09T11:38:00.115697+04:00', '2024-07-09T07:38:00Z'],
    ['yesterday', undefined],
    [17, undefined],
  ])('modified %s', (modified, expected) => {
    expect(read(record({ modified })).advisory.modified).toBe(expected);
  });

  test('hostile text is cut and cleaned', () => {
    const { advisory } = read(
      record({
        summary: `a\u001B[31mred\u0000 \u202Etxt ${'x'.repeat(1000)}`,
        details: 'é'.repeat(100_000),
        references: [
          { url: 'javascript:alert(1)' },
          { url: 'https://example.com/"onclick' },
          ...Array.from({ length: 50 }, (_, i) => ({ url: `https://example.com/${i}` })),
        ],
        aliases: ['CVE-2024-1\nX', 'not an id', 'CVE-2024-1000', 7],
      }),
    );
    expect(advisory.title).toMatch(/^a\[31mred txt x+…$/);
    expect(advisory.title.length).toBeLessThanOrEqual(300);
    expect(Buffer.byteLength(advisory.details ?? '')).toBeLessThanOrEqual(4096);
    expect(advisory.references).toHaveLength(16);
    expect(advisory.references[0]).toBe('https://example.com/0');
    expect(advisory.aliases).toEqual(['CVE-2024-1000']);
  });

  test('the first sentence stands in for a title', () => {
    const details = 'An issue was found in the parser. It was reported by somebody.';
    expect(read(record({ details })).advisory.title).toBe('An issue was found in the parser.');
  });
});

describe('rejected', () => {
  test.each([
    ['no object', [], 'file'],
    ['no id', { id: 7 }, 'file'],
    ['affected is no list', record({ affected: {} }), 'GHSA-aaaa-bbbb-cccc'],
    ['a package without a name', record({ affected: [affected({}, { name: 7 })] }), 'GHSA-aaaa-bbbb-cccc'],
    [
      'a range without events',
      record({ affected: [affected({ ranges: [{ type: 'SEMVER' }] })] }),
      'GHSA-aaaa-bbbb-cccc',
    ],
    [
      'a version that is a number',
      record({ affected: [affected({ ranges: [semver({ introduced: 0 })] })] }),
      'GHSA-aaaa-bbbb-cccc',
    ],
    ['a version with a line break', record({ affected: [affected({ versions: ['1\n2'] })] }), 'GHSA-aaaa-bbbb-cccc'],
    [
      'too many events',
      record({ affected: [affected({ ranges: [semver(...Array.from({ length: 6000 }, () => ({ fixed: '1' })))] })] }),
      'GHSA-aaaa-bbbb-cccc',
    ],
  ])('%s', (_title, value, id) => {
    expect(readOsvRecord(value, reading, 'file')).toMatchObject({ kind: 'rejected', id });
  });

  test.each([
    ['{', 'not JSON'],
    ['', 'not JSON'],
    [`"${'x'.repeat(2000)}"`, 'more than the limit'],
  ])('bytes %#', (text, reason) => {
    expect(readOsvBytes(Buffer.from(text), 'npm/GHSA-1.json', reading, 1000)).toMatchObject({
      kind: 'rejected',
      id: 'GHSA-1',
      reason: expect.stringContaining(reason),
    });
  });
});
