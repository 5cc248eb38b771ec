import type { FeedOrigin } from '@pratique/model';
import {
  buildOsvAffected,
  buildOsvRange,
  buildOsvRecord,
  buildZip,
  type FuzzTarget,
  memoryOrigin,
  readFeed,
} from '@pratique/testkit';
import { alpineSecdbFeed } from './alpine-secdb/feed.ts';
import { batchOf } from './debian-tracker/feed.ts';
import { endOfLifeFeed } from './end-of-life/feed.ts';
import { readEpss } from './epss/record.ts';
import { readKev } from './kev/feed.ts';
import { defaultAdvisoryLimits } from './limits.ts';
import { coreRanges } from './nodejs-core/ranges.ts';
import { readOsvBytes } from './osv/record.ts';
import { readZip } from './reading/zip.ts';
import { readVexDocument } from './vex/read-vex-document.ts';

const limits = {
  ...defaultAdvisoryLimits,
  unpackedBytes: 1 << 20,
  recordBytes: 1 << 20,
  vexBytes: 1 << 20,
  archiveBytes: 1 << 22,
};

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

function drain(records: Iterable<unknown> | undefined): void {
  for (const _record of records ?? []) continue;
}

const ranges = [
  buildOsvRange('ECOSYSTEM', { introduced: '0' }, { fixed: '1.2.3' }, { introduced: '2.0' }, { last_affected: '2.4' }),
  buildOsvRange('GIT', { introduced: '0' }),
];
const osv: FuzzTarget = {
  name: 'advisories/osv',
  seeds: () => [
    json(
      buildOsvRecord({
        summary: 'Important: nodejs:18 security update',
        details: 'text',
        aliases: ['CVE-2024-1000'],
        severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
        affected: [buildOsvAffected({ ranges, versions: ['1.0', '3.0'] }, { ecosystem: 'PyPI' })],
      }),
    ),
    json(
      buildOsvRecord({
        id: 'ALSA-2022:1',
        related: ['CVE-2024-1000'],
        affected: [buildOsvAffected({ ranges, ecosystem_specific: { urgency: 'low' } }, { ecosystem: 'AlmaLinux:8' })],
      }),
    ),
    json(
      buildOsvRecord({
        id: 'USN-1-1',
        affected: [
          buildOsvAffected(
            { ranges },
            { ecosystem: 'Ubuntu:Pro:18.04:LTS', purl: 'pkg:deb/ubuntu/x?distro=esm-infra/bionic' },
          ),
        ],
      }),
    ),
  ],
  run: (input) => void readOsvBytes(input, 'x.json', { feed: 'osv/x' }, limits.recordBytes),
};

const tracker: FuzzTarget = {
  name: 'advisories/debian-tracker',
  seeds: () => [
    json({
      curl: {
        'CVE-2024-1000': {
          description: 'a "quoted" {text}\\',
          releases: { bookworm: { status: 'resolved', fixed_version: '1-2', urgency: 'low' }, sid: { status: 'open' } },
        },
      },
      x: { 'TEMP-1': { releases: [] } },
    }),
  ],
  run: (input) => drain(batchOf(input, { path: 'x', feed: 'debian-tracker', limits }).records as Iterable<unknown>),
};

const kev: FuzzTarget = {
  name: 'advisories/kev',
  seeds: () => [
    json({
      vulnerabilities: [
        { cveID: 'CVE-2024-1000', dateAdded: '2024-01-01', dueDate: '2024-02-01', knownRansomwareCampaignUse: 'Known' },
      ],
    }),
    Buffer.from('cveID,dateAdded,vulnerabilityName\nCVE-2024-1000,2024-01-01,"a ""b"", c"\n'),
  ],
  run: (input) => {
    for (const path of ['kev.json', 'kev.csv']) {
      try {
        drain(readKev(input, path, limits));
      } catch (thrown) {
        if (!(thrown instanceof Error && 'code' in thrown)) throw thrown;
      }
    }
  },
};

const epss: FuzzTarget = {
  name: 'advisories/epss',
  seeds: () => [
    Buffer.from(
      '#model_version:v1,score_date:2026-08-16\ncve,epss,percentile\nCVE-1999-0001,0.03351,0.87650\nCVE-2024-123456,1,1e-3\n',
    ),
  ],
  run: (input) => drain(readEpss(input)),
};

const secdb: FuzzTarget = {
  name: 'advisories/alpine-secdb',
  seeds: () => [
    json({
      distroversion: 'v3.18',
      packages: [{ pkg: { name: 'musl', secfixes: { '1.1.23-r2': ['CVE-2019-14697 XSA-1'], 0: ['CVE-2020-1000'] } } }],
    }),
  ],
  run: (input) => fuzzFeed(alpineSecdbFeed(limits), { 'alpine-secdb/v3.18/main.json': input }),
};

