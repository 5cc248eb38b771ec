import type {
  Advisory,
  AdvisoryEntry,
  Distribution,
  FeedRecord,
  Package,
  Sbom,
  SchemeId,
  VexStatement,
} from '@pratique/model';

/** A package with the least that a test must say; the rest is plain. */
export function buildPackage(facts: Partial<Package> & Pick<Package, 'type' | 'name' | 'version'>): Package {
  return {
    evidence: 'installed',
    purl: `pkg:${facts.type}/${facts.name}@${facts.version}`,
    locations: [{ path: `opt/${facts.name}` }],
    fromBase: 'no',
    foundBy: 'test',
    ...facts,
  };
}

/** A distribution by id and release, without subscriptions. */
export function buildDistribution(id: string, versionId?: string, more: Partial<Distribution> = {}): Distribution {
  return {
    id,
    ...(versionId !== undefined && { versionId }),
    idLike: [],
    channels: [],
    path: 'etc/os-release',
    ...more,
  };
}

/** An image's SBOM around some packages. */
export function buildSbom(packages: readonly Package[], more: Partial<Sbom> = {}): Sbom {
  return {
    subject: { kind: 'image', name: 'registry.example/shop/api:1' },
    packages,
    unknowns: [],
    layers: [],
    catalogers: {},
    createdAt: '2026-11-01T00:00:00Z',
    ...more,
  };
}

/** What one advisory says of one package: `fixed` alone is a range from the beginning. */
export interface BuiltEntry extends Partial<AdvisoryEntry> {
  readonly ecosystem: string;
  readonly name: string;
  readonly scheme: SchemeId;
  readonly fixed?: string;
}

/** An advisory of a feed with its entries. An entry with `fixed` has the state `fixed`, else `affected`, unless said. */
export function buildAdvisory(
  advisory: Partial<Advisory> & Pick<Advisory, 'id'>,
  ...entries: BuiltEntry[]
): FeedRecord {
  const feed = advisory.feed ?? 'osv/test';
  return {
    kind: 'advisory',
    advisory: {
      aliases: [],
      vulnerabilities: [],
      kind: 'vulnerability',
      title: '',
      cvss: [],
      references: [],
      ...advisory,
      feed,
    },
    entries: entries.map(({ fixed, ...entry }) => ({
      advisory: advisory.id,
      feed,
      state: fixed !== undefined || entry.ranges?.some((range) => range.fixed) ? 'fixed' : 'affected',
      ranges: fixed === undefined ? [] : [{ fixed }],
      ...entry,
    })),
  };
}

/** A VEX statement about one vulnerability. */
export function buildVex(
  statement: Partial<VexStatement> & Pick<VexStatement, 'vulnerability' | 'status' | 'products'>,
): VexStatement {
  return { aliases: [], subcomponents: [], author: 'vendor', document: 'vex.json', ...statement };
}
