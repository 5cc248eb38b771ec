import type { Finding, ImageIdentity, PolicyResult, ScanResult, Verdict } from '@pratique/model';
import { buildPackage, buildSbom } from '@pratique/testkit';
import { describe, expect, test } from 'vitest';
import {
  imageSubjects,
  readVerdict,
  type Statement,
  verdictStatement,
  vulnerabilityStatement,
  VULNERABILITIES_PREDICATE,
} from '../index.ts';

const image: ImageIdentity = {
  references: ['shop/api:1'],
  indexDigest: `sha256:${'1'.repeat(64)}`,
  manifestDigest: `sha256:${'2'.repeat(64)}`,
  configDigest: `sha256:${'3'.repeat(64)}`,
  platform: { os: 'linux', architecture: 'amd64' },
};
const finding: Finding = {
  id: 'CVE-2026-0001',
  kind: 'vulnerability',
  aliases: ['GHSA-aaaa-bbbb-cccc'],
  sources: [],
  package: 'pkg:deb/debian/openssl@3.0.2',
  severity: 'high',
  severityFrom: 'distro',
  cvss: { version: '3.1', vector: 'CVSS:3.1/AV:N', score: 9 },
  state: 'fixed',
  fixedIn: '3.0.3',
  title: 'A flaw',
  references: [],
  cwes: [],
  knownExploited: { vulnerability: 'CVE-2026-0001', dateAdded: '2026-01-02', ransomware: false },
  fromBase: 'no',
  priority: 90,
};
const bare: Finding = { ...finding, id: 'CVE-2026-0002', aliases: [], state: 'no-fix', fixedIn: '' };
delete (bare as { cvss?: unknown }).cvss;
delete (bare as { knownExploited?: unknown }).knownExploited;

const sbom = buildSbom([buildPackage({ type: 'deb', name: 'openssl', version: '3.0.2' })], {
  subject: { kind: 'image', name: 'shop/api:1', image },
  unknowns: [{ code: 'unreadable', reason: 'it broke off' }],
});
const result: ScanResult = {
  sbom,
  findings: [finding, bare],
  suppressed: [finding],
  notAssessed: [{ package: 'pkg:generic/x@1', reason: 'no feed' }],
  unknowns: [],
  database: { generation: 7, asOf: '2026-11-20T00:00:00Z', stale: false, starter: false, feeds: [] },
  scannedAt: '2026-11-21T00:00:00Z',
};

describe('vulnerabilities', () => {
  test('the shape of vulns v0.2, bound to manifest and configuration', () => {
    const statement = vulnerabilityStatement(result, { version: '1.2.3', startedAt: '2026-11-20T23:59:59Z' });
    expect(statement.predicateType).toBe(VULNERABILITIES_PREDICATE);
    expect(statement.subject).toEqual([
      { name: 'shop/api:1', digest: { sha256: '2'.repeat(64) } },
      { name: 'shop/api:1 (configuration)', digest: { sha256: '3'.repeat(64) } },
    ]);
    expect(statement.predicate).toEqual({
      scanner: {
        uri: 'https://pratique.dev',
        version: '1.2.3',
        db: { version: '7', lastUpdate: '2026-11-20T00:00:00Z' },
        result: [
          {
            id: 'CVE-2026-0001',
            severity: [
              { method: 'distro', score: 'high' },
              { method: 'cvss-3.1', score: '9.0' },
            ],
            annotations: [
              {
                package: 'pkg:deb/debian/openssl@3.0.2',
                state: 'fixed',
                kind: 'vulnerability',
                fixedIn: '3.0.3',
                aliases: 'GHSA-aaaa-bbbb-cccc',
                knownExploited: '2026-01-02',
              },
            ],
          },
          {
            id: 'CVE-2026-0002',
            severity: [{ method: 'distro', score: 'high' }],
            annotations: [{ package: 'pkg:deb/debian/openssl@3.0.2', state: 'no-fix', kind: 'vulnerability' }],
          },
        ],
      },
      metadata: { scanStartedOn: '2026-11-20T23:59:59Z', scanFinishedOn: '2026-11-21T00:00:00Z' },
      'https://pratique.dev/attestation/coverage/v1': {
        packages: 1,
        notAssessed: 1,
        unknowns: 1,
        suppressed: 1,
        stale: false,
        starter: false,
      },
    });
  });

  test('without advisory knowledge the database is older than every limit', () => {
    const database = { generation: 0, stale: true, starter: true, feeds: [] };
    const { predicate } = vulnerabilityStatement({ ...result, database }, { version: '1' });
    expect(JSON.stringify(predicate)).toContain('"lastUpdate":"1970-01-01T00:00:00Z"');
  });

  test('a directory cannot be attested', () => {
    expect(() => imageSubjects({ kind: 'directory', name: 'dir:.' })).toThrowError(
      expect.objectContaining({ code: 'attestation/subject-missing' }),
    );
  });
});

