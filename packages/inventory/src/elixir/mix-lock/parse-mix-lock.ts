/** One dependency of the lockfile. */
export interface MixDependency {
  readonly name: string;
  /** Empty for git. */
  readonly version: string;
  readonly repository?: { readonly url: string; readonly revision: string };
}

/** What a lockfile holds; `rejected` are keys whose value cannot be read. */
export interface MixLock {
  readonly dependencies: readonly MixDependency[];
  readonly rejected: readonly string[];
}

/** `"key": {:kind,` and the two values behind it: an atom or string, then a string. */
const entry =
  /^\s*"([^"\n]{1,256})":\s*\{\s*:(\w{1,32})\s*,(?:\s*(?::?"([^"\n]{0,1024})"|:([\w@]{1,256}))\s*,\s*"([^"\n]{0,256})")?/gm;

/** Every key of the map, as entries begin on a line of their own. */
const key = /^\s*"([^"\n]{1,256})":/gm;

/**
 * Reads Mix's lockfile, an Elixir map of tuples: `{:hex, :package, "version", …}`, `{:git, "url", "revision", […]}`.
 * Undefined where the text is no map.
 */
export function parseMixLock(text: string): MixLock | undefined {
  if (!/^\s*(?:#.*\s+)*%\{/.test(text) || !/\}\s*$/.test(text.slice(-1024))) return undefined;
  const dependencies: MixDependency[] = [];
  const rejected = new Set([...text.matchAll(key)].map((match) => match[1] as string));
  for (const [, name = '', kind, quoted, atom, value] of text.matchAll(entry)) {
    if (kind === 'path') rejected.delete(name);
    if (value === undefined) continue;
    const first = quoted ?? atom ?? '';
    if (kind === 'hex') dependencies.push({ name: first, version: value });
    else if (kind === 'git') dependencies.push({ name, version: '', repository: { url: first, revision: value } });
    else continue;
    rejected.delete(name);
  }
  return { dependencies, rejected: [...rejected] };
}
