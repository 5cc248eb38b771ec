import { asArray, asObject, asText, isObject, type JsonObject } from '../../reading/json.ts';

/** One crate of the lockfile. */
export interface LockedCrate {
  readonly name: string;
  readonly version: string;
  /** `registry+…`, `sparse+…` or `git+…#commit`; absent for crates of the workspace and path dependencies. */
  readonly source?: string;
  /** `name`, `name version` or `name version (source)`, as far as needed to be unique. */
  readonly dependencies: readonly string[];
}

/** What a lockfile holds; `rejected` are entries without name or version. */
export interface CargoLock {
  readonly crates: readonly LockedCrate[];
  readonly rejected: readonly string[];
}

/** Reads a lockfile of version 1 to 4 (Cargo book, "Cargo.toml vs Cargo.lock"); undefined where the table is none. */
export function parseCargoLock(root: JsonObject): CargoLock | undefined {
  const entries = root['package'] ?? [];
  if (!['package', 'root', 'version', 'metadata'].some((key) => key in root) || !Array.isArray(entries))
    return undefined;
  const crates: LockedCrate[] = [];
  const rejected: string[] = [];
  // Before 2017 the project itself stood apart, in `root`.
  for (const entry of [...(isObject(root['root']) ? [root['root']] : []), ...entries.map(asObject)]) {
    const name = asText(entry['name']);
    const version = asText(entry['version']);
    const source = asText(entry['source']);
    if (!name || !version) rejected.push(name ?? version ?? '');
    else {
      const dependencies = asArray(entry['dependencies']).filter((item) => typeof item === 'string');
      crates.push({ name, version, ...(source ? { source } : {}), dependencies });
    }
  }
  return { crates, rejected };
}