const violation: PolicyResult = {
  policy: 'exploited-and-fixable',
  title: 'Known exploited',
  severity: 'critical',
  result: 'violated',
  decision: 'deny',
  enforced: true,
  subject: { kind: 'finding', name: 'CVE-2026-0001 in openssl 3.0.2' },
  message: 'update to 3.0.3',
  remediation: 'Rebuild.',
  references: [],
};
const excepted: PolicyResult = {
  ...violation,
  field: 'x.y',
  exception: {
    name: 'for-a-while',
    owner: 'team-shop',
    reason: 'vendor patch',
    approvedBy: 'boss@example.com',
    expires: '2026-12-31',
    state: 'approved',
  },
};
const verdict: Verdict = {
  stage: 'build',
  decision: 'deny',
  compliance: 'noncompliant',
  violations: [violation],
  unknowns: [{ ...violation, result: 'unknown', message: 'image.user: not inventoried' }],
  excepted: [excepted],
  inactive: [],
  policies: 42,
  profile: 'recommended',
  judgedAt: '2026-11-21T00:00:00Z',
  nextChange: '2026-12-31T23:59:59.999Z',
};
const statement = verdictStatement(verdict, {
  subject: imageSubjects(sbom.subject),
  version: '1.2.3',
  policiesDigest: 'sha256:abc',
  database: result.database,
});

describe('verdict', () => {
  test('is read back as it was written', () => {
    const read = readVerdict(JSON.parse(JSON.stringify(statement)) as Statement);
    expect(read).toEqual(statement.predicate);
    expect(read.exceptions[0]).toMatchObject({ exception: 'for-a-while', owner: 'team-shop', expires: '2026-12-31' });
    expect(read.advisories).toEqual({ generation: 7, asOf: '2026-11-20T00:00:00Z' });
    expect(read.policies).toEqual({ count: 42, digest: 'sha256:abc' });
  });

  test('lists are cut, counts are not', () => {
    const many = verdictStatement(
      { ...verdict, violations: Array.from({ length: 1200 }, () => violation) },
      { subject: [], version: '1' },
    );
    const read = readVerdict(many);
    expect([read.violations.length, read.counts.violations]).toEqual([1000, 1200]);
    expect(read.advisories).toBeUndefined();
  });

  test.each([
    ['stage', 'birth'],
    ['decision', 'maybe'],
    ['compliance', 'fine'],
    ['profile', undefined],
    ['policies', { count: -1 }],
    ['counts', {}],
    ['violations', {}],
    ['violations', [{ policy: 'x' }]],
    ['violations', Array.from({ length: 1001 }, () => ({}))],
    ['unknowns', [null]],
    ['exceptions', [{ ...excepted }]],
    ['judgedAt', 'yesterday'],
    ['nextChange', '2026-99-99T00:00:00Z'],
    ['advisories', { generation: 'x' }],
    ['judge', null],
  ])('%s: %j is refused', (field, value) => {
    const broken = { ...statement, predicate: { ...statement.predicate, [field]: value } };
    expect(() => readVerdict(broken)).toThrowError(
      expect.objectContaining({ code: 'attestation/predicate-malformed' }),
    );
  });

  test('another predicate is no verdict', () => {
    expect(() => readVerdict({ ...statement, predicateType: VULNERABILITIES_PREDICATE })).toThrowError(
      expect.objectContaining({ code: 'attestation/predicate-mismatch' }),
    );
  });
});
