import { gzipSync } from 'node:zlib';
import { buildZip, describeFeed } from '@pratique/testkit';
import { describe, expect, test } from 'vitest';
import { defaultAdvisoryLimits } from '../limits.ts';
import { vexFeed } from './feed.ts';
import { readVexDocument } from './read-vex-document.ts';

function read(document: unknown) {
  return readVexDocument(Buffer.from(JSON.stringify(document)), 'x.json');
}

function openVex(...statements: object[]) {
  return {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': 'https://example.com/vex-1',
    author: 'Example',
    timestamp: '2024-01-02T03:04:05Z',
    version: 1,
    statements,
  };
}

describe('OpenVEX', () => {
  test('names, aliases, products with subcomponents, inherited fields', () => {
    const { statements, unknowns } = read(
      openVex({
        vulnerability: {
          name: 'GO-2024-2575',
          aliases: ['CVE-2024-26147', 'GHSA-r53h-jv2g-vpx6', 'https://example.com/CVE-2024-26147'],
        },
        products: [
          { '@id': 'pkg:golang/example.com/a', subcomponents: [{ '@id': 'pkg:golang/helm.sh/helm/v3' }] },
          {
            '@id': 'pkg:golang/example.com/b',
            identifiers: { purl: 'pkg:golang/example.com/b@v1' },
            subcomponents: [{ '@id': 'pkg:golang/helm.sh/helm/v3' }],
          },
          { '@id': 'pkg:golang/example.com/c' },
        ],
        status: 'not_affected',
        justification: 'vulnerable_code_not_in_execute_path',
        impact_statement: 'never\ncalled',
      }),
    );
    const said = {
      vulnerability: 'GO-2024-2575',
      aliases: ['CVE-2024-26147', 'GHSA-r53h-jv2g-vpx6'],
      status: 'not_affected',
      justification: 'vulnerable_code_not_in_execute_path',
      impact: 'never called',
      author: 'Example',
      document: 'https://example.com/vex-1',
      timestamp: '2024-01-02T03:04:05Z',
    };
    expect(statements).toEqual([
      {
        ...said,
        products: ['pkg:golang/example.com/a', 'pkg:golang/example.com/b@v1'],
        subcomponents: ['pkg:golang/helm.sh/helm/v3'],
      },
      { ...said, products: ['pkg:golang/example.com/c'], subcomponents: [] },
    ]);
    expect(unknowns).toEqual([]);
  });

  test('0.0.1: text in place of objects, subcomponents of the statement', () => {
    const document = {
      '@context': 'https://openvex.dev/ns',
      statements: [
        {
          vulnerability: 'CVE-2023-1000',
          products: ['pkg:npm/a@1'],
          subcomponents: ['pkg:npm/b'],
          status: 'fixed',
          timestamp: '2023-01-01T00:00:00+02:00',
        },
      ],
    };
    expect(read(document).statements).toEqual([
      {
        vulnerability: 'CVE-2023-1000',
        aliases: [],
        status: 'fixed',
        products: ['pkg:npm/a@1'],
        subcomponents: ['pkg:npm/b'],
        author: 'unknown author',
        document: 'x.json',
        timestamp: '2022-12-31T22:00:00Z',
      },
    ]);
  });

  test('digests stand beside purls', () => {
    const sha = 'A'.repeat(64);
    const { statements } = read(
      openVex({
        vulnerability: { '@id': 'https://nvd.nist.gov/vuln/detail/CVE-2023-2000' },
        products: [{ identifiers: { cpe23: 'cpe:2.3:a:x:y:*:*:*:*:*:*:*:*' }, hashes: { 'sha-256': sha } }],
        status: 'affected',
        action_statement: 'update',
      }),
    );
    expect(statements).toMatchObject([
      {
        vulnerability: 'CVE-2023-2000',
        action: 'update',
        products: ['cpe:2.3:a:x:y:*:*:*:*:*:*:*:*', `sha256:${'a'.repeat(64)}`],
      },
    ]);
  });

  test.each([
    ['no vulnerability', { products: ['pkg:npm/a'], status: 'fixed' }],
    ['an unknown status', { vulnerability: 'CVE-2023-1000', products: ['pkg:npm/a'], status: 'fine' }],
    ['no products', { vulnerability: 'CVE-2023-1000', status: 'fixed' }],
    ['products that are none', { vulnerability: 'CVE-2023-1000', products: [7, 'a b', {}], status: 'fixed' }],
  ])('%s: an unknown, and the others stay', (_title, statement) => {
    const good = { vulnerability: 'CVE-2023-1001', products: ['pkg:npm/a'], status: 'fixed' };
    const { statements, unknowns } = read(openVex(statement, good));
    expect(statements).toHaveLength(1);
    expect(unknowns).toMatchObject([{ code: 'malformed', path: 'x.json' }]);
  });

  test('an attestation: the subject stands in for products', () => {
    const predicate = openVex({
      vulnerability: 'CVE-2023-1000',
      status: 'not_affected',
      justification: 'component_not_present',
    });
    const statement = {
      _type: 'https://in-toto.io/Statement/v1',
      predicateType: 'https://openvex.dev/ns/v0.2.0',
      subject: [{ name: 'app', digest: { sha256: 'b'.repeat(64) } }],
      predicate,
    };
    const envelope = {
      payloadType: 'application/vnd.in-toto+json',
      payload: Buffer.from(JSON.stringify(statement)).toString('base64'),
      signatures: [],
    };
    expect(read(envelope).statements).toMatchObject([{ products: [`sha256:${'b'.repeat(64)}`] }]);
    expect(read(statement).statements).toEqual(read(envelope).statements);
  });
});

