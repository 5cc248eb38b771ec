import { formatPurl } from '@pratique/model';
import { catalogBytes, describeCataloger } from '@pratique/testkit';
import { expect, test } from 'vitest';
import { dpkgCataloger } from './cataloger.ts';

function deb(name: string, version: string, arch?: string): string {
  return formatPurl({ type: 'deb', name, version, ...(arch !== undefined && { qualifiers: { arch } }) });
}

describeCataloger(dpkgCataloger, import.meta.dirname, [
  {
    fixture: 'debian-12',
    purls: [
      deb('bash', '5.2.15-2+b13', 'amd64'),
      deb('libgcc-s1', '12.2.0-14+deb12u1', 'amd64'),
      deb('login', '1:4.13+dfsg1-1+deb12u2', 'amd64'),
      deb('usr-is-merged', '37~deb12u1', 'all'),
    ],
    check: ({ packages }) => {
      expect(packages.map(({ source }) => `${source?.name} ${source?.version}`)).toEqual([
        'bash 5.2.15-2',
        'gcc-12 12.2.0-14+deb12u1',
        'shadow 1:4.13+dfsg1-1+deb12u2',
        'usrmerge 37~deb12u1',
      ]);
      expect(packages[0]).toMatchObject({
        type: 'deb',
        evidence: 'installed',
        architecture: 'amd64',
        vendor: 'Matthias Klose <doko@debian.org>',
      });
    },
  },
  {
    fixture: 'states',
    purls: [deb('broken', '0.9', 'all'), deb('epochal', '2:3.4-5+b1', 'amd64'), deb('plain', '1.0-1', 'all')],
    check: ({ owned }) => {
      expect(owned).toEqual([
        {
          type: 'deb',
          name: 'epochal',
          architecture: 'amd64',
          paths: ['bin/epochal', 'usr/bin/epochal', 'usr/share/epochal/data'],
        },
        {
          type: 'deb',
          name: 'epochal',
          architecture: 'amd64',
          paths: ['bin/epochal', 'usr/bin/epochal', 'usr/share/epochal/data'],
        },
        { type: 'deb', name: 'plain', paths: ['usr/share/plain/data'] },
      ]);
    },
  },
  {
    fixture: 'distroless',
    purls: [deb('libssl3', '3.0.22-1~deb12u2', 'amd64'), deb('netbase', '6.4', 'all')],
    check: ({ owned, results }) => {
      expect(owned.map(({ name }) => name)).toEqual(['libssl3', 'netbase']);
      expect(owned[0]?.paths).toContain('usr/lib/x86_64-linux-gnu/libcrypto.so.3');
      expect(results.flatMap((result) => result.licenses ?? [])).toEqual([
        { type: 'deb', name: 'netbase', license: 'GPL-2.0-only' },
      ]);
    },
  },
  {
    fixture: 'damaged',
    purls: [deb('also-whole', '1:5.0'), deb('whole', '1.0')],
    unknowns: 5,
    check: ({ unknowns }) => {
      expect(unknowns.map(({ code }) => code)).toEqual([
        'unidentified',
        'unidentified',
        'malformed',
        'malformed',
        'malformed',
      ]);
    },
  },
  {
    fixture: 'chisel',
    purls: [deb('libc6', '2.39-0ubuntu8.7', 'amd64'), deb('zlib1g', '1:1.3.dfsg-3.1ubuntu2.1', 'amd64')],
    unknowns: 1,
    check: ({ packages, owned }) => {
      expect(packages[0]).toMatchObject({ evidence: 'installed', properties: { sha256: expect.any(String) } });
      expect(packages[0]).not.toHaveProperty('source');
      expect(owned.map(({ name, paths }) => [name, paths])).toEqual([
        ['libc6', ['usr/lib/x86_64-linux-gnu/libc.so.6', 'usr/share/doc/shared/copyright']],
        ['zlib1g', ['usr/lib/x86_64-linux-gnu/libz.so.1.3', 'usr/share/doc/shared/copyright']],
      ]);
    },
  },
  { fixture: 'opkg', purls: [], unknowns: 1 },
  { fixture: 'empty', purls: [] },
]);

test('paths of a nested root file system stay below it', async () => {
  const result = await catalogBytes(
    dpkgCataloger,
    'srv/jail/var/lib/dpkg/info/x.list',
    Buffer.from('/.\n/usr\n/usr/x\n'),
  );
  expect(result.owned).toEqual([{ type: 'deb', name: 'x', paths: ['srv/jail/usr/x'] }]);
});

test('what builders leave beside stanzas is no package and no unknown', async () => {
  const result = await catalogBytes(dpkgCataloger, 'var/lib/dpkg/status.d/tzdata.postinst', Buffer.from('#!/bin/sh\n'));
  expect(result).toEqual({});
});
