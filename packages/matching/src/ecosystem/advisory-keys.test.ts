import { buildDistribution, buildPackage } from '@pratique/testkit';
import type { Distribution, Package } from '@pratique/model';
import { describe, expect, test } from 'vitest';
import { advisoryKeys, assessability } from './advisory-keys.ts';

function asked(pkg: Package, distribution?: Distribution): string[] {
  return advisoryKeys(pkg, distribution).map(({ ecosystem, name, version }) => `${ecosystem} ${name} ${version}`);
}

const deb = buildPackage({ type: 'deb', name: 'libssl3', version: '3.0.11-1~deb12u2', source: { name: 'openssl', version: '3.0.11-1~deb12u2' } }); // prettier-ignore
const apk = buildPackage({ type: 'apk', name: 'libcrypto3', version: '3.1.7-r0', source: { name: 'openssl', version: '3.1.7-r0' } }); // prettier-ignore
const rpm = buildPackage({ type: 'rpm', name: 'openssl-libs', version: '1:3.0.1-41.el9', source: { name: 'openssl', version: '3.0.1-41.el9' } }); // prettier-ignore

describe('advisoryKeys of OS packages', () => {
  test.each<[string, Package, Distribution, string[]]>([
    ['debian', deb, buildDistribution('debian', '12'), ['Debian:12 openssl 3.0.11-1~deb12u2']],
    ['a point release', deb, buildDistribution('debian', '12.5'), ['Debian:12 openssl 3.0.11-1~deb12u2']],
    ['a code name', deb, buildDistribution('debian', undefined, { codename: 'bookworm' }), ['Debian:12 openssl 3.0.11-1~deb12u2']],
    [
      'testing and unstable',
      deb,
      buildDistribution('debian', undefined, { codename: 'forky', prettyName: 'Debian GNU/Linux forky/sid' }),
      ['Debian:14 openssl 3.0.11-1~deb12u2', 'Debian:sid openssl 3.0.11-1~deb12u2'],
    ],
    ['ubuntu', deb, buildDistribution('ubuntu', '22.04'), ['Ubuntu:22.04 openssl 3.0.11-1~deb12u2']],
    ['ubuntu by code name', deb, buildDistribution('ubuntu', undefined, { codename: 'jammy' }), ['Ubuntu:22.04 openssl 3.0.11-1~deb12u2']],
    ['alpine', apk, buildDistribution('alpine', '3.18.9'), ['Alpine:v3.18 openssl 3.1.7-r0']],
    ['alpine edge', apk, buildDistribution('alpine', '3.21_alpha20240807'), ['Alpine:edge openssl 3.1.7-r0']],
    ['wolfi', apk, buildDistribution('wolfi', '20230201'), ['Wolfi openssl 3.1.7-r0']],
    ['chainguard', apk, buildDistribution('chainguard', '20230214'), ['Chainguard openssl 3.1.7-r0', 'Wolfi openssl 3.1.7-r0']],
    ['almalinux by binary name', rpm, buildDistribution('almalinux', '9.2'), ['AlmaLinux:9 openssl-libs 1:3.0.1-41.el9']],
    ['rhel by binary name', rpm, buildDistribution('rhel', '9.4'), ['Red Hat:9 openssl-libs 1:3.0.1-41.el9']],
    ['redhat is rhel', rpm, buildDistribution('redhat', '9'), ['Red Hat:9 openssl-libs 1:3.0.1-41.el9']],
    ['centos linux', rpm, buildDistribution('centos', '7'), ['Red Hat:7 openssl-libs 1:3.0.1-41.el9']],
    ['rocky by source name', rpm, buildDistribution('rocky', '9.3'), ['Rocky Linux:9 openssl 1:3.0.1-41.el9']],
    ['sles', rpm, buildDistribution('sles', '15.5'), ['SUSE:15.5 openssl 1:3.0.1-41.el9']],
    ['sles without a service pack', rpm, buildDistribution('sles', '15'), ['SUSE:15 openssl 1:3.0.1-41.el9']],
    ['sle micro', rpm, buildDistribution('sle-micro', '5.3'), ['SUSE:Micro 5.3 openssl 1:3.0.1-41.el9']],
    ['leap', rpm, buildDistribution('opensuse-leap', '15.5'), ['openSUSE:Leap 15.5 openssl 1:3.0.1-41.el9']],
    ['tumbleweed', rpm, buildDistribution('opensuse-tumbleweed', '20240101'), ['openSUSE:Tumbleweed openssl 1:3.0.1-41.el9']],
    ['photon', rpm, buildDistribution('photon', '3.0'), ['Photon OS:3 openssl-libs 1:3.0.1-41.el9', 'Photon OS:3.0 openssl-libs 1:3.0.1-41.el9']],
    ['mariner', rpm, buildDistribution('mariner', '2.0'), ['Azure Linux:2 openssl 1:3.0.1-41.el9', 'Mariner:2 openssl 1:3.0.1-41.el9']],
    ['openeuler', rpm, buildDistribution('openEuler', '22.03', { prettyName: 'openEuler 22.03 (LTS-SP3)' }), ['openEuler:22.03-LTS-SP3 openssl 1:3.0.1-41.el9']],
    ['mageia', rpm, buildDistribution('mageia', '9'), ['Mageia:9 openssl 1:3.0.1-41.el9']],
  ])('%s', (_title, pkg, distribution, expected) => {
    expect(asked(pkg, distribution)).toEqual(expected);
  }); // prettier-ignore

  test('a sub-package with a version of its own is compared without the epoch that its source file name lacks', () => {
    const carp = buildPackage({ type: 'rpm', name: 'perl-Carp', version: '1.50-439.el8', source: { name: 'perl', version: '5.26.3-420.el8' } }); // prettier-ignore
    expect(advisoryKeys(carp, buildDistribution('rocky', '8.6'))).toEqual([
      { ecosystem: 'Rocky Linux:8', name: 'perl', version: '5.26.3-420.el8', scheme: 'rpm', authority: 'distribution', withoutEpoch: true }, // prettier-ignore
    ]);
  });

  test('an SBOM without a distribution: the purl says which it is', () => {
    const from = (purl: string): string[] => asked({ ...deb, purl });
    expect(from('pkg:deb/debian/libssl3@3?distro=debian-12')[0]).toContain('Debian:12 ');
    expect(from('pkg:deb/debian/libssl3@3?distro=bookworm')[0]).toContain('Debian:12 ');
    expect(from('pkg:deb/ubuntu/libssl3@3?distro=22.04')[0]).toContain('Ubuntu:22.04 ');
    expect(from('pkg:deb/libssl3@3?distro=debian-sid')[0]).toContain('Debian:sid ');
    expect(from('pkg:deb/libssl3@3')).toEqual([]);
  });

  test('a package that the image’s distribution cannot have installed: the purl says which has', () => {
    const purl = 'pkg:deb/debian/libssl3@3?distro=debian-12';
    expect(asked({ ...deb, purl }, buildDistribution('alpine', '3.18.9'))[0]).toContain('Debian:12 ');
    expect(asked({ ...deb, purl }, buildDistribution('ubuntu', '22.04'))[0]).toContain('Ubuntu:22.04 ');
    expect(asked({ ...deb, purl }, buildDistribution('linuxmint', '21'))).toEqual([]);
  });
});

