import type { Digest, Package } from '@pratique/model';
import { loadPolicies } from '@pratique/policy';
import { buildDistribution, buildPackage } from '@pratique/testkit';

/** What random changes are made of: small enough that they meet. */
const policies = `
${[
  ['critical-and-fixable', 'finding', 'finding.severity == "critical" && finding.fixedIn != ""', 'deploy: deny', ''],
  ['exploited', 'finding', 'finding.knownExploited', 'deploy: deny', 'scope: { namespaces: ["!sandbox-*"] }'],
  ['likely', 'finding', 'finding.epss.score >= 0.5', 'deploy: warn', ''],
  [
    'overdue',
    'finding',
    'now - finding.fixAvailableSince > params.grace',
    'deploy: deny',
    'parameters: { grace: 72h }',
  ],
  ['root-and-high', 'finding', 'finding.severity == "high" && finding.image.runsAsRoot', 'deploy: deny', ''],
  [
    'denied-package',
    'package',
    'pkg.name == "lodash" && pkg.version != "5.0.0"',
    'runtime: deny',
    'scope: { clusters: [prod] }',
  ],
  ['not-assessed', 'package', '!pkg.assessed', 'deploy: warn', ''],
  [
    'of-debian',
    'package',
    'pkg.type == "npm" && pkg.image.distribution.id == "debian"',
    'deploy: deny',
    'scope: { repositories: [shop/*] }',
  ],
  [
    'too-many',
    'image',
    'image.vulnerabilities.total > params.most',
    'deploy: deny',
    'parameters: { most: { type: int, default: 2 } }',
  ],
  [
    'exploited-in-image',
    'image',
    'image.vulnerabilities.knownExploited > 0 || image.vulnerabilities.highestEpss > 0.6',
    'deploy: deny',
    '',
  ],
  ['incomplete', 'image', '!image.complete', 'deploy: deny', ''],
  ['too-old', 'image', 'now - image.created > duration("120h")', 'deploy: deny', 'scope: { labels: { tier: [gold] } }'],
  ['stale', 'image', 'image.advisories.stale', 'deploy: deny', 'scope: { teams: [red] }'],
  ['port', 'image', 'port.number == 22', 'deploy: deny', 'each: { port: image.ports }'],
  ['fails', 'finding', '1 / (size(finding.cwes) - 1) > 5', 'deploy: deny', ''],
]
  .map(
    ([name, subject, violates, decisions, more]) => `---
apiVersion: pratique.dev/v1
kind: Policy
metadata: { name: ${name} }
spec:
  title: T
  subject: ${subject}
  severity: high
  violates: '${violates}'
  message: M
  remediation: R
  decisions: { ${decisions} }
  ${more}
`,
  )
  .join('')}
---
apiVersion: pratique.dev/v1
kind: Profile
metadata: { name: base }
spec: { title: T, policies: [] }
`;
export const objects = loadPolicies([{ path: 'p.yaml', text: policies }]);
export const policyNames = objects.policies.map(({ name }) => name);

export const distributions = [buildDistribution('debian', '12'), buildDistribution('debian', '13'), undefined];
const deb = (name: string, version: string, more: Partial<Package> = {}): Package =>
  buildPackage({ type: 'deb', name, version, purl: `pkg:deb/debian/${name}@${version}`, foundBy: 'dpkg', ...more });
export const packages: readonly Package[] = [
  deb('openssl', '3.0.1'),
  deb('openssl', '3.0.3', { fromBase: 'yes' }),
  deb('zlib', '1.2', { fromBase: 'yes' }),
  deb('libc6', '2.36', { source: { name: 'glibc', version: '2.36' } }),
  deb('libc-bin', '2.36', { source: { name: 'glibc', version: '2.36' } }),
  buildPackage({ type: 'npm', name: 'lodash', version: '4.17.0', foundBy: 'npm' }),
  buildPackage({ type: 'npm', name: 'lodash', version: '5.0.0', foundBy: 'npm', license: 'MIT' }),
  buildPackage({ type: 'npm', name: 'express', version: '4.0.0', foundBy: 'npm', locations: [{ path: 'a' }] }),
  buildPackage({
    type: 'pypi',
    name: 'requests',
    version: '2.0.0',
    foundBy: 'pip',
    ownedBy: 'pkg:deb/debian/zlib@1.2',
  }),
  buildPackage({ type: 'pypi', name: 'odd', version: 'not a version', foundBy: 'pip' }),
  buildPackage({ type: 'cargo', name: 'serde', version: '1.0.0', foundBy: 'cargo' }),
];
export const keys = [
  ['Debian:12', 'openssl', 'deb'], ['Debian:13', 'openssl', 'deb'], ['Debian:12', 'glibc', 'deb'], ['Debian:12', 'zlib', 'deb'],
  ['npm', 'lodash', 'semver'], ['npm', 'express', 'semver'], ['PyPI', 'requests', 'pep440'], ['PyPI', 'odd', 'pep440'],
] as const; // prettier-ignore
export const vulnerabilities = ['CVE-2026-1', 'CVE-2026-2', 'CVE-2026-3', 'CVE-2026-4'];
export const repositories = ['shop/api', 'shop/web', 'bank/core', 'tools/cli'];
export const clusters = ['prod', 'test'];

export const digestOf = (n: number): Digest => `sha256:${n.toString(16).padStart(64, '0')}`;
