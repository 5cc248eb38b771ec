import { SCHEMA_ID } from './reporter.ts';

const text = { type: 'string' } as const;
const texts = { type: 'array', items: text } as const;
const count = { type: 'integer', minimum: 0 } as const;
const digest = { type: 'string', pattern: '^sha(256:[0-9a-f]{64}|512:[0-9a-f]{128})$' } as const;
const instant = { type: 'string', format: 'date-time' } as const;
const severity = { enum: ['critical', 'high', 'medium', 'low', 'negligible', 'unknown'] } as const;
const origin = { enum: ['yes', 'no', 'unknown'] } as const;

/** An object whose listed fields are required unless their name ends in `?`. Further fields may be added within version 1. */
function object(fields: Readonly<Record<string, object>>): object {
  const names = Object.keys(fields);
  return {
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name.replace('?', ''), fields[name]])),
    required: names.filter((name) => !name.endsWith('?')),
  };
}

const list = (items: object): object => ({ type: 'array', items });
const ref = (name: string): object => ({ $ref: `#/$defs/${name}` });

const definitions = {
  unknown: object({ code: text, reason: text, 'path?': text, 'layer?': digest, 'foundBy?': text }),
  notAssessed: object({ package: text, reason: text }),
  layer: object({ index: count, digest, diffId: digest, size: count, 'createdBy?': text, fromBase: origin }),
  package: object({
    purl: text,
    type: text,
    name: text,
    version: text,
    evidence: { enum: ['installed', 'declared', 'binary', 'sbom'] },
    'architecture?': text,
    'source?': object({ name: text, version: text }),
    'license?': text,
    'vendor?': text,
    'ownedBy?': text,
    'layer?': digest,
    fromBase: origin,
    foundBy: text,
    locations: list(object({ path: text, 'layer?': digest })),
    'dependsOn?': texts,
  }),
  finding: object({
    id: text,
    kind: { enum: ['vulnerability', 'malware', 'unmaintained', 'end-of-life'] },
    aliases: texts,
    sources: list(object({ advisory: text, feed: text, 'url?': text })),
    package: text,
    severity,
    severityFrom: text,
    'cvss?': object({ version: text, vector: text, score: { type: 'number', minimum: 0, maximum: 10 } }),
    state: { enum: ['fixed', 'no-fix', 'will-not-fix', 'end-of-life', 'under-investigation'] },
    fixedIn: text,
    'fixAvailableSince?': text,
    title: text,
    references: texts,
    cwes: texts,
    'published?': text,
    'modified?': text,
    'knownExploited?': object({ vulnerability: text, dateAdded: text, ransomware: { type: 'boolean' } }),
    'epss?': object({ vulnerability: text, score: { type: 'number' }, percentile: { type: 'number' } }),
    fromBase: origin,
    'layer?': digest,
    priority: { type: 'number', minimum: 0, maximum: 100 },
    'suppressed?': object({ by: { enum: ['vex', 'owned', 'ignored'] }, reason: text, source: text }),
  }),
  feed: object({ feed: text, records: count, fetchedAt: text, origin: text, covers: texts, rejected: count }),
};

/** JSON Schema (draft 2020-12) of the JSON report, version 1. Published as docs/reference/scan-report.schema.json. */
export const scanReportSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: SCHEMA_ID,
  title: 'Pratique scan report',
  ...object({
    schemaVersion: { const: 1 },
    tool: object({ name: { const: 'pratique' }, version: text }),
    scannedAt: instant,
    target: object({
      kind: { enum: ['image', 'directory', 'host'] },
      name: text,
      'image?': object({
        references: texts,
        'indexDigest?': digest,
        manifestDigest: digest,
        configDigest: digest,
        platform: object({ os: text, architecture: text, 'variant?': text }),
      }),
    }),
    'distribution?': object({ id: text, 'versionId?': text, idLike: texts, channels: texts, path: text }),
    'base?': object({
      'name?': text,
      'digest?': digest,
      how: { enum: ['given', 'label', 'unresolved'] },
      layers: count,
    }),
    database: object({
      generation: count,
      'asOf?': text,
      stale: { type: 'boolean' },
      starter: { type: 'boolean' },
      feeds: list(ref('feed')),
    }),
    summary: object({
      packages: count,
      findings: count,
      severities: object({
        critical: count,
        high: count,
        medium: count,
        low: count,
        negligible: count,
        unknown: count,
      }),
      fixable: count,
      knownExploited: count,
      suppressed: count,
      notAssessed: count,
      unknowns: count,
      hidden: count,
    }),
    'verdict?': text,
    findings: list(ref('finding')),
    suppressed: list(ref('finding')),
    notAssessed: list(ref('notAssessed')),
    unknowns: list(ref('unknown')),
    layers: list(ref('layer')),
    packages: list(ref('package')),
  }),
  $defs: definitions,
};
