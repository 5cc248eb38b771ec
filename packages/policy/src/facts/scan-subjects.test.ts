import { type Finding, type Package, type Sbom, type ScanResult, UnknownFact } from '@pratique/model';
import { describe, expect, test } from 'vitest';
import { judge } from '../judge/judge.ts';
import { loadPolicies } from '../load/load-policies.ts';
import { selectProfile } from '../profile/select-profile.ts';
import { isRoot, portsOf } from './config-facts.ts';
import { completeness, imageFacts, unreadImageFacts } from './image-facts.ts';
import { scanSubjects } from './scan-subjects.ts';

const digest = `sha256:${'a'.repeat(64)}` as const;

const openssl: Package = {
  type: 'deb',
  name: 'openssl',
  version: '3.0.2',
  evidence: 'installed',
  purl: 'pkg:deb/debian/openssl@3.0.2',
  license: 'Apache-2.0',
  locations: [{ path: 'var/lib/dpkg/status' }],
  fromBase: 'yes',
  foundBy: 'dpkg',
};

const finding: Finding = {
  id: 'CVE-2026-0001',
  kind: 'vulnerability',
  aliases: ['GHSA-x'],
  sources: [{ advisory: 'DSA-1', feed: 'debian-tracker' }],
  package: openssl.purl,
  severity: 'critical',
  severityFrom: 'distro',
  state: 'fixed',
  fixedIn: '3.0.3',
  title: 'x',
  references: [],
  cwes: [],
  published: '2026-01-01T00:00:00Z',
  knownExploited: { vulnerability: 'CVE-2026-0001', dateAdded: '2026-01-05', dueDate: '2026-01-26', ransomware: true },
  fromBase: 'yes',
  priority: 90,
};

const sbom: Sbom = {
  subject: {
    kind: 'image',
    name: 'registry.example.com/shop/api:1',
    image: {
      references: ['registry.example.com/shop/api:1'],
      manifestDigest: digest,
      configDigest: digest,
      platform: { os: 'linux', architecture: 'amd64' },
    },
    config: {
      created: '1970-01-01T00:00:00Z',
      user: '0:1000',
      env: ['PATH=/bin', 'DB_PASSWORD=hunter2', 'ODD'],
      entrypoint: [],
      cmd: ['sh'],
      workingDir: '',
      exposedPorts: ['8080/tcp', '53/udp'],
      volumes: [],
      labels: { __proto__x: 'y' },
      healthcheck: false,
      history: [{ createdBy: 'ENV DB_PASSWORD=hunter2', emptyLayer: true }],
      diffIds: [],
    },
  },
  packages: [openssl],
  unknowns: [],
  layers: [{ index: 0, digest, diffId: digest, size: 10, fromBase: 'no' }],
  programs: [{ path: 'bin/sh', kind: 'shell', mode: 0o755 }],
  catalogers: { dpkg: 1 },
  createdAt: '2026-01-01T00:00:00Z',
};

const result: ScanResult = {
  sbom,
  findings: [finding],
  suppressed: [],
  notAssessed: [],
  unknowns: [],
  database: { generation: 1, asOf: '2026-01-01T00:00:00Z', stale: false, starter: false, feeds: [] },
  scannedAt: '2026-01-01T00:00:00Z',
};

function scanOf(changes: Partial<Sbom>): ScanResult {
  return { ...result, sbom: { ...sbom, ...changes } };
}

test('image, findings and packages of a scan share their facts', () => {
  const [image, found, pkg] = scanSubjects(result);
  expect(image).toMatchObject({ judged: { kind: 'image', repository: 'shop/api', digests: [digest, digest] } });
  expect(found?.judged).toMatchObject({
    kind: 'finding',
    name: 'CVE-2026-0001 in openssl 3.0.2',
    vulnerability: ['CVE-2026-0001', 'GHSA-x'],
    package: openssl.purl,
    fixed: true,
  });
  expect(found?.facts['image']).toBe(image?.facts);
  expect(found?.facts).toMatchObject({
    severityRank: 5,
    knownExploited: true,
    ransomware: true,
    dueDate: new Date('2026-01-26T00:00:00Z'),
    package: { name: 'openssl', assessed: true, licenses: ['Apache-2.0'], licenseChoices: [['Apache-2.0']] },
  });
  expect(pkg).toMatchObject({ judged: { kind: 'package', name: 'openssl 3.0.2' } });
});

test('a finding that no package of the SBOM has is known by its purl', () => {
  const gone = { ...finding, kind: 'end-of-life' as const, package: 'pkg:generic/debian@10' };
  const [, found] = scanSubjects({ ...result, findings: [gone] });
  expect(found?.facts['package']).toMatchObject({ name: 'debian', version: '10', type: 'generic' });
});

