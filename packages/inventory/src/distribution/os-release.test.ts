import { describe, expect, test } from 'vitest';
import { parseLsbRelease, parseOsRelease } from './os-release.ts';

describe('parseOsRelease', () => {
  test.each([
    ['NAME="Amazon Linux"\nID="amzn"\nVERSION_ID="2023"\nID_LIKE="fedora"', { id: 'amzn', versionId: '2023' }],
    ['ID="rhel"\nID_LIKE="fedora"\nVERSION_ID="9.4"', { id: 'rhel', versionId: '9.4', idLike: ['fedora'] }],
    ['ID="centos"\nID_LIKE="rhel fedora"\nVERSION_ID="9"', { id: 'centos', idLike: ['rhel', 'fedora'] }],
    ['ID="opensuse-leap"\nVERSION_ID="15.5"\nID_LIKE="suse opensuse"', { id: 'opensuse-leap', versionId: '15.5' }],
    ['ID="opensuse-tumbleweed"\nVERSION_ID="20240101"', { id: 'opensuse-tumbleweed', versionId: '20240101' }],
    ['ID=wolfi\nVERSION_ID="20230201"\nPRETTY_NAME="Wolfi"', { id: 'wolfi', versionId: '20230201' }],
    ['ID=chainguard\nVERSION_ID=20230214', { id: 'chainguard', versionId: '20230214' }],
    ['ID=azurelinux\nVERSION_ID="3.0"', { id: 'azurelinux', versionId: '3.0' }],
    ['ID=photon\nVERSION_ID=4.0', { id: 'photon', versionId: '4.0' }],
    ['ID="void"\nNAME="Void"', { id: 'void', prettyName: 'Void' }],
    ['ID="ol"\nVARIANT_ID="server"\nVERSION_ID="9.3"', { id: 'ol', variantId: 'server' }],
    ['ID=linuxmint\nVERSION_CODENAME=virginia\nUBUNTU_CODENAME=jammy', { id: 'linuxmint', codename: 'virginia' }],
    ['ID=ubuntu\nUBUNTU_CODENAME=jammy', { codename: 'jammy' }],
    ['ID=debian\nVERSION="9 (stretch)"\nVERSION_ID="9"', { versionId: '9', codename: 'stretch' }],
    ["ID='Debian'\r\nVERSION_ID='12'\r\n", { id: 'debian', versionId: '12' }],
    ['\uFEFFID = debian\n  VERSION_ID = 12 # the newest', { id: 'debian', versionId: '12' }],
    ['ID=debian\nPRETTY_NAME="a \\"b\\" \\$c \\\\d"', { prettyName: 'a "b" $c \\d' }],
    ['ID=debian\nVERSION_ID="12', { versionId: '12' }],
    ['# ID=alpine\nID=debian', { id: 'debian' }],
    ['ID=debian\nID=ubuntu', { id: 'ubuntu' }],
    ['NAME="Homemade"\nVERSION_ID=1', { id: 'linux', prettyName: 'Homemade' }],
    ['ID="../../etc"\nVERSION_ID=1', { id: '..-..-etc' }],
  ])('%j', (text, expected) => {
    expect(parseOsRelease(text)).toMatchObject(expected);
  });

  test('has no release where VERSION_ID is missing or empty', () => {
    expect(parseOsRelease('ID=debian\nVERSION_ID=""\nVERSION_CODENAME=trixie')?.versionId).toBeUndefined();
  });

  test.each(['', '\n\n', '<html></html>', '\0\0', 'FOO=bar', 'ID='])('%j says nothing', (text) => {
    expect(parseOsRelease(text)).toBeUndefined();
  });
});

describe('parseLsbRelease', () => {
  test.each([
    ['DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=14.04\nDISTRIB_CODENAME=trusty', { id: 'ubuntu', versionId: '14.04' }],
    ['DISTRIB_ID=ManjaroLinux\nDISTRIB_RELEASE=15.12', { id: 'manjaro' }],
    ['DISTRIB_ID="Arch"\nDISTRIB_RELEASE="rolling"', { id: 'arch' }],
    ['DISTRIB_ID=constructor', { id: 'constructor' }],
  ])('%j', (text, expected) => {
    expect(parseLsbRelease(text)).toMatchObject(expected);
  });

  test('a rolling release has no version', () => {
    expect(parseLsbRelease('DISTRIB_ID=Arch\nDISTRIB_RELEASE=rolling')?.versionId).toBeUndefined();
  });

  test('without an id there is nothing', () => expect(parseLsbRelease('LSB_VERSION=1.4')).toBeUndefined());
});
