import { asArray, asObject, asText, isObject, type JsonObject } from '../../reading/json.ts';

/** Where a package comes from: the npm registry, jsr.io, or modules served by deno.land. */
export type DenoSource = 'npm' | 'jsr' | 'deno.land';

/** One package of the lockfile. */
export interface DenoPackage {
  readonly source: DenoSource;
  readonly name: string;
  readonly version: string;
  /** `source:name@version` with peers: unique within the file. */
  readonly key: string;
  /** Keys that it requires. */
  readonly requires: readonly string[];
}

/** What a lockfile holds; `rejected` are keys that name no package and version. */
export interface DenoLock {
  readonly packages: readonly DenoPackage[];
  readonly rejected: readonly string[];
}

/** `name@version`, with the peers that it was resolved with behind an underscore. */
function split(key: string): { name: string; version: string } | undefined {
  const match = /^(@?[^@]+)@([^_@/]+)/.exec(key);
  return match ? { name: match[1] as string, version: match[2] as string } : undefined;
}

/** `npm:@scope/name` of `npm:@scope/name@version`. */
function nameOf(specifier: string): string {
  return /^\w+:@?[^@]*/.exec(specifier)?.[0] ?? specifier;
}

/** Finds keys by what a dependency says: the key itself, a specifier that resolves to one, or a name that is unique. */
class Resolver {
  readonly #keys: ReadonlySet<string>;
  readonly #specifiers: JsonObject;
  readonly #byName = new Map<string, string>();

  constructor(keys: ReadonlySet<string>, specifiers: JsonObject) {
    this.#keys = keys;
    this.#specifiers = specifiers;
    for (const key of keys) this.#byName.set(nameOf(key), key);
  }

  find(prefix: string, dependency: string): string | undefined {
    const full = /^(npm|jsr):/.test(dependency) ? dependency : `${prefix}:${dependency}`;
    if (this.#keys.has(full)) return full;
    const resolved = asText(this.#specifiers[full]);
    if (resolved === undefined) return this.#byName.get(nameOf(full));
    return [resolved, `${nameOf(full)}@${resolved}`].find((key) => this.#keys.has(key));
  }
}

/** Dependencies of an entry: a list of specifiers, or (before version 4) a map whose values are keys. */
function dependenciesOf(value: JsonObject): string[] {
  return [value['dependencies'], value['optionalDependencies']]
    .flatMap((group) => (Array.isArray(group) ? asArray(group) : Object.values(asObject(group))))
    .filter((item) => typeof item === 'string');
}

/** Modules of deno.land (`std@0.140.0`, `x/oak@v12.6.1`), from the URLs of their files. Other URLs carry no version. */
function remoteModules(remote: JsonObject): DenoPackage[] {
  const modules = new Map<string, DenoPackage>();
  for (const url of Object.keys(remote)) {
    const match = /^https:\/\/deno\.land\/(std|x\/[\w.-]+)@([\w.+-]+)\//.exec(url);
    if (!match) continue;
    const name = `deno.land/${match[1]}`;
    const version = match[2] as string;
    const key = `${name}@${version}`;
    modules.set(key, { source: 'deno.land', name, version, key, requires: [] });
  }
  return [...modules.values()];
}

/** Reads a lockfile of any version; undefined where the object is none. */
export function parseDenoLock(root: JsonObject): DenoLock | undefined {
  const version = asText(root['version']);
  // Version 1 is a bare map from URLs to hashes.
  if (version === undefined) {
    const urls = Object.keys(root);
    return urls.some((url) => url.startsWith('https://')) ? { packages: remoteModules(root), rejected: [] } : undefined;
  }
  // Version 2 keeps npm packages in `npm.packages`, version 3 everything in `packages`, later ones at the top.
  const holder = isObject(root['packages']) ? root['packages'] : root;
  const npmHolder = asObject(holder['npm']);
  if ([holder['npm'], holder['jsr']].some((group) => group !== undefined && !isObject(group))) return undefined;
  const npm = version === '2' ? asObject(npmHolder['packages']) : npmHolder;
  const entries = [
    ...Object.entries(npm).map(([key, value]) => ['npm', key, asObject(value)] as const),
    ...Object.entries(asObject(holder['jsr'])).map(([key, value]) => ['jsr', key, asObject(value)] as const),
  ];
  const keys = new Set(entries.map(([source, key]) => `${source}:${key}`));
  const resolver = new Resolver(keys, asObject(holder['specifiers']));
  const packages: DenoPackage[] = [];
  const rejected: string[] = [];
  for (const [source, key, value] of entries) {
    const found = split(key);
    if (!found) {
      rejected.push(key);
      continue;
    }
    const requires = dependenciesOf(value).map((dependency) => resolver.find(source, dependency));
    packages.push({
      source,
      ...found,
      key: `${source}:${key}`,
      requires: requires.filter((item) => item !== undefined),
    });
  }
  return { packages: [...packages, ...remoteModules(asObject(root['remote']))], rejected };
}