function csaf(vulnerabilities: object[], product_tree: object) {
  return {
    document: {
      category: 'csaf_vex',
      csaf_version: '2.0',
      publisher: { name: 'Example PSIRT' },
      tracking: { id: 'EX-1', current_release_date: '2025-01-07T01:43:37+00:00' },
    },
    product_tree,
    vulnerabilities,
  };
}

const tree = {
  branches: [
    {
      category: 'vendor',
      branches: [
        {
          product: { product_id: 'rhel9', product_identification_helper: { cpe: 'cpe:/o:redhat:enterprise_linux:9' } },
        },
        {
          product: {
            product_id: 'gnutls.src',
            product_identification_helper: { purl: 'pkg:rpm/redhat/gnutls@3.8?arch=src' },
          },
        },
        {
          product: {
            product_id: 'app',
            product_identification_helper: { purl: 'pkg:oci/app?repository_url=registry.example.com/app' },
          },
        },
        { product: { product_id: 'nameless' } },
      ],
    },
  ],
  full_product_names: [{ product_id: 'tool', product_identification_helper: { purls: ['pkg:npm/tool@1'] } }],
  relationships: [
    {
      category: 'default_component_of',
      product_reference: 'gnutls.src',
      relates_to_product_reference: 'rhel9',
      full_product_name: { product_id: 'rhel9:gnutls.src' },
    },
    {
      category: 'default_component_of',
      product_reference: 'app',
      relates_to_product_reference: 'rhel9',
      full_product_name: { product_id: 'rhel9:app' },
    },
  ],
  product_groups: [{ group_id: 'g', product_ids: ['tool'] }],
};

