import { fixedClock } from '@pratique/foundation';
import type { ImageIdentity, Package, VexStatement } from '@pratique/model';
import { buildAdvisory, buildPackage, buildSbom, buildVex, memoryAdvisoryDatabase } from '@pratique/testkit';
import { describe, expect, test } from 'vitest';
import { matchPackages, type MatchResult } from '../match-packages.ts';

const clock = fixedClock('2026-11-21T00:00:00Z');
const digest = `sha256:${'a'.repeat(64)}` as const;
const other = `sha256:${'b'.repeat(64)}` as const;
const image: ImageIdentity = {
  references: ['registry.example/shop/api:1.2', 'nginx:1.25'],
  manifestDigest: digest,
  configDigest: `sha256:${'c'.repeat(64)}`,
  platform: { os: 'linux', architecture: 'amd64' },
};

const library = buildPackage({
  type: 'golang',
  name: 'golang.org/x/net',
  version: 'v0.1.0',
  purl: 'pkg:golang/golang.org/x/net@v0.1.0',
  locations: [{ path: 'usr/bin/app' }],
});
const app = buildPackage({
  type: 'golang',
  name: 'github.com/shop/app',
  version: 'v1.0.0',
  purl: 'pkg:golang/github.com/shop/app@v1.0.0',
  locations: [{ path: 'usr/bin/app' }],
});
const advisory = buildAdvisory(
  { id: 'GO-2024-1', aliases: ['CVE-2024-1000', 'GHSA-aaaa'], feed: 'osv/Go' },
  { ecosystem: 'Go', name: 'golang.org/x/net', scheme: 'go', fixed: '0.2.0' },
);

interface Setting {
  readonly user?: readonly VexStatement[];
  readonly feed?: readonly VexStatement[];
  readonly packages?: readonly Package[];
}

function match({ user = [], feed = [], packages = [library, app] }: Setting): MatchResult {
  const records = [advisory, ...feed.map((statement) => ({ kind: 'vex', statement }) as const)];
  const sbom = buildSbom(packages, { subject: { kind: 'image', name: 'x', image } });
  return matchPackages({ sbom, database: memoryAdvisoryDatabase({ records }), vex: user, clock });
}

function isSuppressed(
  products: readonly string[],
  subcomponents: readonly string[] = [],
  packages?: readonly Package[],
): boolean {
  const statement = buildVex({ vulnerability: 'CVE-2024-1000', status: 'not_affected', products, subcomponents });
  return match({ user: [statement], ...(packages && { packages }) }).findings.length === 0;
}

describe('which package a statement names', () => {
  test.each<[string, boolean]>([
    ['pkg:golang/golang.org/x/net', true],
    ['pkg:golang/golang.org/x/net@v0.1.0', true],
    ['pkg:golang/golang.org/x/net@0.1.0', true],
    ['pkg:golang/golang.org/x/net@v0.1.1', false],
    ['pkg:golang/golang.org/x/text', false],
    ['pkg:npm/net', false],
    ['pkg:golang/golang.org/x/net?arch=arm64', false],
    ['pkg:golang/golang.org/x/net?repository_url=proxy.example', true],
    ['pkg:', false],
    ['not a purl', false],
  ])('%s: %s', (product, expected) => {
    expect(isSuppressed([product])).toBe(expected);
  });
});

describe('which image a statement names', () => {
  test.each<[string, boolean]>([
    [digest, true],
    [other, false],
    [`registry.example/shop/api@${digest}`, true],
    [`registry.example/shop/api@${other}`, false],
    ['registry.example/shop/api:1.2', true],
    ['registry.example/shop/api:1.3', false],
    ['registry.example/shop/api', true],
    ['docker.io/library/nginx:1.25', true],
    ['index.docker.io/library/nginx', true],
    [`pkg:oci/api@${digest.replace(':', '%3A')}`, true],
    [`pkg:oci/api@${other.replace(':', '%3A')}`, false],
    ['pkg:oci/api?repository_url=registry.example/shop/api', true],
    ['pkg:oci/api?repository_url=registry.example/shop', true],
    ['pkg:oci/api?repository_url=registry.example/shop/api&tag=1.2', true],
    ['pkg:oci/api?repository_url=registry.example/shop/api&tag=2', false],
    ['pkg:oci/api?repository_url=elsewhere.example/shop/api', false],
    ['pkg:docker/nginx@1.25', true],
    ['pkg:docker/nginx@1.24', false],
  ])('%s: %s', (product, expected) => {
    expect(isSuppressed([product])).toBe(expected);
    // Limited to a component that the package is, or is not.
    expect(isSuppressed([product], ['pkg:golang/golang.org/x/net'])).toBe(expected);
    expect(isSuppressed([product], ['pkg:golang/golang.org/x/text'])).toBe(false);
  });
});

describe('a component within a product', () => {
  const product = ['pkg:golang/github.com/shop/app'];
  const component = ['pkg:golang/golang.org/x/net'];

  test('in the same program', () => {
    expect(isSuppressed(product, component)).toBe(true);
    expect(isSuppressed(['pkg:golang/github.com/shop/another'], component)).toBe(false);
  });

  test('not where a copy stands elsewhere too', () => {
    const copied = { ...library, locations: [...library.locations, { path: 'usr/bin/tool' }] };
    expect(isSuppressed(product, component, [copied, app])).toBe(false);
  });

  test('in an SBOM without places, where only the product needs it', () => {
    const bare = { ...library, locations: [] };
    const user = { ...app, locations: [], dependsOn: [library.purl] };
    const tool = buildPackage({
      type: 'golang',
      name: 'tool',
      version: 'v1.0.0',
      locations: [],
      dependsOn: [library.purl],
    });
    expect(isSuppressed(product, component, [bare, user])).toBe(true);
    expect(isSuppressed(product, component, [bare, user, tool])).toBe(false);
  });
});

