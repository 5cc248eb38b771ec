import { PratiqueError } from '@pratique/foundation';
import { describe, expect, it } from 'vitest';
import { exceptionState } from '../exception/state.ts';
import { importGrypeIgnore } from './grype-yaml.ts';
import type { ImportedExceptions } from './imported.ts';
import { importTrivyIgnore } from './trivyignore.ts';

const options = { owner: 'team-shop', requestedBy: 'importer@example.com', expires: '2026-12-31' };
const plainFile = (text: string): ImportedExceptions => importTrivyIgnore({ path: '.trivyignore', text }, options);
const yamlFile = (text: string): ImportedExceptions => importTrivyIgnore({ path: '.trivyignore.yaml', text }, options);
const grype = (text: string): ImportedExceptions => importGrypeIgnore({ path: '.grype.yaml', text }, options);
const refused = ({ notImported }: ImportedExceptions): (string | number)[][] =>
  notImported.map(({ line, why }) => [line, why]);

describe('.trivyignore', () => {
  it('takes ids, comments and expiries', () => {
    const { exceptions, notImported } = plainFile(
      '# accepted\n\nCVE-2018-14618\nCVE-2022-40897 exp:2027-01-01 # not reachable\n  GHSA-2m57-hf25-phgg\r\nRUSTSEC-2021-0145\n',
    );
    expect(
      exceptions.map(({ name, vulnerability, expires, reason, origin }) => [
        name,
        vulnerability,
        expires,
        reason,
        origin?.line,
      ]),
    ).toEqual([
      [
        'trivyignore-cve-2018-14618',
        'CVE-2018-14618',
        '2026-12-31',
        'taken over from .trivyignore, which gives no reason',
        3,
      ],
      ['trivyignore-cve-2022-40897', 'CVE-2022-40897', '2027-01-01T00:00:00Z', 'not reachable', 4],
      [
        'trivyignore-ghsa-2m57-hf25-phgg',
        'GHSA-2m57-hf25-phgg',
        '2026-12-31',
        'taken over from .trivyignore, which gives no reason',
        5,
      ],
      [
        'trivyignore-rustsec-2021-0145',
        'RUSTSEC-2021-0145',
        '2026-12-31',
        'taken over from .trivyignore, which gives no reason',
        6,
      ],
    ]);
    expect(notImported).toEqual([]);
    expect(exceptions.every(({ approvedBy, policy }) => approvedBy === undefined && policy === '*')).toBe(true);
  });

  it.each(['AVD-DS-0002', 'DS002', 'KSV001', 'generic-unwanted-rule', 'AWS-0089', 'GPL-like', 'KSV-0014'])(
    'does not take the check or rule %s',
    (id) => {
      const result = plainFile(id);
      expect(result.exceptions).toEqual([]);
      expect(result.notImported).toHaveLength(1);
    },
  );

  it.each([
    'CVE-2024-1',
    'GHSA-2m57-hf25-phgg',
    'DSA-5432-1',
    'DLA-1-1',
    'ALAS2-2024-2408',
    'RHSA-2024:1234',
    'GO-2024-2887',
    'TEMP-0290435-0B57B5',
    'SNYK-JS-LODASH-590103',
    'NSWG-ECO-516',
    'PYSEC-2021-19',
    'USN-6001-1',
    'ELSA-2024-1',
  ])('takes %s', (id) => {
    expect(plainFile(id).exceptions.map(({ vulnerability }) => vulnerability)).toEqual([id]);
  });

  it('does not take an expiry that is no date, or day', () => {
    expect(refused(plainFile('CVE-2024-1 exp:soon\nCVE-2024-2 exp:2024-02-31'))).toEqual([
      [1, 'the expiry is no date'],
      [2, 'the expiry is no date'],
    ]);
  });

  it('reads the YAML form, one exception per package', () => {
    const { exceptions, notImported } = yamlFile(`
vulnerabilities:
  - id: CVE-2022-40897
    purls: ["pkg:npm/lodash", "pkg:npm/%40scope/name@1.0.0"]
    statement: not reachable
    expired_at: 2027-03-01
  - id: CVE-2023-2650
  - id: CVE-2023-3446
    paths: ["usr/lib/libssl.so"]
  - id: CVE-2023-3817
    purls: ["pkg:deb/debian/x?arch=amd64"]
misconfigurations:
  - id: AVD-DS-0001
    statement: known
secrets:
  - id: aws-access-key-id
licenses:
  - id: GPL-3.0
`);
    expect(exceptions.map((one) => [one.name, one.package, one.expires, one.reason.slice(0, 13)])).toEqual([
      ['trivyignore-cve-2022-40897', 'pkg:npm/lodash', '2027-03-01T00:00:00Z', 'not reachable'],
      ['trivyignore-cve-2022-40897-2', 'pkg:npm/%40scope/name@1.0.0', '2027-03-01T00:00:00Z', 'not reachable'],
      ['trivyignore-cve-2023-2650', undefined, '2026-12-31', 'taken over fr'],
    ]);
    expect(notImported.map(({ line }) => line)).toEqual([8, 10, 13, 16, 18]);
  });

  it('takes an expiry with its time, and one that has passed', () => {
    const { exceptions } = yamlFile(
      'vulnerabilities:\n  - { id: CVE-1-1, expired_at: 2027-03-01T12:00:00Z }\n  - { id: CVE-1-2, expired_at: 2020-01-01 }\n',
    );
    expect(exceptions.map(({ expires }) => expires)).toEqual(['2027-03-01T12:00:00Z', '2020-01-01T00:00:00Z']);
    expect(exceptions.map((one) => exceptionState(one, new Date('2026-11-21')))).toEqual(['pending', 'expired']);
  });

  it('does not take entries of paths or packages without an id: they would hide future ones', () => {
    const { exceptions, notImported } = yamlFile(
      'vulnerabilities:\n  - purls: ["pkg:deb/ubuntu/linux-libc-dev"]\n  - paths: ["vendor/**"]\n',
    );
    expect([exceptions.length, notImported.length]).toEqual([0, 2]);
  });

  it.each([': :\n- ][', '- a\n- b', '&a [*a, *a]', `a: ${'['.repeat(5000)}`])('refuses %j', (text) => {
    expect(() => yamlFile(text)).toThrow(PratiqueError);
  });

  it.each(['', '{}', 'vulnerabilities:', 'vulnerabilities: []', 'other: 1'])('finds nothing in %j', (text) => {
    expect(yamlFile(text)).toEqual({ exceptions: [], notImported: [] });
  });

  it.each(['vulnerabilities: CVE-2024-1', 'vulnerabilities: [CVE-2024-1]', 'vulnerabilities: [{ id: 5 }]'])(
    'says that %j is not understood',
    (text) => {
      expect(yamlFile(text).notImported).toHaveLength(1);
    },
  );
});

