/** Longer URLs are dropped: a purl must stay printable. */
const MAX_URL = 1024;

const hosts: Readonly<Record<string, string>> = {
  github: 'https://github.com/',
  gitlab: 'https://gitlab.com/',
  bitbucket: 'https://bitbucket.org/',
  gist: 'https://gist.github.com/',
};

/** Without user and password, which may be tokens; the conventional user `git` stays. */
function withoutCredentials(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)([^/@]*@)+/i, (_all, scheme: string, user: string) =>
    user === 'git@' ? `${scheme}git@` : scheme,
  );
}

/** A git source without its revision, as a URL: `host:owner/repo`, `owner/repo` and scp-like forms are spelled out. */
function gitUrl(source: string): string {
  const shortcut = /^(github|gitlab|bitbucket|gist):(?!\/\/)(.+)$/.exec(source);
  if (shortcut) return `${hosts[shortcut[1] as string]}${shortcut[2]?.replace(/^[^/@]*@/, '')}`;
  const scp = /^(?:[\w.-]+@)?([\w.-]+):(?!\/)(.+)$/.exec(source);
  if (scp && !source.includes('://')) return `ssh://git@${scp[1]}/${scp[2]}`;
  if (/^[\w.-]+\/[\w.-]+$/.test(source)) return `${hosts['github']}${source}`;
  return source;
}

/**
 * The qualifier `vcs_url` of a package that stands in a git repository (purl-spec, known qualifiers), in SPDX's form
 * `git+https://host/path@revision`. The revision is the given one, else what follows `#`. Empty for what is no source.
 */
export function vcsQualifier(source: string | undefined, revision?: string): Readonly<Record<string, string>> {
  return vcsQualifierWithQuery(source?.replace(/\?[^#]*/, ''), revision);
}

/** Like {@link vcsQualifier}, for ecosystems that tell sources apart by the query of the URL (`?branch=…`). */
export function vcsQualifierWithQuery(source: string | undefined, revision?: string): Readonly<Record<string, string>> {
  if (!source || source.length > MAX_URL) return {};
  const [location = '', fragment] = source.split('#', 2);
  const url = withoutCredentials(gitUrl(location));
  const parts = fragment?.split('&') ?? [];
  const at = revision ?? (parts.find((part) => /^commit[=:]/.test(part)) ?? parts[0])?.replace(/^commit[=:]/, '');
  return { vcs_url: `${/^git[+:]/.test(url) ? url : `git+${url}`}${at ? `@${at}` : ''}` };
}

/** A URL without credentials, query and fragment; undefined where it is too long. */
export function plainUrl(url: string | undefined): string | undefined {
  if (!url || url.length > MAX_URL) return undefined;
  return withoutCredentials(url).replace(/[?#].*$/, '');
}

/** The qualifier `download_url` of a package that comes from a URL, without credentials. Empty for what is no URL. */
export function downloadQualifier(url: string | undefined): Readonly<Record<string, string>> {
  const plain = plainUrl(url);
  return plain ? { download_url: plain } : {};
}
