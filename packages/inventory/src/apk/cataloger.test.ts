import { catalogBytes, describeCataloger } from '@pratique/testkit';
import { expect, test } from 'vitest';
import { apkCataloger } from './cataloger.ts';

describeCataloger(apkCataloger, import.meta.dirname, [
  {
    fixture: 'alpine-3.18',
    purls: [
      'pkg:apk/alpine-keys@2.4-r1?arch=x86_64',
      'pkg:apk/libssl3@3.1.7-r0?arch=x86_64',
      'pkg:apk/musl-utils@1.2.4-r2?arch=x86_64',
      'pkg:apk/ssl_client@1.36.1-r7?arch=x86_64',
    ],
    check: ({ packages, owned }) => {
      expect(packages.find(({ name }) => name === 'libssl3')).toMatchObject({
        type: 'apk',
        version: '3.1.7-r0',
        evidence: 'installed',
        architecture: 'x86_64',
        source: { name: 'openssl', version: '3.1.7-r0' },
        license: 'Apache-2.0',
        vendor: 'Ariadne Conill <ariadne@dereferenced.org>',
        properties: { commit: expect.stringMatching(/^[0-9a-f]{40}$/) },
      });
      expect(packages.find(({ name }) => name === 'musl-utils')?.license).toBe(
        'MIT AND BSD-2-Clause AND GPL-2.0-or-later',
      );
      expect(owned.find(({ name }) => name === 'libssl3')?.paths).toEqual(
        expect.arrayContaining(['lib/libssl.so.3', 'usr/lib/libssl.so.3']),
      );
    },
  },
  {
    fixture: 'alpine-3.7',
    purls: ['pkg:apk/apk-tools@2.10.1-r0?arch=x86_64', 'pkg:apk/musl-utils@1.1.18-r3?arch=x86_64'],
    check: ({ packages }) => {
      expect(packages.map(({ license }) => license).sort()).toEqual([
        'GPL-2.0-only',
        'MIT AND BSD-3-Clause AND GPL-2.0-or-later',
      ]);
    },
  },
  {
    fixture: 'virtual',
    purls: ['pkg:apk/wolfi-baselayout@20230201-r20?arch=x86_64'],
    check: ({ owned }) => expect(owned[0]?.paths).toEqual(['etc/os-release', 'usr/bin/x']),
  },
  { fixture: 'damaged', purls: ['pkg:apk/whole@1.0-r0?arch=x86_64'], unknowns: 4 },
  { fixture: 'empty', purls: [] },
]);

test('paths of a nested root file system stay below it', async () => {
  const text = 'P:a\nV:1-r0\nF:lib\nR:x\n\n';
  const result = await catalogBytes(apkCataloger, 'srv/jail/lib/apk/db/installed', Buffer.from(text));
  expect(result.owned?.[0]?.paths).toEqual(['srv/jail/lib/x', 'srv/jail/usr/lib/x']);
});

test('a last record without an empty line after it counts', async () => {
  const result = await catalogBytes(apkCataloger, 'lib/apk/db/installed', Buffer.from('P:a\r\nV:1-r0\r\nR:root'));
  expect(result.packages?.map(({ version }) => version)).toEqual(['1-r0']);
  expect(result.owned?.[0]?.paths).toEqual(['root']);
});
