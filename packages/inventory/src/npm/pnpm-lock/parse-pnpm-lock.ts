import { asObject, asText, isObject, type JsonObject } from '../../reading/json.ts';
import { npmSource } from '../npm-source.ts';
import { vcsQualifier } from '../../reading/source-url.ts';
import { parseDependencyPath, withoutPeers } from './dependency-path.ts';

/** One package of the lockfile. */
export interface PnpmPackage {
  /** Its key in `packages`. */
  readonly key: string;
  readonly name: string;
  readonly version: string;
  /** Purl qualifiers of its source, where that is no registry. */
  readonly source: Readonly<Record<string, string>>;
  readonly development: boolean;
}

/** One resolved instance of a package: the key of the package, and the instances that it requires. */
export interface PnpmInstance {
  readonly packageKey: string;
  readonly requires: readonly string[];
}

/** One document of a lockfile. */
export interface PnpmLock {
  readonly packages: readonly PnpmPackage[];
  readonly instances: ReadonlyMap<string, PnpmInstance>;
  /** Keys that name no package and version. */
  readonly rejected: readonly string[];
}

/** A reference within the lockfile, as `dependencies` writes it: bare, or with `specifier` and `version`. */
function referencesOf(value: unknown): [name: string, reference: string][] {
  return Object.entries(asObject(value)).flatMap(([name, target]) => {
    const reference = asText(isObject(target) ? target['version'] : target);
    return reference ? [[name, reference] as [string, string]] : [];
  });
}

/** The key that a reference means: the version of the named package, or a key as it is (aliases, git, tarballs). */
function keyOf(keys: ReadonlySet<string>, [name, reference]: readonly [string, string]): string | undefined {
  const candidates = [`${name}@${reference}`, `/${name}@${reference}`, `/${name}/${reference}`, reference];
  return candidates.find((candidate) => keys.has(candidate));
}

function groups(holder: JsonObject, names: readonly string[], keys: ReadonlySet<string>): string[] {
  return names
    .flatMap((name) => referencesOf(holder[name]))
    .map((reference) => keyOf(keys, reference))
    .filter((key) => key !== undefined);
}

/** Everything reachable from the given instances, themselves included. */
function reachable(instances: ReadonlyMap<string, PnpmInstance>, from: readonly string[]): Set<string> {
  const seen = new Set(from);
  for (const key of seen) for (const next of instances.get(key)?.requires ?? []) seen.add(next);
  return seen;
}

const production = ['dependencies', 'optionalDependencies'];
const tools = ['devDependencies', 'configDependencies', 'packageManagerDependencies'];

/** Keys of packages that only development needs: version 9 marks none, so what production does not reach. */
function developmentOnly(root: JsonObject, instances: ReadonlyMap<string, PnpmInstance>): Set<string> {
  const keys = new Set(instances.keys());
  const importers = Object.values(asObject(root['importers'])).map(asObject);
  const needed = reachable(
    instances,
    importers.flatMap((importer) => groups(importer, production, keys)),
  );
  const neededPackages = new Set([...needed].map((key) => instances.get(key)?.packageKey));
  const others = reachable(
    instances,
    importers.flatMap((importer) => groups(importer, tools, keys)),
  );
  const otherPackages = [...others].map((key) => instances.get(key)?.packageKey ?? key);
  return new Set(otherPackages.filter((key) => !neededPackages.has(key)));
}

function sourceOf(resolution: JsonObject): Readonly<Record<string, string>> {
  const commit = asText(resolution['commit']);
  if (commit) return vcsQualifier(asText(resolution['repo']), commit);
  return npmSource(asText(resolution['tarball']));
}

/** Reads one document of a lockfile, of version 5 to 9; undefined where it is none. All scalars are text. */
export function parsePnpmLock(root: JsonObject): PnpmLock | undefined {
  const lockfileVersion = Number.parseFloat(asText(root['lockfileVersion']) ?? '');
  if (Number.isNaN(lockfileVersion) || ('packages' in root && root['packages'] !== '' && !isObject(root['packages'])))
    return undefined;
  const entries = Object.entries(asObject(root['packages'])).map(([key, value]) => [key, asObject(value)] as const);
  const snapshots = isObject(root['snapshots']) ? Object.entries(root['snapshots']) : entries;
  const keys = new Set(snapshots.map(([key]) => key));
  const instances = new Map<string, PnpmInstance>();
  for (const [key, value] of snapshots) {
    const packageKey = isObject(root['snapshots']) ? withoutPeers(key) : key;
    instances.set(key, { packageKey, requires: groups(asObject(value), production, keys) });
  }
  const unmarked = developmentOnly(root, instances);

  const packages: PnpmPackage[] = [];
  const rejected: string[] = [];
  for (const [key, value] of entries) {
    const resolution = asObject(value['resolution']);
    // Folders of the project: injected workspace packages and `file:` dependencies.
    if (resolution['type'] === 'directory') continue;
    const path = parseDependencyPath(key, lockfileVersion);
    const name = asText(value['name']) ?? path.name;
    const version = asText(value['version']) ?? path.version;
    const development = 'dev' in value ? value['dev'] === 'true' : unmarked.has(key);
    if (name === '' || version === '') rejected.push(key);
    else packages.push({ key, name, version, source: sourceOf(resolution), development });
  }
  return { packages, instances, rejected };
}
