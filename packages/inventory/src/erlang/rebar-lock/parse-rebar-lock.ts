/** One dependency of the lockfile. */
export interface RebarDependency {
  readonly name: string;
  /** Empty for git. */
  readonly version: string;
  readonly repository?: { readonly url: string; readonly revision: string };
}

/** What a lockfile holds. */
export interface RebarLock {
  readonly dependencies: readonly RebarDependency[];
  /** Tuples that name a source but no dependency that can be read. */
  readonly rejected: number;
}

/** `{<<"key">>,{pkg,<<"package">>,<<"version">>`, as Erlang prints it. */
const packaged = /\{\s*<<"([^"\n]{1,256})">>\s*,\s*\{\s*pkg\s*,\s*<<"([^"\n]{1,256})">>\s*,\s*<<"([^"\n]{1,256})">>/g;

/** `{<<"key">>,{git,"url",{ref,"revision"}`. */
const cloned =
  /\{\s*<<"([^"\n]{1,256})">>\s*,\s*\{\s*(?:git|git_subdir)\s*,\s*"([^"\n]{1,1024})"\s*,\s*\{\s*(?:ref|tag|branch)\s*,\s*"([^"\n]{1,256})"/g;

const anySource = /\{\s*(?:pkg|git|git_subdir|hg|raw)\s*,/g;

/** Comments that may stand before the terms. Characters. */
const MAX_HEADER = 16 * 1024;

/** Reads rebar3's lockfile, Erlang terms; undefined where the text is none. */
export function parseRebarLock(text: string): RebarLock | undefined {
  // Without dependencies it is an empty list; the older form has no version around the list.
  const uncommented = text.slice(0, MAX_HEADER).replace(/^[ \t]*%.*$/gm, '');
  if (!/^\s*(?:\{\s*"[\d.]+"\s*,\s*)?\[/.test(uncommented)) return undefined;
  const dependencies: RebarDependency[] = [];
  for (const [, , name = '', version = ''] of text.matchAll(packaged)) dependencies.push({ name, version });
  for (const [, name = '', url = '', revision = ''] of text.matchAll(cloned))
    dependencies.push({ name, version: '', repository: { url, revision } });
  const sources = text.match(anySource)?.length ?? 0;
  return { dependencies, rejected: sources - dependencies.length };
}
