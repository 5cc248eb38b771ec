import type { Evidence, FromBase, Package, PackageLocation, PackageType, SourcePackage } from '@pratique/model';
import { asArray, asObject, asText, type JsonObject } from './json.ts';

/**
 * The facts of a package that neither format has a field for. Both write them as one JSON text, so that reading our own
 * document gives back the same package and the same findings.
 */
type ExtraFacts = Omit<Package, 'purl' | 'name' | 'version' | 'license' | 'dependsOn' | 'type'>;

/** Name of the CycloneDX property, and first word of the SPDX annotation, that holds a package's facts. */
export const PACKAGE_KEY = 'pratique:package';
/** The same for the facts about the whole SBOM. */
export const SBOM_KEY = 'pratique:sbom';

/** The facts as one JSON text. */
export function writeExtraFacts(pkg: Package): string {
  const { purl: _p, name: _n, version: _v, license: _l, dependsOn: _d, type: _t, ...extra } = pkg;
  return JSON.stringify(extra);
}

const evidences: readonly Evidence[] = ['installed', 'declared', 'binary', 'sbom'];
const origins: readonly FromBase[] = ['yes', 'no', 'unknown'];

function readSource(value: unknown): SourcePackage | undefined {
  const { name, version } = asObject(value);
  return typeof name === 'string' && typeof version === 'string' ? { name, version } : undefined;
}

function readLocations(value: unknown): PackageLocation[] {
  return asArray(value).flatMap((item) => {
    const { path, layer } = asObject(item);
    if (typeof path !== 'string') return [];
    return [{ path, ...(asText(layer) && { layer: layer as PackageLocation['layer'] }) }];
  });
}

function readTextMap(value: unknown): Readonly<Record<string, string>> | undefined {
  const entries = Object.entries(asObject(value)).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

/** The optional texts, taken where they are texts. */
function readTexts(facts: JsonObject, keys: readonly (keyof ExtraFacts)[]): Partial<ExtraFacts> {
  return Object.fromEntries(keys.flatMap((key) => (asText(facts[key]) ? [[key, facts[key]]] : [])));
}

/** Facts as {@link writeExtraFacts} wrote them; anything of another shape is left out. */
export function readExtraFacts(json: unknown): Partial<ExtraFacts> {
  const facts = asObject(json);
  const evidence = evidences.find((known) => known === facts['evidence']);
  const fromBase = origins.find((known) => known === facts['fromBase']);
  const source = readSource(facts['source']);
  const properties = readTextMap(facts['properties']);
  return {
    ...readTexts(facts, ['architecture', 'vendor', 'modularity', 'layer', 'ownedBy', 'foundBy']),
    ...(evidence && { evidence }),
    ...(fromBase && { fromBase }),
    ...(source && { source }),
    ...(typeof facts['development'] === 'boolean' && { development: facts['development'] }),
    ...(properties && { properties }),
    locations: readLocations(facts['locations']),
  };
}

/** Package types that Pratique knows; a purl of another type is kept as `generic`. */
const packageTypes: ReadonlySet<string> = new Set<PackageType>([
  'deb', 'apk', 'rpm', 'alpm', 'npm', 'pypi', 'maven', 'golang', 'cargo', 'gem', 'composer', 'nuget', 'hex', 'pub',
  'swift', 'conan', 'conda', 'cran', 'hackage', 'otp', 'cocoapods', 'jsr', 'bitnami', 'github', 'generic',
]); // prettier-ignore

export function packageType(purlType: string): PackageType {
  return packageTypes.has(purlType) ? (purlType as PackageType) : 'generic';
}
