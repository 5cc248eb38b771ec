import { asArray, asObject, asText, isObject, type JsonObject } from '../../reading/json.ts';
import { npmSource } from '../npm-source.ts';

/** One entry of `packages`. */
export interface BunPackage {
  /** Its path of names: `supports-color/has-flag`. */
  readonly key: string;
  readonly name: string;
  /** Empty for what comes from git or a URL: the lockfile does not tell. */
  readonly version: string;
  readonly source: Readonly<Record<string, string>>;
  readonly development: boolean;
  /** Keys of the entries that it requires. */
  readonly requires: readonly string[];
}

/** What a lockfile holds; `rejected` are keys of entries that make no sense. */
export interface BunLock {
  readonly packages: readonly BunPackage[];
  readonly rejected: readonly string[];
}

/** The path above: without its last name, which may be `@scope/name`. */
function parentOf(key: string): string {
  const up = key.slice(0, Math.max(0, key.lastIndexOf('/')));
  const segment = up.slice(up.lastIndexOf('/') + 1);
  return segment.startsWith('@') ? up.slice(0, Math.max(0, up.length - segment.length - 1)) : up;
}

/** Longer keys than any project nests: not followed. */
const MAX_KEY = 4096;

/** The entry that `name` means below the entry `from`: its own, else one of those above. */
function resolve(entries: JsonObject, from: string, name: string): string | undefined {
  if (from.length > MAX_KEY) return undefined;
  for (let base = from; base !== ''; base = parentOf(base)) {
    const candidate = `${base}/${name}`;
    if (Object.hasOwn(entries, candidate)) return candidate;
  }
  return Object.hasOwn(entries, name) ? name : undefined;
}

const production = ['dependencies', 'optionalDependencies', 'peerDependencies'];

function requiredKeys(entries: JsonObject, from: string, holder: JsonObject, groups: readonly string[]): string[] {
  return groups
    .flatMap((group) => Object.keys(asObject(holder[group])))
    .map((name) => resolve(entries, from, name))
    .filter((key) => key !== undefined);
}

/** What an entry requires: the object in its tuple, which stands second or third. */
function requirementsOf(tuple: readonly unknown[]): JsonObject {
  return tuple.slice(1, 3).find(isObject) ?? {};
}

/** Keys that only development needs: what the production dependencies of no workspace reach. */
function developmentOnly(root: JsonObject, entries: JsonObject): Set<string> {
  const workspaces = Object.values(asObject(root['workspaces'])).map(asObject);
  const reach = (groups: readonly string[]): Set<string> => {
    const seen = new Set(
      workspaces.flatMap((workspace) => requiredKeys(entries, asText(workspace['name']) ?? '', workspace, groups)),
    );
    for (const key of seen) {
      const requirements = requirementsOf(asArray(entries[key]));
      for (const next of requiredKeys(entries, key, requirements, production)) seen.add(next);
    }
    return seen;
  };
  const needed = reach(production);
  return new Set([...reach(['devDependencies'])].filter((key) => !needed.has(key)));
}

/** Reads a lockfile (Bun docs, "Lockfile"); undefined where the object is none. */
export function parseBunLock(root: JsonObject): BunLock | undefined {
  if (root['lockfileVersion'] === undefined || ('packages' in root && !isObject(root['packages']))) return undefined;
  const entries = asObject(root['packages']);
  const development = developmentOnly(root, entries);
  const packages: BunPackage[] = [];
  const rejected: string[] = [];
  for (const [key, value] of Object.entries(entries)) {
    const tuple = asArray(value);
    const match = /^(@?[^@]+)@(.*)$/s.exec(asText(tuple[0]) ?? '');
    if (!match) {
      rejected.push(key);
      continue;
    }
    const [, name = '', target = ''] = match;
    // Parts of the project: workspaces, links and local folders.
    if (/^(workspace|link|root):/.test(target) || (target.startsWith('file:') && !/\.(tgz|tar\.gz)$/.test(target)))
      continue;
    const version = /[:/]/.test(target) ? '' : target;
    packages.push({
      key,
      name,
      version,
      source: version === '' ? npmSource(target) : {},
      development: development.has(key),
      requires: requiredKeys(entries, key, requirementsOf(tuple), production.slice(0, 2)),
    });
  }
  return { packages, rejected };
}