describe('CSAF', () => {
  test('statuses, components of platforms, flags, threats, remediations', () => {
    const { statements, unknowns } = read(
      csaf(
        [
          {
            cve: 'CVE-2024-28834',
            ids: [{ system_name: 'Red Hat Bugzilla ID', text: '2269228' }, { text: 'GHSA-aaaa-bbbb-cccc' }],
            product_status: {
              known_not_affected: ['rhel9:gnutls.src', 'tool'],
              known_affected: ['rhel9:app', 'nameless'],
              recommended: ['tool'],
              fixed: ['rhel9:gnutls.src'],
            },
            flags: [{ label: 'vulnerable_code_not_present', group_ids: ['g'] }],
            threats: [{ category: 'impact', details: 'Not built in.', product_ids: ['rhel9:gnutls.src'] }],
            remediations: [{ category: 'no_fix_planned', details: 'Will not fix', product_ids: ['rhel9:app'] }],
          },
        ],
        tree,
      ),
    );
    const source = {
      vulnerability: 'CVE-2024-28834',
      aliases: ['GHSA-aaaa-bbbb-cccc'],
      author: 'Example PSIRT',
      document: 'EX-1',
      timestamp: '2025-01-07T01:43:37Z',
    };
    expect(statements).toEqual([
      {
        ...source,
        status: 'not_affected',
        impact: 'Not built in.',
        products: ['cpe:/o:redhat:enterprise_linux:9'],
        subcomponents: ['pkg:rpm/redhat/gnutls@3.8?arch=src'],
      },
      {
        ...source,
        status: 'not_affected',
        justification: 'vulnerable_code_not_present',
        products: ['pkg:npm/tool@1'],
        subcomponents: [],
      },
      {
        ...source,
        status: 'affected',
        action: 'no_fix_planned: Will not fix',
        products: ['pkg:oci/app?repository_url=registry.example.com/app'],
        subcomponents: [],
      },
      {
        ...source,
        status: 'fixed',
        products: ['cpe:/o:redhat:enterprise_linux:9'],
        subcomponents: ['pkg:rpm/redhat/gnutls@3.8?arch=src'],
      },
    ]);
    expect(unknowns).toMatchObject([{ code: 'unidentified' }]);
  });

  test('branches nested without end do not end the stack', () => {
    const leaf = '{"product":{"product_id":"deep","product_identification_helper":{"purl":"pkg:npm/deep"}}}';
    const branches = `${'{"branches":['.repeat(3000)}${leaf}${']}'.repeat(3000)}`;
    const empty = JSON.stringify(csaf([{ cve: 'CVE-2024-1000', product_status: { fixed: ['deep'] } }], {}));
    const text = empty.replace('"product_tree":{}', `"product_tree":${branches}`);
    expect(readVexDocument(Buffer.from(text), 'x.json').statements).toMatchObject([{ products: ['pkg:npm/deep'] }]);
  });
});

function cycloneDx(vulnerabilities: object[], more: object = {}) {
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: 'urn:uuid:1',
    metadata: { timestamp: '2024-05-05T00:00:00Z', authors: [{ name: 'Ann' }] },
    vulnerabilities,
    ...more,
  };
}

