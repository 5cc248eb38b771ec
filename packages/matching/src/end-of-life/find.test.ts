import { fixedClock } from '@pratique/foundation';
import type { Distribution, FeedRecord, Finding, Lifecycle, Package } from '@pratique/model';
import { buildDistribution, buildPackage, buildSbom, memoryAdvisoryDatabase } from '@pratique/testkit';
import { describe, expect, test } from 'vitest';
import { matchPackages } from '../match-packages.ts';
import { cycleOf } from './lifecycle.ts';

function cycle(product: string, name: string, endOfLife: string | boolean, more: Partial<Lifecycle> = {}): FeedRecord {
  return { kind: 'lifecycle', record: { product, cycle: name, endOfLife, ...more } };
}

const records = [
  cycle('debian', '13', '2028-08-09', { codename: 'Trixie', released: '2025-08-09' }),
  cycle('debian', '12', '2026-07-11', { codename: 'Bookworm', extendedSupport: '2028-06-30' }),
  cycle('debian', '11', '2024-08-14', { codename: 'Bullseye', extendedSupport: '2026-08-31' }),
  cycle('ubuntu', '22.04', '2027-04-30', { extendedSupport: '2032-04-30' }),
  cycle('ubuntu', '18.04', '2023-05-31', { extendedSupport: '2028-04-30', codename: 'Bionic Beaver' }),
  cycle('alpine-linux', '3.24', '2028-06-01'),
  cycle('alpine-linux', '3.18', '2025-05-09'),
  cycle('centos', '8', '2021-12-31'),
  cycle('centos-stream', '8', '2024-05-31'),
  cycle('centos-stream', '9', '2027-05-31'),
  cycle('vmware-photon', '3.0', '2025-10-02'),
  cycle('nodejs', '26', '2029-04-30', { released: '2026-04-20' }),
  cycle('nodejs', '27', false, { released: '2027-04-20' }),
  cycle('nodejs', '24', '2028-04-30', { released: '2025-05-06' }),
  cycle('nodejs', '18', '2025-04-30'),
  cycle('go', '1.27', false),
  cycle('go', '1.26', false),
  cycle('go', '1.19', true),
  cycle('eclipse-temurin', '8', '2026-01-31'),
  cycle('python', '3.8', '2024-10-07'),
];

interface Setting {
  readonly distribution?: Distribution;
  readonly packages?: readonly Package[];
  readonly at?: string;
}

function find({ distribution, packages = [], at = '2026-11-21T00:00:00Z' }: Setting): readonly Finding[] {
  const sbom = buildSbom(packages, distribution ? { distribution } : {});
  return matchPackages({ sbom, database: memoryAdvisoryDatabase({ records }), clock: fixedClock(at) }).findings;
}

describe('distributions', () => {
  test('a release past its end is a finding of its own, with the way out', () => {
    expect(find({ distribution: buildDistribution('alpine', '3.18.9') })).toMatchObject([
      {
        id: 'EOL-alpine-linux-3.18',
        kind: 'end-of-life',
        package: 'pkg:generic/alpine@3.18.9',
        severity: 'high',
        state: 'end-of-life',
        fixedIn: '3.24',
        title: 'Support of Alpine Linux 3.18 ended on 2025-05-09; the oldest release still supported is 3.24',
        fromBase: 'unknown',
      },
    ]);
  });

  test.each<[string, Distribution, string, string[]]>([
    ['the last day counts', buildDistribution('alpine', '3.18.9'), '2025-05-09T23:59:59Z', []],
    ['the day after does not', buildDistribution('alpine', '3.18.9'), '2025-05-10T00:00:00Z', ['EOL-alpine-linux-3.18']],
    ['Debian’s LTS is for everyone', buildDistribution('debian', '12'), '2026-11-21T00:00:00Z', []],
    ['until it ends', buildDistribution('debian', '11.11'), '2026-11-21T00:00:00Z', ['EOL-debian-11']],
    ['by code name', buildDistribution('debian', undefined, { codename: 'bullseye' }), '2026-11-21T00:00:00Z', ['EOL-debian-11']],
    ['Ubuntu’s is for subscribers', buildDistribution('ubuntu', '18.04'), '2026-11-21T00:00:00Z', ['EOL-ubuntu-18.04']],
    ['a subscriber', buildDistribution('ubuntu', '18.04', { channels: ['esm-infra'] }), '2026-11-21T00:00:00Z', []],
    ['CentOS Linux', buildDistribution('centos', '8'), '2023-01-01T00:00:00Z', ['EOL-centos-8']],
    ['CentOS Stream is another product', buildDistribution('centos', '8', { prettyName: 'CentOS Stream 8' }), '2023-01-01T00:00:00Z', []],
    ['3.0 is 3', buildDistribution('photon', '3.0'), '2026-01-01T00:00:00Z', ['EOL-vmware-photon-3.0']],
    ['an unknown cycle', buildDistribution('alpine', '2.1'), '2026-11-21T00:00:00Z', []],
    ['a release to come', buildDistribution('alpine', '3.18_alpha20230329'), '2026-11-21T00:00:00Z', []],
    ['an unknown distribution', buildDistribution('kali', '2024.1'), '2026-11-21T00:00:00Z', []],
  ])('%s', (_title, distribution, at, expected) => {
    expect(find({ distribution, at }).map(({ id }) => id)).toEqual(expected);
  }); // prettier-ignore
});

