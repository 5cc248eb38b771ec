/** One dependency of the lockfile. */
export interface MixDependency {
  readonly name: string;
  /** Empty for git and for folders. */
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
  /^[ \t]*"([^"\n]{1,256})":\s*\{\s*:(\w{1,32})\s*,(?:\s*(?::?"([^"\n]{0,1024})"|:([\w@]{1,256}))\s*,\s*"([^"\n]{0,256})")?/gm;

/** Comments that may stand before the map. Characters. */
const MAX_HEADER = 16 * 1024;

/** Every key of the map, as entries begin on a line of their own. */
const key = /^[ \t]*"([^"\n]{1,256})":/gm;

/**
 * Reads Mix's lockfile, an Elixir map of tuples: `{:hex, :package, "version", …}`, `{:git, "url", "revision", […]}`.
 * Undefined where the text is no map.
 */
export function parseMixLock(text: string): MixLock | undefined {
  const uncommented = text.slice(0, MAX_HEADER).replace(/^[ \t]*#.*$/gm, '');
  if (!uncommented.trimStart().startsWith('%{') || !/\}\s*$/.test(text.slice(-1024))) return undefined;
  const dependencies: MixDependency[] = [];
  const rejected = new Set([...text.matchAll(key)].map((match) => match[1] as string));
  for (const [, name = '', kind, quoted, atom, value] of text.matchAll(entry)) {
    const first = quoted ?? atom ?? '';
    if (kind === 'path') dependencies.push({ name, version: '' });
    else if (value === undefined) continue;
    else if (kind === 'hex') dependencies.push({ name: first, version: value });
    else if (kind === 'git') dependencies.push({ name, version: '', repository: { url: first, revision: value } });
    else continue;
    rejected.delete(name);
  }
  return { dependencies, rejected: [...rejected] };
}