describe('.grype.yaml', () => {
  it('takes rules that name a vulnerability', () => {
    const { exceptions, notImported } = grype(`
fail-on-severity: high
ignore:
  - vulnerability: CVE-2008-4318
    reason: not used
    include-aliases: true
    package: { name: libcurl }
  - vulnerability: CVE-2014-54321
  - vulnerability: GHSA-2m57-hf25-phgg
    package: { name: "@scope/name", version: 1.2.3, type: npm }
  - vulnerability: CVE-2020-1
    package: { name: libstdc++6 }
  - vulnerability: CVE-2026-85091
    package:
      name: zlib
      type: apk
`);
    expect(notImported).toEqual([]);
    expect(exceptions.map((one) => [one.vulnerability, one.package])).toEqual([
      ['CVE-2008-4318', 'libcurl'],
      ['CVE-2014-54321', undefined],
      ['GHSA-2m57-hf25-phgg', 'pkg:npm/%40scope/name@1.2.3'],
      ['CVE-2020-1', 'libstdc++6'],
      ['CVE-2026-85091', 'pkg:apk/zlib'],
    ]);
  });

  it.each([
    ['fix-state: not-fixed', 'names no vulnerability: it would hide future ones'],
    ['package: { name: kernel-headers }', 'names no vulnerability: it would hide future ones'],
    ['vulnerability: CVE-2024-1\n    fix-state: wont-fix', 'an exception cannot say fix-state'],
    ['vulnerability: CVE-2024-1\n    vex-status: not_affected', 'an exception cannot say vex-status'],
    ['vulnerability: CVE-2024-1\n    namespace: debian:12', 'an exception cannot say namespace'],
    ['vulnerability: CVE-2024-1\n    package: { location: "/usr/**" }', 'an exception cannot say package.location'],
    [
      'vulnerability: CVE-2024-1\n    package: { name: x, upstream-name: y }',
      'an exception cannot say package.upstream-name',
    ],
    ['vulnerability: CVE-2024-1\n    package: { name: "linux-.*-headers-.*" }', 'the name of its package is a pattern'],
    [
      'vulnerability: CVE-2024-1\n    package: { name: x, version: 1.0 }',
      'an exception cannot say a version without type',
    ],
    [
      'vulnerability: CVE-2024-1\n    package: { name: x, type: java-archive }',
      'an exception cannot say the type java-archive',
    ],
    ['vulnerability: CVE-2024-1\n    package: { type: npm }', 'its package has no name'],
    ['vulnerability: CVE-2024-1\n    package: { name: a/../, type: npm }', 'its package is none of type npm'],
    ['vulnerability: "CVE-.*"', 'its vulnerability is no id'],
  ])('does not take %j', (rule, why) => {
    const result = grype(`ignore:\n  - ${rule}\n`);
    expect(result.exceptions).toEqual([]);
    expect(refused(result)).toEqual([[2, why]]);
  });
});