describe('what is not assessed, and why', () => {
  test.each<[string, Package, Distribution | undefined, RegExp]>([
    ['a derivative is never its parent', deb, buildDistribution('raspbian', '11', { idLike: ['debian'] }), /no feed publishes advisories for raspbian 11/],
    ['kali', deb, buildDistribution('kali', '2024.1', { idLike: ['debian'] }), /for kali 2024\.1/],
    ['linux mint', deb, buildDistribution('linuxmint', '21', { idLike: ['ubuntu'] }), /for linuxmint 21/],
    ['centos stream', rpm, buildDistribution('centos', '9', { prettyName: 'CentOS Stream 9' }), /no advisories are known for the release centos 9/],
    ['no distribution', deb, undefined, /distribution of this deb package is not known/],
    ['a foreign package manager', deb, buildDistribution('alpine', '3.18.0'), /a deb package is not one of alpine 3\.18\.0/],
    ['a third party', { ...deb, version: '18.19.0-1nodesource1' }, buildDistribution('debian', '12'), /built by NodeSource/],
    ['a program nobody tracks', buildPackage({ type: 'generic', name: 'busybox', version: '1.36.1' }), undefined, /for the program busybox/],
    ['an ecosystem without advisories', buildPackage({ type: 'conda', name: 'numpy', version: '1.26' }), undefined, /for conda packages/],
    ['a jar without a group', buildPackage({ type: 'maven', name: 'log4j-core', version: '2.14.1' }), undefined, /Maven group is not known/],
  ])('%s', (_title, pkg, distribution, reason) => {
    const { keys, reason: said } = assessability(pkg, distribution);
    expect(keys).toEqual([]);
    expect(said).toMatch(reason);
  }); // prettier-ignore
});

