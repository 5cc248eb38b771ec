import { describe, expect, test } from 'vitest';
import { ecosystemName, normalizeEcosystem } from './normal-form.ts';
import { normalizePackageName } from './package-name.ts';
import { isDistribution, isKnownEcosystem, schemeOf } from './scheme.ts';

describe('normalizeEcosystem', () => {
  test.each([
    ['npm', 'npm', undefined],
    ['crates.io', 'crates.io', undefined],
    ['Maven:https://repo.jenkins-ci.org/releases/', 'Maven', undefined],
    ['Packagist:https://packages.drupal.org/8', 'Packagist', undefined],
    ['Debian:12', 'Debian:12', undefined],
    ['Debian:bookworm', 'Debian:12', undefined],
    ['Debian:11.5', 'Debian:11', undefined],
    ['Debian:3.1', 'Debian:3.1', undefined],
    ['Debian:unstable', 'Debian:sid', undefined],
    ['Debian', 'Debian', undefined],
    ['Ubuntu:22.04:LTS', 'Ubuntu:22.04', undefined],
    ['Ubuntu:22.04', 'Ubuntu:22.04', undefined],
    ['Ubuntu:jammy', 'Ubuntu:22.04', undefined],
    ['Ubuntu:23.10', 'Ubuntu:23.10', undefined],
    ['Ubuntu:Pro:18.04:LTS', 'Ubuntu:18.04', 'esm'],
    ['Ubuntu:Pro:FIPS:16.04:LTS', 'Ubuntu:16.04', 'fips'],
    ['Ubuntu:Pro:FIPS-preview:22.04:LTS', 'Ubuntu:22.04', 'fips-preview'],
    ['Alpine:v3.18', 'Alpine:v3.18', undefined],
    ['Alpine:3.18', 'Alpine:v3.18', undefined],
    ['Alpine:v3.18.4', 'Alpine:v3.18', undefined],
    ['Alpine:edge', 'Alpine:edge', undefined],
    ['AlmaLinux:9', 'AlmaLinux:9', undefined],
    ['AlmaLinux:9.3', 'AlmaLinux:9', undefined],
    ['Rocky Linux:8', 'Rocky Linux:8', undefined],
    ['Red Hat:enterprise_linux:9::baseos', 'Red Hat:9', undefined],
    ['Red Hat:enterprise_linux:8::appstream', 'Red Hat:8', undefined],
    ['Red Hat:rhel_eus:8.4::baseos', 'Red Hat:8', 'eus'],
    ['Red Hat:rhel_els:7', 'Red Hat:7', 'els'],
    ['Red Hat:8.9', 'Red Hat:8', undefined],
    ['Red Hat:openshift:4.12::el8', 'Red Hat:openshift:4.12::el8', undefined],
    ['SUSE:Linux Enterprise Server 15 SP3', 'SUSE:15.3', undefined],
    ['SUSE:Linux Enterprise Module for Basesystem 15 SP5', 'SUSE:15.5', undefined],
    ['SUSE:Linux Enterprise Server 12 SP5-LTSS', 'SUSE:12.5', 'ltss'],
    ['SUSE:Linux Enterprise Micro 5.2', 'SUSE:Micro 5.2', undefined],
    ['openSUSE:Leap 15.5', 'openSUSE:Leap 15.5', undefined],
    ['openSUSE:Tumbleweed', 'openSUSE:Tumbleweed', undefined],
    ['Mageia:9', 'Mageia:9', undefined],
    ['openEuler:24.03-LTS-SP1', 'openEuler:24.03-LTS-SP1', undefined],
    ['Photon OS:4.0', 'Photon OS:4.0', undefined],
    ['Wolfi', 'Wolfi', undefined],
    ['Android:12', 'Android:12', undefined],
    ['GitHub Actions', 'GitHub Actions', undefined],
    ['pypi', 'PyPI', undefined],
    ['Something New:1:2', 'Something New:1:2', undefined],
    ['Debian:', 'Debian', undefined],
    [':', '', undefined],
  ])('%s → %s (%s)', (spelled, ecosystem, channel) => {
    const normal = normalizeEcosystem(spelled);
    expect({ ecosystem: normal.ecosystem, channel: normal.channel }).toEqual({ ecosystem, channel });
    // A normal form is its own normal form.
    expect(normalizeEcosystem(normal.ecosystem).ecosystem).toBe(ecosystem);
  });

  test('a hostile number of spellings does not fill the memory', () => {
    for (let i = 0; i < 10_000; i++) normalizeEcosystem(`Debian:hostile${i}`);
    expect(normalizeEcosystem('Debian:bullseye').ecosystem).toBe('Debian:11');
  });
});

test.each([
  ['PyPI', 'zope.Interface__x', 'zope-interface-x'],
  ['NuGet', 'Newtonsoft.Json', 'newtonsoft.json'],
  ['Packagist', 'Symfony/HTTP-Kernel', 'symfony/http-kernel'],
  ['SwiftURL', 'https://github.com/apple/swift-nio.git/', 'github.com/apple/swift-nio'],
  ['GitHub Actions', 'tj-actions/Changed-Files', 'tj-actions/changed-files'],
  ['Debian:12', 'gcc-12', 'gcc-12'],
  ['Maven', 'org.Apache:A', 'org.Apache:A'],
])('name in %s: %s → %s', (ecosystem, name, normal) => {
  expect(normalizePackageName(ecosystem, name)).toBe(normal);
  expect(normalizePackageName(ecosystem, normal)).toBe(normal);
});

test('schemes', () => {
  expect(['npm', 'PyPI', 'Debian:12', 'Ubuntu:22.04', 'Alpine:v3.18', 'Wolfi', 'Red Hat:9', 'SUSE:15.3', 'Go', 'nonsense'].map(schemeOf)).toEqual(
    ['semver', 'pep440', 'deb', 'deb', 'apk', 'apk', 'rpm', 'rpm', 'go', 'generic'],
  ); // prettier-ignore
  expect([isDistribution('Rocky Linux:9'), isDistribution('npm')]).toEqual([true, false]);
  expect([isKnownEcosystem('Debian:12'), isKnownEcosystem('Fortress')]).toEqual([true, false]);
  expect(ecosystemName('Rocky Linux:9')).toBe('Rocky Linux');
});