describe('CycloneDX', () => {
  const components = [
    { 'bom-ref': 'lib', purl: 'pkg:npm/lib@1', components: [{ 'bom-ref': 'inner', purl: 'pkg:npm/inner@2' }] },
  ];

  test.each([
    ['resolved', 'fixed'],
    ['resolved_with_pedigree', 'fixed'],
    ['exploitable', 'affected'],
    ['in_triage', 'under_investigation'],
    ['false_positive', 'not_affected'],
    ['not_affected', 'not_affected'],
  ])('%s is %s', (state, status) => {
    const { statements } = read(
      cycloneDx(
        [{ id: 'CVE-2024-1000', references: [{ id: 'GHSA-1' }], analysis: { state }, affects: [{ ref: 'inner' }] }],
        { components },
      ),
    );
    expect(statements).toMatchObject([
      {
        vulnerability: 'CVE-2024-1000',
        aliases: ['GHSA-1'],
        status,
        products: ['pkg:npm/inner@2'],
        author: 'Ann',
        timestamp: '2024-05-05T00:00:00Z',
      },
    ]);
  });

  test('justifications in the common words, details, BOM-Links, the product they hold in', () => {
    const affects = [{ ref: 'urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#pkg%3Anpm%2Fother%403' }, { ref: 'lib' }];
    const analysis = { state: 'not_affected', justification: 'code_not_reachable', detail: 'unused' };
    const metadata = { component: { purl: 'pkg:oci/app@sha256:00' } };
    expect(
      read(cycloneDx([{ id: 'CVE-2024-1000', analysis, affects }], { components, metadata })).statements,
    ).toMatchObject([
      {
        justification: 'vulnerable_code_not_in_execute_path',
        impact: 'unused',
        products: ['pkg:oci/app@sha256:00'],
        subcomponents: ['pkg:npm/other@3', 'pkg:npm/lib@1'],
      },
    ]);
  });

  test('a vulnerability without an analysis is no statement', () => {
    expect(read(cycloneDx([{ id: 'CVE-2024-1000', affects: [{ ref: 'lib' }] }], { components }))).toEqual({
      statements: [],
      unknowns: [],
    });
  });

  test.each([
    ['an unknown state', { id: 'CVE-2024-1000', analysis: { state: 'fine' }, affects: [{ ref: 'lib' }] }],
    ['no id', { analysis: { state: 'resolved' }, affects: [{ ref: 'lib' }] }],
    [
      'components that are not there',
      { id: 'CVE-2024-1000', analysis: { state: 'resolved' }, affects: [{ ref: 'urn:cdx:1/1#%zz' }] },
    ],
  ])('%s is an unknown', (_title, vulnerability) => {
    const { statements, unknowns } = read(cycloneDx([vulnerability], { components }));
    expect(statements).toEqual([]);
    expect(unknowns).toHaveLength(1);
  });
});

describe('readVexDocument', () => {
  test.each([
    ['no JSON', Buffer.from('<html>'), 'malformed'],
    ['nothing', Buffer.alloc(0), 'malformed'],
    ['a list', Buffer.from('[]'), 'malformed'],
    ['something else', Buffer.from('{"a":1}'), 'unsupported'],
    ['broken gzip', gzipSync('{"a":1}').subarray(0, 12), 'malformed'],
    ['too large', Buffer.from(`"${'x'.repeat(200)}"`), 'too-large'],
    ['too large once unpacked', gzipSync(`"${'x'.repeat(200)}"`), 'too-large'],
  ])('%s', (_title, bytes, code) => {
    expect(readVexDocument(bytes, 'f.json', 100)).toMatchObject({
      statements: [],
      unknowns: [{ code, path: 'f.json' }],
    });
  });

  test('packed', () => {
    const bytes = gzipSync(
      JSON.stringify(openVex({ vulnerability: 'CVE-2023-1000', products: ['pkg:npm/a'], status: 'fixed' })),
    );
    expect(readVexDocument(bytes, 'x.json.gz').statements).toHaveLength(1);
  });
});

const document = JSON.stringify(openVex({ vulnerability: 'CVE-2023-1000', products: ['pkg:npm/a'], status: 'fixed' }));

describeFeed(vexFeed(defaultAdvisoryLimits), import.meta.dirname, [
  {
    title: 'documents and repositories at any depth',
    files: {
      'vex/a.json': document,
      'vex/openvex/hub.zip': buildZip({
        'index.json': '{}',
        'vex-repository.json': '{}',
        'pkg/npm/a/manifest.json': '{}',
        'pkg/npm/a/scan.openvex.json': document,
        'pkg/npm/b/x.json': '{',
      }),
      'vex/readme.md': 'x',
      'vex/csaf/provider-metadata.json': '{}',
      'vex/csaf/2024/broken.json': '{',
    },
    batches: [
      { feed: 'vex/a.json', records: 1 },
      { feed: 'vex/csaf/2024/broken.json', records: 0, rejected: ['vex/csaf/2024/broken.json'] },
      { feed: 'vex/openvex/hub.zip', records: 1, rejected: ['pkg/npm/b/x.json'] },
    ],
  },
]);
