import { asArray, asObject, asText, type JsonObject } from '../../reading/json.ts';
import { downloadQualifier, vcsQualifier } from '../../reading/source-url.ts';

/** One package that the project adds to its snapshot. */
export interface StackPackage {
  readonly name: string;
  readonly version: string;
  /** Purl qualifiers of a source that is not Hackage. */
  readonly source: Readonly<Record<string, string>>;
}

/** What a lockfile holds; `rejected` counts entries that name no package and version. */
export interface StackLock {
  readonly packages: readonly StackPackage[];
  readonly rejected: number;
}

function parseEntry(entry: JsonObject): StackPackage | undefined {
  const completed = asObject(entry['completed']);
  const hackage = asText(completed['hackage']) ?? asText(asObject(entry['original'])['hackage']);
  if (hackage !== undefined) {
    const match = /^([A-Za-z0-9-]+)-(\d[\d.]*)(?:@.*)?$/.exec(hackage);
    return match ? { name: match[1] as string, version: match[2] as string, source: {} } : undefined;
  }
  const name = asText(completed['name']);
  const version = asText(completed['version']);
  if (!name || !version) return undefined;
  const repository = asText(completed['git']);
  const source = repository
    ? vcsQualifier(repository, asText(completed['commit']))
    : downloadQualifier(asText(completed['url']));
  return { name, version, source };
}

/** Reads Stack's lockfile (docs.haskellstack.org, "Lock files"); undefined where the object is none. */
export function parseStackLock(root: JsonObject): StackLock | undefined {
  if (!('packages' in root) && !('snapshots' in root)) return undefined;
  if (root['packages'] && !Array.isArray(root['packages'])) return undefined;
  const entries = asArray(root['packages']).map(asObject);
  const packages = entries.map(parseEntry).filter((found) => found !== undefined);
  return { packages, rejected: entries.length - packages.length };
}