describe('programs', () => {
  const node = buildPackage({ type: 'generic', name: 'node', version: '18.19.0' });

  test('a runtime without a distribution behind it; its successor is one that is out', () => {
    expect(find({ packages: [node] })).toMatchObject([
      { id: 'EOL-nodejs-18', package: node.purl, fixedIn: '24', fromBase: 'no' },
    ]);
  });

  test('not one that an OS package owns or is', () => {
    const python = buildPackage({ type: 'deb', name: 'python', version: '3.8.1-1' });
    expect(find({ packages: [python, { ...node, ownedBy: python.purl }] })).toEqual([]);
  });

  test.each<[Partial<Package> & Pick<Package, 'type' | 'name' | 'version'>, string[]]>([
    [{ type: 'golang', name: 'stdlib', version: 'go1.19.4' }, ['EOL-go-1.19']],
    [{ type: 'golang', name: 'stdlib', version: '1.26' }, []],
    [{ type: 'golang', name: 'go', version: '1.19.4' }, []],
    [{ type: 'generic', name: 'temurin', version: '1.8.0_352-b08' }, ['EOL-eclipse-temurin-8']],
    [{ type: 'generic', name: 'openjdk', version: '8u352-b08' }, ['EOL-eclipse-temurin-8']],
    [{ type: 'generic', name: 'corretto', version: '8.352.08.1' }, []],
    [{ type: 'bitnami', name: 'python', version: '3.8.20-1' }, ['EOL-python-3.8']],
    [{ type: 'generic', name: 'node', version: '' }, []],
    [{ type: 'generic', name: 'node', version: '99.0.0' }, []],
  ])('%j', (facts, expected) => {
    expect(find({ packages: [buildPackage(facts)] }).map(({ id }) => id)).toEqual(expected);
  });

  test.each([
    [{ type: 'generic', name: 'node', version: '18.19.0' }, /^Support of Node\.js 18 /],
    [{ type: 'golang', name: 'stdlib', version: '1.19.4' }, /^Support of Go 1\.19 /],
    [{ type: 'generic', name: 'openjdk', version: '8u352-b08' }, /^Support of Eclipse Temurin 8 /],
  ] as const)('%j is called by its name', (facts, title) => {
    expect(find({ packages: [buildPackage(facts)] })[0]?.title).toMatch(title);
  });

  test('it can be turned off', () => {
    const database = memoryAdvisoryDatabase({ records });
    const result = matchPackages({
      sbom: buildSbom([node]),
      database,
      clock: fixedClock('2026-11-21T00:00:00Z'),
      options: { endOfLife: false },
    });
    expect(result.findings).toEqual([]);
  });
});

test('cycleOf takes the longest match', () => {
  const cycles = ['2', '2.4', '15', '3.0'].map((name) => ({ product: 'x', cycle: name, endOfLife: false }));
  expect(['2.4.1', '2.5', '15', '3', '3.1', 'x', ''].map((version) => cycleOf(version, cycles)?.cycle)).toEqual([
    '2.4', '2', '15', '3.0', undefined, undefined, undefined,
  ]); // prettier-ignore
});
