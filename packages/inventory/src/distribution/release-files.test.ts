import { describe, expect, test } from 'vitest';
import {
  parseAlpineRelease,
  parseArchRelease,
  parseDebianVersion,
  parseReleaseLine,
  parseSuseRelease,
  parseSystemReleaseCpe,
} from './release-files.ts';

describe('parseReleaseLine', () => {
  test.each([
    ['CentOS release 6.10 (Final)\n', 'centos', '6.10'],
    ['CentOS Linux release 7.9.2009 (Core)', 'centos', '7.9.2009'],
    ['CentOS Stream release 8', 'centos', '8'],
    ['Red Hat Enterprise Linux Server release 7.9 (Maipo)', 'rhel', '7.9'],
    ['Red Hat Enterprise Linux release 9.4 (Plow)', 'rhel', '9.4'],
    ['Red Hat Enterprise Linux CoreOS release 4.13', 'rhcos', '4.13'],
    ['Rocky Linux release 9.3 (Blue Onyx)', 'rocky', '9.3'],
    ['AlmaLinux release 8.9 (Midnight Oncilla)', 'almalinux', '8.9'],
    ['Fedora release 39 (Thirty Nine)', 'fedora', '39'],
    ['Oracle Linux Server release 8.9', 'ol', '8.9'],
    ['Amazon Linux release 2 (Karoo)', 'amzn', '2'],
    ['Amazon Linux AMI release 2018.03', 'amzn', '2018.03'],
    ['Amazon Linux release 2023.3.20240131 (Amazon Linux)', 'amzn', '2023.3.20240131'],
    ['VMware Photon OS 4.0\nPHOTON_BUILD_NUMBER=1526e30ba', 'photon', '4.0'],
    ['CBL-Mariner 2.0.20220226\nMARINER_BUILD_NUMBER=61bb5a9', 'mariner', '2.0'],
    ['Microsoft Azure Linux 3.0.20240101\n', 'azurelinux', '3.0'],
    ['openEuler release 22.03 (LTS-SP1)', 'openeuler', '22.03'],
    ['Gentoo Base System release 2.14', 'gentoo', '2.14'],
    ['CloudLinux release 8.5 (Leonid Kadeniuk)', 'cloudlinux', '8.5'],
  ])('%j', (text, id, versionId) => {
    expect(parseReleaseLine(text)).toMatchObject({ id, versionId });
  });

  test.each(['', '\0\0\0', 'Some appliance 3.1', '<html>'])('%j names nothing known', (text) => {
    expect(parseReleaseLine(text)).toBeUndefined();
  });
});

test.each([
  ['SUSE Linux Enterprise Server 12 (x86_64)\nVERSION = 12\nPATCHLEVEL = 3\n', 'sles', '12.3'],
  ['SUSE Linux Enterprise Server 11 (x86_64)\nVERSION = 11\nPATCHLEVEL = 0\n', 'sles', '11'],
  ['SUSE Linux Enterprise Desktop 15 (x86_64)\nVERSION = 15\nPATCHLEVEL = 1\n', 'sled', '15.1'],
  ['openSUSE 13.2 (x86_64)\nVERSION = 13.2\nCODENAME = Harlequin\n', 'opensuse', '13.2'],
  ['openSUSE 42.1 (x86_64)\nVERSION = 42.1\nCODENAME = Malachite\n', 'opensuse', '42.1'],
])('SuSE-release %j', (text, id, versionId) => {
  expect(parseSuseRelease(text)).toMatchObject({ id, versionId });
});

test.each([
  ['12.5\n', { versionId: '12' }],
  ['6.0.10', { versionId: '6' }],
  ['trixie/sid\n', { codename: 'trixie' }],
])('debian_version %j', (text, expected) => {
  expect(parseDebianVersion(text)).toMatchObject({ id: 'debian', ...expected });
});

test.each(['kali-rolling', '', 'n/a'])('debian_version %j is of no Debian release', (text) => {
  expect(parseDebianVersion(text)).toBeUndefined();
});

test('alpine-release', () => {
  expect(parseAlpineRelease('3.18.9\n')?.versionId).toBe('3.18.9');
  expect(parseAlpineRelease('3.21.0_alpha20240807\n')?.versionId).toBe('3.21.0_alpha20240807');
  expect(parseAlpineRelease('<html>')).toBeUndefined();
});

test('arch-release is empty', () => {
  expect(parseArchRelease('')?.id).toBe('arch');
  expect(parseArchRelease('<html>')).toBeUndefined();
});

test.each([
  ['cpe:/o:centos:linux:6:GA\n', { id: 'centos', versionId: '6' }],
  ['cpe:/o:redhat:enterprise_linux:8.4:ga', { id: 'rhel', versionId: '8.4' }],
  ['cpe:2.3:o:amazon:amazon_linux:2', { id: 'amzn', versionId: '2' }],
  ['cpe:/o:constructor:linux:6', { id: 'constructor', versionId: '6' }],
])('system-release-cpe %j', (text, expected) => {
  expect(parseSystemReleaseCpe(text)).toMatchObject(expected);
});