const endOfLife: FuzzTarget = {
  name: 'advisories/end-of-life',
  seeds: () => [
    json({ debian: { releases: [{ releaseCycle: '12', eol: '2026-07-11', eoes: true }] } }),
    json({ result: [{ name: 'go', releases: [{ name: '1', isEol: false, eolFrom: null }] }] }),
  ],
  run: (input) => fuzzFeed(endOfLifeFeed(limits), { 'eol/products.json': input }),
};

async function fuzzFeed(
  feed: Parameters<typeof readFeed>[0],
  files: Parameters<typeof memoryOrigin>[0],
): Promise<void> {
  const origin: FeedOrigin = memoryOrigin(files);
  await readFeed(feed, origin);
}

const core: FuzzTarget = {
  name: 'advisories/nodejs-core-ranges',
  seeds: () => [
    Buffer.from('8.x || 7.x|^8.1.4 || ^7.10.1'),
    Buffer.from('>=6.0.0 <6.2.0 || 5.x|^5.12.0'),
    Buffer.from('<= 10|>= 10.9.0'),
  ],
  run: (input) => {
    const [vulnerable = '', patched = ''] = input.toString('utf8').split(/\|(?!\|)/);
    coreRanges(vulnerable, patched);
  },
};

const zip: FuzzTarget = {
  name: 'advisories/zip',
  seeds: () => [
    buildZip({ 'a.json': '{"id": "x"}', 'b/c.json': 'x'.repeat(500) }),
    buildZip({ 'a.json': 'y' }, { stored: true }),
  ],
  run: async (input) => {
    await Array.fromAsync(readZip(input, 'x.zip', limits, limits.recordBytes));
  },
};

function vex(name: string, ...documents: unknown[]): FuzzTarget {
  return {
    name: `advisories/${name}`,
    seeds: () => documents.map(json),
    run: (input) => void readVexDocument(input, 'x.json', limits.vexBytes),
  };
}

const openVex = vex(
  'openvex',
  {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': 'x',
    author: 'a',
    timestamp: '2024-01-02T03:04:05Z',
    statements: [
      {
        vulnerability: { name: 'CVE-2024-1000', aliases: ['GHSA-1'] },
        products: [
          { '@id': 'pkg:npm/a', hashes: { 'sha-256': 'a'.repeat(64) }, subcomponents: [{ '@id': 'pkg:npm/b' }] },
        ],
        status: 'not_affected',
        justification: 'component_not_present',
      },
    ],
  },
  {
    '@context': 'https://openvex.dev/ns',
    statements: [{ vulnerability: 'CVE-2024-1000', products: ['pkg:npm/a'], status: 'fixed' }],
  },
);
const csaf = vex('csaf', {
  document: {
    csaf_version: '2.0',
    publisher: { name: 'p' },
    tracking: { id: 'x', current_release_date: '2025-01-07T01:43:37Z' },
  },
  product_tree: {
    branches: [
      {
        branches: [
          { product: { product_id: 'r', product_identification_helper: { cpe: 'cpe:/o:r:l:9' } } },
          { product: { product_id: 'g', product_identification_helper: { purl: 'pkg:rpm/r/g' } } },
        ],
      },
    ],
    relationships: [
      { product_reference: 'g', relates_to_product_reference: 'r', full_product_name: { product_id: 'r:g' } },
    ],
    product_groups: [{ group_id: 'all', product_ids: ['r:g'] }],
  },
  vulnerabilities: [
    {
      cve: 'CVE-2024-1000',
      product_status: { known_not_affected: ['r:g'], fixed: ['g'] },
      flags: [{ label: 'component_not_present', group_ids: ['all'] }],
      threats: [{ category: 'impact', details: 'x', product_ids: ['g'] }],
    },
  ],
});
const cycloneDx = vex('cyclonedx-vex', {
  bomFormat: 'CycloneDX',
  metadata: { component: { purl: 'pkg:oci/a' }, timestamp: '2024-01-02T03:04:05Z' },
  components: [{ 'bom-ref': 'b', purl: 'pkg:npm/b', components: [] }],
  vulnerabilities: [
    {
      id: 'CVE-2024-1000',
      analysis: { state: 'not_affected', justification: 'code_not_present', response: ['update'] },
      affects: [{ ref: 'b' }, { ref: 'urn:cdx:x/1#pkg%3Anpm%2Fc' }],
    },
  ],
});

/** Every parser of this package, over the bytes that a publisher, or someone in its place, sends. */
export const targets: readonly FuzzTarget[] = [
  osv,
  tracker,
  kev,
  epss,
  secdb,
  endOfLife,
  core,
  zip,
  openVex,
  csaf,
  cycloneDx,
];