test('names that objects have by themselves are names like any other', () => {
  const hostile = buildDistribution('constructor', undefined, { codename: 'constructor' });
  expect(advisoryKeys(deb, hostile)).toEqual([]);
  expect(advisoryKeys(deb, buildDistribution('debian', undefined, { codename: 'constructor' }))).toEqual([]);
  expect(advisoryKeys({ ...deb, type: 'constructor' as 'npm' })).toEqual([]);
  expect(advisoryKeys(buildPackage({ type: 'generic', name: '__proto__', version: '1' }))).toEqual([]);
});

describe('advisoryKeys of languages and programs', () => {
  test.each<[string, Partial<Package> & Pick<Package, 'type' | 'name' | 'version'>, string[]]>([
    ['PyPI names are normalized', { type: 'pypi', name: 'Foo.Bar__baz', version: '1.0' }, ['PyPI foo-bar-baz 1.0']],
    ['npm scopes stay', { type: 'npm', name: '@Scope/Name', version: '1.0.0' }, ['npm @Scope/Name 1.0.0']],
    ['NuGet has no case', { type: 'nuget', name: 'Newtonsoft.Json', version: '9.0.1' }, ['NuGet newtonsoft.json 9.0.1']],
    ['composer', { type: 'composer', name: 'drupal/Core', version: '9.0.0' }, ['Packagist drupal/core 9.0.0']],
    ['swift', { type: 'swift', name: 'https://github.com/Apple/swift-nio.git', version: '2.41.0' }, ['SwiftURL github.com/apple/swift-nio 2.41.0']],
    ['a gem without its platform', { type: 'gem', name: 'nokogiri', version: '1.13.10-x86_64-linux' }, ['RubyGems nokogiri 1.13.10']],
    ['a prerelease gem', { type: 'gem', name: 'rails', version: '7.0.0.rc1' }, ['RubyGems rails 7.0.0.rc1']],
    ['maven', { type: 'maven', name: 'org.apache:log4j', version: '2' }, ['Maven org.apache:log4j 2']],
    ['go modules keep their case and v', { type: 'golang', name: 'github.com/Masterminds/goutils', version: 'v1.1.0' }, ['Go github.com/Masterminds/goutils v1.1.0']],
    ['the standard library', { type: 'golang', name: 'stdlib', version: 'go1.22rc1' }, ['Go stdlib 1.22.0-rc.1']],
    ['a Go distribution', { type: 'generic', name: 'go', version: '1.21.5' }, ['Go stdlib 1.21.5', 'Go toolchain 1.21.5', 'Bitnami golang 1.21.5']],
    ['node', { type: 'generic', name: 'node', version: '18.19.0' }, ['Bitnami node 18.19.0', 'generic:node node 18.19.0']],
    ['a program of Kubernetes', { type: 'golang', name: 'k8s.io/kubernetes', version: 'v1.27.1', locations: [{ path: 'usr/bin/kubelet' }] }, ['Go k8s.io/kubernetes v1.27.1', 'kubernetes k8s.io/kubernetes v1.27.1', 'kubernetes k8s.io/kubelet v1.27.1']],
    ['a library of Kubernetes', { type: 'golang', name: 'k8s.io/kubelet', version: 'v0.27.1' }, ['Go k8s.io/kubelet v0.27.1']],
    ['a path that is no program', { type: 'golang', name: 'k8s.io/kubernetes', version: 'v1.27.1', locations: [{ path: 'usr/bin/constructor' }] }, ['Go k8s.io/kubernetes v1.27.1', 'kubernetes k8s.io/kubernetes v1.27.1']],
    ['postgres, a version of two numbers', { type: 'generic', name: 'postgres', version: '15.3' }, ['Bitnami postgresql 15.3.0']],
    ['httpd is apache', { type: 'generic', name: 'httpd', version: '2.4.57' }, ['Bitnami apache 2.4.57']],
    ['java 8', { type: 'generic', name: 'openjdk', version: '1.8.0_352-b08' }, ['Bitnami java 8.0.352']],
    ['java 17', { type: 'generic', name: 'temurin', version: '17.0.8+7' }, ['Bitnami java 17.0.8']],
    ['a Bitnami component without its revision', { type: 'bitnami', name: 'PostgreSQL', version: '15.3.0-4' }, ['Bitnami postgresql 15.3.0']],
    ['a release candidate', { type: 'generic', name: 'python', version: '3.13.0rc1' }, ['Bitnami python 3.13.0-rc.1']],
  ])('%s', (_title, facts, expected) => {
    expect(asked(buildPackage(facts))).toEqual(expected);
  }); // prettier-ignore
});