describe('a directory', () => {
  const directory = scanOf({ subject: { kind: 'directory', name: 'dir:.' } });

  test('its findings and packages have no image', () => {
    const subjects = scanSubjects(directory);
    expect(subjects.map(({ judged }) => judged.kind)).toEqual(['image', 'finding', 'package']);
    expect(subjects[1]?.facts['image']).toBeUndefined();
  });

  test.each([
    ['image.user == ""', 0],
    ['!image.inventoried || image.vulnerabilities.total > 0', 1],
    ['image.vulnerabilities.total > 0 && image.env.size() == 0', 0],
  ])('is judged like an image as far as its packages go: %s', (condition, count) => {
    const text = JSON.stringify({
      apiVersion: 'pratique.dev/v1',
      kind: 'Policy',
      metadata: { name: 'x' },
      spec: {
        title: 'x',
        subject: 'image',
        severity: 'low',
        violates: condition,
        message: 'x',
        remediation: 'x',
        decisions: { build: 'deny' },
      },
    });
    const objects = loadPolicies([{ path: 'x.yaml', text }]);
    const set = selectProfile(objects, { extra: objects.policies });
    const verdict = judge(set, scanSubjects(directory), { stage: 'build', at: new Date(0) });
    expect([...verdict.violations, ...verdict.unknowns]).toHaveLength(count);
  });
});

describe('image', () => {
  test('what its configuration says, without credentials', () => {
    const facts = imageFacts(result);
    expect(facts).toMatchObject({
      registry: 'registry.example.com',
      repository: 'shop/api',
      tag: '1',
      digest,
      pinned: false,
      user: '0:1000',
      runsAsRoot: true,
      env: [
        { name: 'PATH', secret: false },
        { name: 'DB_PASSWORD', secret: true },
        { name: 'ODD', secret: false },
      ],
      ports: [
        { number: 8080, protocol: 'tcp' },
        { number: 53, protocol: 'udp' },
      ],
      history: [{ createdBy: 'ENV DB_PASSWORD=***', empty: true, secret: true }],
      size: 10,
      layers: 1,
      complete: true,
      inventoried: true,
      programs: [{ path: 'bin/sh', kind: 'shell' }],
      vulnerabilities: { total: 1, critical: 1, fixableCritical: 1, knownExploitedFixable: 1 },
    });
    expect(facts['created']).toBeUndefined();
    expect(JSON.stringify(facts)).not.toContain('hunter2');
  });

  test('what an SBOM of another tool does not tell is unknown', () => {
    const { programs: _, ...foreign } = sbom;
    const facts = imageFacts({
      ...result,
      sbom: { ...foreign, subject: { kind: 'image', name: 'sbom.json' }, layers: [], catalogers: {} },
    });
    const unknown = ['user', 'env', 'history', 'labels', 'created', 'size', 'layers', 'base', 'os', 'programs'];
    for (const field of unknown) expect(facts[field], field).toBeInstanceOf(UnknownFact);
  });

  test('the name of a place is no reference', () => {
    const { image, ...subject } = sbom.subject;
    const facts = imageFacts(scanOf({ subject: { ...subject, name: 'oci-archive:/a/b.tar:3.18.9' } }));
    expect(image).toBeDefined();
    expect(facts).toMatchObject({ reference: '', registry: '', repository: '', tag: '' });
  });

  test('lists that are too long are unknown, not cut', () => {
    const config = { ...sbom.subject.config!, env: Array.from({ length: 5000 }, (_, i) => `A${i}=b`) };
    expect(imageFacts(scanOf({ subject: { ...sbom.subject, config } }))['env']).toBeInstanceOf(UnknownFact);
  });

  test.each([
    ['no packages', scanOf({ packages: [] })],
    ['an unknown', scanOf({ unknowns: [{ code: 'malformed', reason: 'x' }] })],
    ['a package that was not assessed', { ...result, notAssessed: [{ package: openssl.purl, reason: 'x' }] }],
  ])('%s makes it incomplete', (_, scan) => expect(completeness(scan)).toBeInstanceOf(UnknownFact));

  test('of one that was not read nothing but its reference is known', () => {
    const facts = unreadImageFacts('nginx:1.27');
    expect(facts).toMatchObject({ repository: 'library/nginx', tag: '1.27', inventoried: false });
    expect(facts['user']).toBeInstanceOf(UnknownFact);
    expect(facts['vulnerabilities']).toBeInstanceOf(UnknownFact);
  });
});

test.each([
  ['', true], ['root', true], ['root:app', true], ['0', true], ['00', true], ['0:0', true], ['ContainerAdministrator', true],
  ['app', false], ['1000', false], ['1000:0', false], ['rooted', false], ['10', false],
])('user %s: root %s', (user, root) => expect(isRoot(user)).toBe(root)); // prettier-ignore

test('ports', () => {
  expect(portsOf(['80', '53/UDP', '1-3/tcp', 'x', '99999999', '5-1'], 100).map(({ number }) => number)).toEqual([
    80, 53, 1, 2, 3,
  ]);
  expect(portsOf(['1-65535'], 10)).toHaveLength(10);
});
