import { buildDistribution } from '@pratique/testkit';
import { describe, expect, test } from 'vitest';
import { thirdPartyReason } from './third-party.ts';

const debian = buildDistribution('debian', '12');
const ubuntu = buildDistribution('ubuntu', '22.04');

describe('deb packages of others, by version and maintainer', () => {
  test.each([
    ['nodejs', '18.19.0-1nodesource1', 'Nodesource Packages <packages@nodesource.com>'],
    ['docker-ce', '5:24.0.7-1~debian.12~bookworm', 'Docker <support@docker.com>'],
    ['containerd.io', '1.6.26-1', 'Containerd team <help@containerd.io>'],
    ['postgresql-15', '15.5-1.pgdg120+1', 'Debian PostgreSQL Maintainers <team+postgresql@tracker.debian.org>'],
    ['nginx', '1.25.3-1~bookworm', 'NGINX Packaging <nginx-packaging@f5.com>'],
    ['php8.2', '8.2.14-1+0~20231221.28+debian12~1.gbp6ae1c8', 'Debian PHP Maintainers <team+pkg-php@tracker.debian.org>'],
    ['php8.1', '8.1.27-1+ubuntu22.04.1+deb.sury.org+1', 'Debian PHP Maintainers <team+pkg-php@tracker.debian.org>'],
    ['git', '1:2.39.2-1~bpo11+1', 'Jonathan Nieder <jrnieder@gmail.com>'],
    ['mariadb-server', '1:10.11.6+maria~deb12', 'MariaDB Developers <maria-developers@lists.launchpad.net>'],
    ['python3.12', '3.12.1-1+jammy1~ppa1', 'Matthias Klose <doko@debian.org>'],
    ['google-chrome-stable', '120.0.6099.109-1', 'Chrome Linux Team <chromium-dev@chromium.org>'],
    ['mysql-server', '8.0.35-1debian12', 'MySQL Release Engineering <mysql-build@oss.oracle.com>'],
    ['temurin-17-jdk', '17.0.9.0.0+9', 'Eclipse Adoptium Package Maintainers <temurin-dev@eclipse.org>'],
  ])('%s %s', (name, version, vendor) => {
    expect(thirdPartyReason({ type: 'deb', name, version, vendor }, debian)).toMatch(/^built by /);
  }); // prettier-ignore
});

describe('deb packages of Debian and Ubuntu themselves', () => {
  test.each([
    ['curl', '7.88.1-10+deb12u5', 'Alessandro Ghedini <ghedo@debian.org>'],
    ['openssl', '3.0.2-0ubuntu1.12', 'Ubuntu Developers <ubuntu-devel-discuss@lists.ubuntu.com>'],
    ['openjdk-17-jre', '17.0.9+9-1~22.04', 'OpenJDK Team <openjdk-17@packages.debian.org>'],
    ['linux-image', '5.15.0-91.101~20.04.1', 'Ubuntu Kernel Team <kernel-team@lists.ubuntu.com>'],
    ['ca-certificates', '20230311ubuntu0.22.04.1', 'Ubuntu Developers <ubuntu-devel-discuss@lists.ubuntu.com>'],
    ['binutils', '2.40-2', 'Matthias Klose <doko@debian.org>'],
    ['libppa-tools', '1.0-1', 'A Person <person@gmail.com>'],
    ['openssl', '1.0.1f-1ubuntu2.27+esm10', 'Ubuntu Developers <ubuntu-devel-discuss@lists.ubuntu.com>'],
    ['containerd', '1.6.20~ds1-1+b1', 'Debian Go Packaging Team <team+pkg-go@tracker.debian.org>'],
  ])('%s %s', (name, version, vendor) => {
    expect(thirdPartyReason({ type: 'deb', name, version, vendor }, ubuntu)).toBeUndefined();
  }); // prettier-ignore
});

describe('rpm packages, by vendor', () => {
  test.each([
    ['almalinux', 'AlmaLinux', false],
    ['almalinux', 'Fedora Project', true],
    ['rocky', 'Rocky Enterprise Software Foundation', false],
    ['rhel', 'Red Hat, Inc.', false],
    ['rhel', 'Docker', true],
    ['rhel', undefined, false],
    ['rhel', '(none)', false],
    ['centos', 'CentOS', false],
    ['sles', 'SUSE LLC <https://www.suse.com/>', false],
    ['opensuse-leap', 'openSUSE', false],
    ['opensuse-leap', 'obs://build.opensuse.org/home:someone', true],
    ['mariner', 'Microsoft Corporation', false],
    ['amzn', 'Amazon Linux', false],
    ['rhel', 'NGINX, Inc.\u001b[31m', true],
  ])('%s: %s: %s', (id, vendor, foreign) => {
    const reason = thirdPartyReason({ type: 'rpm', name: 'x', version: '1-1', vendor }, buildDistribution(id, '9'));
    expect(reason !== undefined).toBe(foreign);
    expect(reason ?? '').not.toContain('\u001b');
  });
});

test.each([
  ['8.2.14-1.el9.remi', true],
  ['15.5-1PGDG.rhel9', true],
  ['2:18.19.0-1nodesource', true],
  ['1:1.24.0-1.el9.ngx', true],
  ['8.0.30-1.el9_2', false],
  ['1.0-1.remixed.el9', false],
])('rpm without a vendor, by release: %s: %s', (version, foreign) => {
  const reason = thirdPartyReason(
    { type: 'rpm', name: 'x', version, vendor: undefined },
    buildDistribution('rhel', '9'),
  );
  expect(reason !== undefined).toBe(foreign);
});

test('hostile versions and maintainers come to an end', () => {
  for (const unit of ['~bpo1', '-1~', '+0~1', 'obs://', '.remi', '~ubuntu-', '-1+debian', 'ppa']) {
    const text = unit.repeat(50_000);
    for (const type of ['deb', 'rpm'] as const)
      expect((thirdPartyReason({ type, name: 'x', version: text, vendor: text }, debian) ?? '').length).toBeLessThan(
        200,
      );
  }
});
