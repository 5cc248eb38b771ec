import { asArray, asObject, asText, isObject, type JsonObject } from '../../reading/json.ts';

/** One entry of a lockfile that is a dependency, not part of the project itself. */
export interface LockedPackage {
  /** Where npm puts it: `node_modules/a/node_modules/b`. */
  readonly path: string;
  readonly name: string;
  /** Empty where the entry gives only a URL. */
  readonly version: string;
  /** The URL that it comes from, as written. */
  readonly resolved?: string;
  readonly development: boolean;
  readonly licenses: readonly string[];
  /** Names that it requires. */
  readonly requires: readonly string[];
}

/** What a lockfile holds; `rejected` names entries that make no sense. */
export interface PackageLock {
  readonly packages: readonly LockedPackage[];
  readonly rejected: readonly string[];
}

const NODE_MODULES = 'node_modules/';
/** Longer places and URLs than any project has: not looked at. Characters. */
const MAX_PATH = 4096;
/** Nesting of `dependencies` in the first version of the format. */
const MAX_DEPTH = 100;

function keysOf(value: unknown): string[] {
  return Object.keys(asObject(value));
}

function licensesOf(value: unknown): string[] {
  return [value, ...asArray(value)]
    .map((item) => asText(isObject(item) ? item['type'] : item))
    .filter((text) => text !== undefined);
}

/** `packages` of lockfile versions 2 and 3: one flat map by place. Links and the project's own folders are left out. */
function parseFlat(map: JsonObject): PackageLock {
  const packages: LockedPackage[] = [];
  const rejected: string[] = [];
  for (const [path, value] of Object.entries(map)) {
    const at = path.lastIndexOf(NODE_MODULES);
    if (!isObject(value)) rejected.push(path);
    else if (at >= 0 && value['link'] !== true) {
      const version = asText(value['version']) ?? '';
      const resolved = asText(value['resolved']);
      // An optional dependency that npm could not resolve leaves an entry without either.
      if (version === '' && !resolved && value['optional'] === true) continue;
      packages.push({
        path,
        name: asText(value['name']) ?? path.slice(at + NODE_MODULES.length),
        version,
        ...(resolved ? { resolved } : {}),
        development: value['dev'] === true,
        licenses: licensesOf(value['license']),
        requires: [...keysOf(value['dependencies']), ...keysOf(value['optionalDependencies'])],
      });
    }
  }
  return { packages, rejected };
}

/** Name, version and source of an entry of version 1, where `version` may be an alias or a URL. */
function identify(key: string, value: JsonObject): { name: string; version: string; resolved?: string } | undefined {
  const version = asText(value['version']) ?? '';
  const resolved = asText(value['resolved']);
  const alias = /^npm:(@?[^@]+)@(.+)$/.exec(version);
  if (alias) return { name: alias[1] as string, version: alias[2] as string, ...(resolved ? { resolved } : {}) };
  // A folder is part of the project, not a package from elsewhere.
  if (version.startsWith('file:') && !/\.(tgz|tar\.gz|tar)$/.test(version)) return undefined;
  if (/[:/]/.test(version)) {
    const tarball = version.length > MAX_PATH ? null : /\/-\/[^/]*?-(\d+\.\d+\.\d+[^/]*)\.tgz$/.exec(version);
    return { name: key, version: tarball?.[1] ?? '', resolved: version };
  }
  return { name: key, version, ...(resolved ? { resolved } : {}) };
}

/** `dependencies` of lockfile version 1: nested as the packages are. */
function parseNested(map: JsonObject): PackageLock {
  const packages: LockedPackage[] = [];
  const rejected: string[] = [];
  const visit = (dependencies: JsonObject, parent: string, depth: number): void => {
    for (const [key, value] of Object.entries(dependencies)) {
      const path = `${parent}${NODE_MODULES}${key}`;
      if (!isObject(value) || depth > MAX_DEPTH) {
        rejected.push(key);
        continue;
      }
      const identity = identify(key, value);
      if (identity) {
        const development = value['dev'] === true;
        packages.push({ path, ...identity, development, licenses: [], requires: keysOf(value['requires']) });
      }
      visit(asObject(value['dependencies']), `${path}/`, depth + 1);
    }
  };
  visit(map, '', 0);
  return { packages, rejected };
}

/** Reads a lockfile of any version (npm docs, package-lock.json); undefined where the object is none. */
export function parsePackageLock(root: JsonObject): PackageLock | undefined {
  const { packages, dependencies, lockfileVersion } = root;
  if (isObject(packages)) return parseFlat(packages);
  if (packages !== undefined || (dependencies !== undefined && !isObject(dependencies))) return undefined;
  if (lockfileVersion === undefined && dependencies === undefined) return undefined;
  return parseNested(asObject(dependencies));
}

/** Where Node finds the package `name` from the package at `from`: in its own folder, else in those above. */
export function resolveFrom(places: ReadonlyMap<string, unknown>, from: string, name: string): string | undefined {
  if (from.length > MAX_PATH) return undefined;
  for (let base = from; ;) {
    const candidate = base === '' ? `${NODE_MODULES}${name}` : `${base}/${NODE_MODULES}${name}`;
    if (places.has(candidate)) return candidate;
    if (base === '') return undefined;
    base = base.slice(0, Math.max(0, base.lastIndexOf(`/${NODE_MODULES}`)));
  }
}
