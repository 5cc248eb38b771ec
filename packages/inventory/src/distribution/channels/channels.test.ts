import { describe, expect, test } from 'vitest';
import { channelOfDebianSource, parseAptSources } from './apt-sources.ts';
import { channelsOfRedHatRepository, channelsOfSuseName, enabledRepositories } from './rpm-repositories.ts';
import { channelOfUbuntuSource, channelsOfAptAuth, channelsOfProStatus } from './ubuntu.ts';

describe('apt sources', () => {
  test.each([
    ['deb http://deb.freexian.com/extended-lts buster main contrib', ['elts']],
    ['deb [arch=amd64 signed-by=/x.gpg] http://deb.freexian.com/extended-lts/ stretch main', ['elts']],
    ['# deb http://deb.freexian.com/extended-lts buster main', []],
    ['deb-src http://deb.freexian.com/extended-lts buster main', []],
    ['deb http://deb.debian.org/debian bookworm main', []],
    ['deb https://deb.freexian.com.example.org/extended-lts buster main', []],
  ])('%s', (line, expected) => {
    const channels = parseAptSources('etc/apt/sources.list', line).map(channelOfDebianSource);
    expect(channels.filter((channel) => channel !== undefined)).toEqual(expected);
  });

  test.each([
    ['deb https://esm.ubuntu.com/infra/ubuntu focal-infra-security main', 'esm-infra'],
    ['deb https://esm.ubuntu.com/apps/ubuntu jammy-apps-updates main', 'esm-apps'],
    ['deb https://esm.ubuntu.com/fips-updates/ubuntu focal-updates main', 'fips-updates'],
    ['deb https://esm.ubuntu.com/ubuntu trusty-infra-security main', 'esm-infra'],
    ['deb https://esm.ubuntu.com/constructor/ubuntu focal main', undefined],
    ['deb https://esm.ubuntu.com.example.org/infra/ubuntu focal main', undefined],
    ['deb http://archive.ubuntu.com/ubuntu focal main', undefined],
  ])('%s: %s', (line, expected) => {
    expect(parseAptSources('etc/apt/sources.list', line).map(channelOfUbuntuSource)).toEqual([expected]);
  });

  test('deb822: disabled stanzas and source-only ones do not count', () => {
    const text = [
      'Types: deb-src\nURIs: a\nSuites: s',
      'Enabled: no\nTypes: deb\nURIs: b\nSuites: s',
      'Types: deb\nURIs: c d\nSuites:\n s\n t',
    ];
    const sources = parseAptSources('etc/apt/sources.list.d/x.sources', text.join('\n\n'));
    expect(sources.map(({ uri, suite }) => `${uri} ${suite}`)).toEqual(['c s', 'c t', 'd s', 'd t']);
  });

  test('credentials name the service, whatever the scheme', () => {
    const text =
      'machine esm.ubuntu.com/apps/ubuntu/ login bearer password x\nmachine https://esm.ubuntu.com/infra/ubuntu/ login x\nmachine example.org login x';
    expect(channelsOfAptAuth(text)).toEqual(['esm-apps', 'esm-infra']);
  });
});

test('only enabled services that bring packages are channels', () => {
  const services = [
    { name: 'esm-infra', status: 'enabled' },
    { name: 'esm-apps', status: 'disabled' },
    { name: 'livepatch', status: 'enabled' },
    null,
    7,
  ];
  expect(channelsOfProStatus({ services })).toEqual(['esm-infra']);
  expect(channelsOfProStatus({ services: 'none' })).toEqual([]);
});

test('repositories are enabled unless they say otherwise', () => {
  expect(enabledRepositories('[a]\nname=A\n[b]\nenabled=0\n[c]\nenabled = True\n[d\nenabled=0\n')).toEqual(['a']);
  expect(enabledRepositories('[a]\n[b]\nenabled=0\n[c]\nenabled = 1')).toEqual(['a', 'c']);
});

test.each([
  ['rhel-8-for-x86_64-baseos-eus-rpms', ['eus']],
  ['rhel-7-server-els-rpms', ['els']],
  ['rhui-rhel-8-for-x86_64-baseos-e4s-rhui-rpms', ['e4s']],
  ['rhel-9-for-x86_64-baseos-rpms', []],
  ['museum', []],
])('Red Hat repository %s', (id, expected) => expect(channelsOfRedHatRepository(id)).toEqual(expected));

test.each([
  ['SLES15-SP4-LTSS-Updates', ['ltss']],
  ['etc/products.d/SLES-LTSS.prod', ['ltss']],
  ['SLE-Module-Basesystem15-SP4-Updates', []],
])('SUSE name %s', (name, expected) => expect(channelsOfSuseName(name)).toEqual(expected));
