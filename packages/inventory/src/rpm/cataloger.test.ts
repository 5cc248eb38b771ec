import { formatPurl } from '@pratique/model';
import { catalogBytes, type CatalogerOutcome, describeCataloger } from '@pratique/testkit';
import { expect, test } from 'vitest';
import { rpmCataloger } from './cataloger.ts';

function rpm(name: string, version: string, qualifiers: Record<string, string>): string {
  return formatPurl({ type: 'rpm', name, version, qualifiers });
}

const modular = '18.14.2-3.module+el8.7.0+18445+9493b6ea';
const purls = [
  rpm('epochal', '8.2.2637-16.el9_0.2', {
    arch: 'noarch',
    epoch: '2',
    upstream: 'epochal-8.2.2637-16.el9_0.2.src.rpm',
  }),
  rpm('epochal-sub', '3.1-16.el9_0.2', {
    arch: 'noarch',
    epoch: '2',
    upstream: 'epochal-8.2.2637-16.el9_0.2.src.rpm',
  }),
  rpm('nodejs', modular, { arch: 'x86_64', epoch: '1', upstream: `nodejs-${modular}.src.rpm` }),
  rpm('plain', '1.0~rc1^git5-1', { arch: 'noarch', upstream: 'plain-1.0~rc1^git5-1.src.rpm' }),
];

function checkFacts({ packages, owned }: CatalogerOutcome): void {
  const named = (name: string) => packages.find((found) => found.name === name);
  expect(named('epochal')).toMatchObject({
    type: 'rpm',
    version: '2:8.2.2637-16.el9_0.2',
    evidence: 'installed',
    architecture: 'noarch',
    source: { name: 'epochal', version: '2:8.2.2637-16.el9_0.2' },
    license: 'GPL-2.0-or-later AND (MIT OR BSD-3-Clause)',
    vendor: 'Example Vendor',
  });
  expect(named('epochal-sub')?.source).toEqual({ name: 'epochal', version: '8.2.2637-16.el9_0.2' });
  expect(named('nodejs')).toMatchObject({
    version: `1:${modular}`,
    vendor: 'Red Hat, Inc.',
    license: 'MIT AND Apache-2.0',
    modularity: 'nodejs:18:8070020230314151253:bd1311ed',
  });
  expect(named('plain')).toMatchObject({ version: '1.0~rc1^git5-1', license: 'LicenseRef-public-domain' });
  expect(owned).toEqual([
    {
      type: 'rpm',
      name: 'epochal',
      architecture: 'noarch',
      paths: ['bin/old', 'usr/bin/old', 'usr/bin/epochal', 'usr/share/epochal/data'],
    },
  ]);
}

describeCataloger(rpmCataloger, import.meta.dirname, [
  { fixture: 'sqlite', purls, check: checkFacts },
  { fixture: 'ndb', purls, check: checkFacts },
  { fixture: 'bdb', purls, check: checkFacts },
  { fixture: 'bdb-big-endian', purls, check: checkFacts },
  {
    fixture: 'manifest',
    purls: [
      'pkg:rpm/mariner-release@2.0-12.cm2?arch=noarch&upstream=mariner-release-2.0-12.cm2.src.rpm',
      'pkg:rpm/openssl-libs@1.1.1k-15.cm2?arch=x86_64&upstream=openssl-1.1.1k-15.cm2.src.rpm',
      'pkg:rpm/vim@9.0-1.cm2?arch=x86_64&epoch=2&upstream=vim-9.0-1.cm2.src.rpm',
    ],
    unknowns: 1,
    check: ({ packages }) => {
      expect(packages[1]).toMatchObject({
        source: { name: 'openssl', version: '1.1.1k-15.cm2' },
        vendor: 'Microsoft Corporation',
      });
    },
  },
  {
    fixture: 'damaged',
    check: ({ unknowns }) => expect(new Set(unknowns.map(({ code }) => code))).toEqual(new Set(['malformed'])),
    unknowns: 4,
  },
  {
    fixture: 'write-ahead',
    purls: [],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns[0]).toMatchObject({ code: 'unsupported' }),
  },
  { fixture: 'empty', purls: [] },
]);

test.each(['var/lib/rpm/Packages', 'usr/share/rpm/rpmdb.sqlite', 'usr/lib/sysimage/rpm/Packages.db'])(
  'an empty %s is an unknown, not an empty system',
  async (path) => {
    const result = await catalogBytes(rpmCataloger, path, Buffer.alloc(0));
    expect(result.unknowns).toEqual([{ code: 'malformed', reason: 'is empty', path }]);
  },
);
