import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Finding, Package, Sbom } from '@pratique/model';
import { Ajv } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { formatSbom, parseSbom, type SbomFormat } from './format.ts';

const layer = `sha256:${'a'.repeat(64)}` as const;
const openssl: Package = {
  type: 'apk',
  name: 'libcrypto3',
  version: '3.1.7-r0',
  evidence: 'installed',
  architecture: 'x86_64',
  source: { name: 'openssl', version: '3.1.7-r0' },
  license: 'Apache-2.0',
  vendor: 'Ariadne Conill <ariadne@dereferenced.org>',
  purl: 'pkg:apk/alpine/libcrypto3@3.1.7-r0?arch=x86_64&distro=alpine-3.18.9',
  locations: [{ path: 'lib/apk/db/installed', layer }],
  layer,
  fromBase: 'yes',
  foundBy: 'apk',
};
const lodash: Package = {
  type: 'npm',
  name: 'lodash',
  version: '4.17.11',
  evidence: 'installed',
  license: 'LicenseRef-custom AND MIT',
  purl: 'pkg:npm/lodash@4.17.11',
  locations: [{ path: 'app/node_modules/lodash/package.json', layer }, { path: 'b/node_modules/lodash/package.json' }],
  fromBase: 'unknown',
  ownedBy: openssl.purl,
  foundBy: 'npm-installed',
  dependsOn: ['pkg:npm/%40scope/left-pad@1.0.0'],
  development: true,
  properties: { resolved: 'https://registry.example.com/lodash.tgz' },
};
const scoped: Package = {
  type: 'npm',
  name: '@scope/left-pad',
  version: '1.0.0',
  evidence: 'declared',
  purl: 'pkg:npm/%40scope/left-pad@1.0.0',
  locations: [{ path: 'package-lock.json' }],
  fromBase: 'no',
  foundBy: 'npm-lock',
};
const sbom: Sbom = {
  subject: {
    kind: 'image',
    name: 'shop/api:1',
    image: {
      references: ['shop/api:1'],
      manifestDigest: `sha256:${'b'.repeat(64)}`,
      configDigest: `sha256:${'c'.repeat(64)}`,
      platform: { os: 'linux', architecture: 'amd64' },
    },
  },
  distribution: { id: 'alpine', versionId: '3.18.9', idLike: [], channels: ['esm-infra'], path: 'etc/os-release' },
  packages: [openssl, scoped, lodash],
  unknowns: [{ code: 'malformed', reason: 'is not JSON', path: 'x/package.json', layer, foundBy: 'npm-installed' }],
  layers: [{ index: 0, digest: layer, diffId: layer, size: 12, fromBase: 'yes' }],
  base: { name: 'alpine', digest: `sha256:${'d'.repeat(64)}`, how: 'label', layers: 1 },
  programs: [{ path: 'bin/busybox', kind: 'shell', mode: 0o755, owner: openssl.purl }],
  catalogers: { apk: 1 },
  createdAt: '2026-08-22T00:00:00.000Z',
};
const finding: Finding = {
  id: 'CVE-2024-9143',
  kind: 'vulnerability',
  aliases: ['GHSA-xxxx-yyyy-zzzz'],
  sources: [{ advisory: 'CVE-2024-9143', feed: 'alpine-secdb/v3.18', url: 'https://example.com/CVE-2024-9143' }],
  package: openssl.purl,
  severity: 'negligible',
  severityFrom: 'distro',
  cvss: { version: '3.1', vector: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:L', score: 3.7 },
  state: 'fixed',
  fixedIn: '3.1.7-r1',
  title: 'Low-level invalid GF(2^m) parameters',
  references: ['https://example.com/a'],
  cwes: ['CWE-787'],
  published: '2024-10-16T00:00:00Z',
  fromBase: 'yes',
  priority: 12,
};
const suppressed: Finding = {
  ...finding,
  id: 'CVE-2024-0001',
  suppressed: {
    by: 'vex',
    reason: 'not affected',
    status: 'not_affected',
    justification: 'vulnerable_code_not_in_execute_path',
    source: 'example.com, vex.json',
  },
};
const assessment = {
  findings: [finding],
  suppressed: [suppressed],
  notAssessed: [{ package: scoped.purl, reason: 'no feed covers npm' }],
  unknowns: [],
  database: { generation: 3, stale: true, starter: false, feeds: [] },
};

function cycloneDxValidator() {
  const require = createRequire(import.meta.url);
  const folder = join(require.resolve('@cyclonedx/cyclonedx-library/package.json'), '../res/schema');
  const read = (name: string): object => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const ajv = new Ajv({ strict: false, validateFormats: true });
  addFormats.default(ajv);
  ajv.addFormat('iri-reference', true);
  ajv.addFormat('idn-email', true);
  for (const name of [
    'jsf-0.82.SNAPSHOT.schema.json',
    'spdx.SNAPSHOT.schema.json',
    'cryptography-defs.SNAPSHOT.schema.json',
  ])
    ajv.addSchema(read(name), `http://cyclonedx.org/schema/${name}`);
  return ajv.compile(read('bom-1.6.SNAPSHOT.schema.json'));
}

function spdxValidator() {
  const ajv = new Ajv2019({ strict: false });
  addFormats.default(ajv as never);
  return ajv.compile(JSON.parse(readFileSync(join(import.meta.dirname, 'spdx/fixtures/spdx-2.3.schema.json'), 'utf8')));
}

const validators = { cyclonedx: cycloneDxValidator(), spdx: spdxValidator() };

describe.each(['cyclonedx', 'spdx'] as const)('%s', (format: SbomFormat) => {
  test.each([
    ['an SBOM', { version: '1.0.0' }],
    ['an assessed SBOM', { version: '1.0.0', assessment }],
  ])('%s validates against the published schema', (_title, options) => {
    const validate = validators[format];
    validate(JSON.parse(formatSbom(format, sbom, options)));
    expect(validate.errors).toBeNull();
  });

  test('an SBOM without packages validates', () => {
    const empty: Sbom = {
      subject: { kind: 'directory', name: 'x' },
      packages: [],
      unknowns: [],
      layers: [],
      catalogers: {},
      createdAt: sbom.createdAt,
    };
    const validate = validators[format];
    validate(JSON.parse(formatSbom(format, empty, { version: '1' })));
    expect(validate.errors).toBeNull();
  });

  test('reading our own document gives back everything', () => {
    const read = parseSbom(Buffer.from(formatSbom(format, sbom, { version: '1.0.0' })), 'file.json');
    expect({ ...read, createdAt: Date.parse(read.createdAt) }).toEqual({
      ...sbom,
      createdAt: Date.parse(sbom.createdAt),
    });
  });

  test('not assessed packages and unknowns are counted', () => {
    const text = formatSbom(format, sbom, { version: '1', assessment });
    expect(text).toMatch(format === 'spdx' ? /not assessed: 1/ : /"pratique:notAssessedCount",\s*"value": "1"/);
    expect(text).toMatch(format === 'spdx' ? /unknowns: 1/ : /"pratique:unknowns",\s*"value": "1"/);
  });
});

describe('documents of other tools', () => {
  test('CycloneDX: source package and release come from purl qualifiers', () => {
    const purl = 'pkg:deb/debian/libssl3@3.0.11-1~deb12u2?arch=amd64&distro=debian-12&upstream=openssl%403.0.11-1';
    const document = {
      bomFormat: 'CycloneDX',
      specVersion: '1.5',
      components: [{ type: 'library', name: 'libssl3', purl }],
    };
    const read = parseSbom(Buffer.from(JSON.stringify(document)), 'x');
    expect(read.distribution).toMatchObject({ id: 'debian', versionId: '12' });
    expect(read.packages[0]).toMatchObject({
      name: 'libssl3',
      source: { name: 'openssl', version: '3.0.11-1' },
      architecture: 'amd64',
    });
  });

  test('CycloneDX: an rpm epoch in the purl becomes part of the version, its source rpm the source', () => {
    const purl =
      'pkg:rpm/redhat/dbus@1.12.20-8.el9?arch=x86_64&epoch=1&upstream=dbus-1.12.20-8.el9.src.rpm&distro=rhel-9.4';
    const document = {
      bomFormat: 'CycloneDX',
      components: [
        { type: 'library', purl },
        { type: 'library', name: 'no purl' },
      ],
    };
    const read = parseSbom(Buffer.from(JSON.stringify(document)), 'x');
    expect(read.packages[0]).toMatchObject({
      version: '1:1.12.20-8.el9',
      source: { name: 'dbus', version: '1.12.20-8.el9' },
    });
    expect(read.unknowns).toHaveLength(1);
  });

  test('SPDX: what the document describes is not a package of it', () => {
    const document = {
      spdxVersion: 'SPDX-2.3',
      packages: [
        { SPDXID: 'SPDXRef-root', name: 'root' },
        {
          SPDXID: 'SPDXRef-a',
          name: 'glibc',
          sourceInfo: 'built package from: glibc 2.36-9',
          externalRefs: [{ referenceType: 'purl', referenceLocator: 'pkg:deb/debian/libc6@2.36-9?distro=debian-12' }],
        },
      ],
      relationships: [
        { spdxElementId: 'SPDXRef-DOCUMENT', relationshipType: 'DESCRIBES', relatedSpdxElement: 'SPDXRef-root' },
      ],
    };
    const read = parseSbom(Buffer.from(JSON.stringify(document)), 'x');
    expect(read.unknowns).toEqual([]);
    expect(read.packages).toHaveLength(1);
    expect(read.packages[0]?.source).toEqual({ name: 'glibc', version: '2.36-9' });
  });

  test.each(['', '[]', '{}', '<html>', '{"bomFormat":"Other"}', '['.repeat(200_000)])(
    '%.20s is refused with a code',
    (text) => {
      expect(() => parseSbom(Buffer.from(text), 'x')).toThrowError(
        expect.objectContaining({ code: 'sbom/not-an-sbom' }),
      );
    },
  );

  test.each([
    ['pkg:oci/app@sha256%3A9755e2?arch=', 0],
    ['pkg:bitnami/redis@7.0.5-4', 1],
  ])('SPDX: the described %s counts as %d packages', (purl, count) => {
    const text = JSON.stringify({
      spdxVersion: 'SPDX-2.3',
      SPDXID: 'SPDXRef-DOCUMENT',
      packages: [
        {
          SPDXID: 'SPDXRef-root',
          name: 'root',
          externalRefs: [{ referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: purl }],
        },
      ],
      relationships: [
        { spdxElementId: 'SPDXRef-DOCUMENT', relationshipType: 'DESCRIBES', relatedSpdxElement: 'SPDXRef-root' },
      ],
    });
    const { packages, unknowns } = parseSbom(Buffer.from(text), 'x');
    expect([packages.length, unknowns]).toEqual([count, []]);
  });

  test('hostile shapes are read without throwing', () => {
    const nested = Array.from({ length: 1000 }).reduce<object>((inner) => ({ components: [inner] }), {});
    for (const document of [
      { bomFormat: 'CycloneDX', components: [null, 1, { purl: 5 }, { purl: 'pkg:/' }, nested], metadata: [] },
      { spdxVersion: 'SPDX-2.3', packages: [null, { externalRefs: {} }], relationships: [null, 3] },
    ]) {
      expect(parseSbom(Buffer.from(JSON.stringify(document)), 'x').unknowns.length).toBeGreaterThan(0);
    }
  });
});