test('Node.js names its own releases in its own way', () => {
  const node = buildPackage({ type: 'generic', name: 'node', version: '4.2.3' });
  const record = buildAdvisory(
    { id: 'CVE-2015-3194' },
    { ecosystem: 'Bitnami', name: 'node', scheme: 'semver', fixed: '4.2.4' },
  );
  const left = (product: string): number => {
    const vex = [buildVex({ vulnerability: 'CVE-2015-3194', status: 'fixed', products: [product] })];
    return matchPackages({
      sbom: buildSbom([node]),
      database: memoryAdvisoryDatabase({ records: [record] }),
      vex,
      clock,
    }).findings.length;
  };
  expect(left('pkg:nodejs/node@v4.2.3')).toBe(0);
  expect(left('pkg:nodejs/node@v4.2.2')).toBe(1);
});

describe('OS packages', () => {
  const curl = buildPackage({
    type: 'deb',
    name: 'libcurl4',
    version: '7.68.0-1ubuntu2.19',
    purl: 'pkg:deb/ubuntu/libcurl4@7.68.0-1ubuntu2.19?arch=amd64&distro=ubuntu-20.04',
    source: { name: 'curl', version: '7.68.0-1ubuntu2.19' },
  });
  const record = buildAdvisory({ id: 'CVE-2023-38545' }, { ecosystem: 'Ubuntu:20.04', name: 'curl', scheme: 'deb' });
  test.each<[string, boolean]>([
    ['pkg:deb/ubuntu/curl@7.68.0-1ubuntu2.19?arch=source&distro=focal', true],
    ['pkg:deb/ubuntu/curl@7.68.0-1ubuntu2.20?arch=source&distro=focal', false],
    ['pkg:deb/ubuntu/libcurl4?arch=amd64', true],
    ['pkg:deb/ubuntu/libcurl4?arch=arm64', false],
    ['pkg:deb/ubuntu/libcurl4?distro=ubuntu-22.04', false],
    ['pkg:deb/debian/libcurl4', false],
  ])('%s: %s', (product, expected) => {
    const vex = [buildVex({ vulnerability: 'CVE-2023-38545', status: 'not_affected', products: [product] })];
    const sbom = buildSbom([curl]);
    const { findings } = matchPackages({ sbom, database: memoryAdvisoryDatabase({ records: [record] }), vex, clock });
    expect(findings.length === 0).toBe(expected);
  });
});

describe('which statement wins, and what it does', () => {
  const products = ['pkg:golang/golang.org/x/net'];
  const at = (status: VexStatement['status'], timestamp?: string, more: Partial<VexStatement> = {}): VexStatement =>
    buildVex({ vulnerability: 'CVE-2024-1000', status, products, ...(timestamp && { timestamp }), ...more });
  const old = '2024-01-01T00:00:00Z';
  const young = '2024-06-01T00:00:00+02:00';

  test('the newest, whoever says it', () => {
    expect(match({ user: [at('not_affected', old)], feed: [at('affected', young)] }).findings).toHaveLength(1);
    expect(match({ user: [at('affected', old)], feed: [at('not_affected', young)] }).findings).toHaveLength(0);
  });

  test('equally new: the user’s; then the one that hides less; one without a time is oldest', () => {
    expect(match({ user: [at('not_affected', old)], feed: [at('affected', old)] }).findings).toHaveLength(0);
    expect(match({ user: [at('not_affected', old), at('affected', old)] }).findings).toHaveLength(1);
    expect(match({ user: [at('not_affected'), at('affected', old)] }).findings).toHaveLength(1);
    expect(match({ user: [at('not_affected', 'yesterday'), at('affected', old)] }).findings).toHaveLength(1);
  });

  test('by any of the vulnerability’s names', () => {
    for (const name of ['GHSA-aaaa', 'GO-2024-1']) {
      const statement = at('fixed', old, { vulnerability: 'VENDOR-7', aliases: [name] });
      expect(match({ feed: [statement] }).findings).toHaveLength(0);
    }
  });

  test('a suppressed match shows status, justification and source', () => {
    const justification = 'vulnerable_code_not_in_execute_path';
    const { suppressed } = match({ user: [at('not_affected', old, { justification, document: 'shop.vex.json' })] });
    expect(suppressed[0]?.suppressed).toEqual({
      by: 'vex',
      status: 'not_affected',
      justification,
      reason: 'not affected: vulnerable code not in execute path',
      source: 'vendor, shop.vex.json',
    });
  });

  test('affected and under investigation keep the finding; a known fix stays', () => {
    expect(match({ user: [at('under_investigation', old)] }).findings).toMatchObject([
      { state: 'fixed', fixedIn: 'v0.2.0' },
    ]);
    expect(match({ user: [at('affected', old)] }).findings[0]?.suppressed).toBeUndefined();
  });
});
