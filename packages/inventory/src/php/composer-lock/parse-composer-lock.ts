import { asArray, asObject, asText, isObject, type JsonObject } from '../../reading/json.ts';

/** One package of the lockfile. */
export interface ComposerPackage {
  /** `vendor/name`. */
  readonly name: string;
  readonly version: string;
  readonly development: boolean;
  readonly licenses: readonly string[];
  readonly requires: readonly string[];
}

/** What a lockfile holds; `rejected` are entries without name or version. */
export interface ComposerLock {
  readonly packages: readonly ComposerPackage[];
  readonly rejected: readonly string[];
}

/** Reads a lockfile (getcomposer.org, "composer.lock"); undefined where the object is none. Path packages are left out. */
export function parseComposerLock(root: JsonObject): ComposerLock | undefined {
  if (!['packages', 'packages-dev', 'content-hash', 'hash'].some((key) => key in root)) return undefined;
  const packages: ComposerPackage[] = [];
  const rejected: string[] = [];
  for (const group of ['packages', 'packages-dev']) {
    // An empty group may be null.
    if (root[group] && !Array.isArray(root[group])) rejected.push(group);
    for (const item of asArray(root[group])) {
      const entry = asObject(item);
      const name = asText(entry['name']);
      const version = asText(entry['version']);
      if (!isObject(item) || !name || !version) rejected.push(name ?? group);
      else if (asObject(entry['dist'])['type'] !== 'path') {
        packages.push({
          name,
          version,
          development: group === 'packages-dev',
          licenses: asArray(entry['license']).filter((license) => typeof license === 'string'),
          requires: Object.keys(asObject(entry['require'])),
        });
      }
    }
  }
  return { packages, rejected };
}
