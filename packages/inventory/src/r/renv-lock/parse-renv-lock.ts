import { asObject, asText, isObject, type JsonObject } from '../../reading/json.ts';
import { vcsQualifier } from '../../reading/source-url.ts';

/** One R package. */
export interface RenvPackage {
  readonly name: string;
  readonly version: string;
  /** Purl qualifiers of a source that is not CRAN or a mirror of it. */
  readonly source: Readonly<Record<string, string>>;
}

/** What a lockfile holds; `rejected` are entries without a version. */
export interface RenvLock {
  readonly packages: readonly RenvPackage[];
  readonly rejected: readonly string[];
}

const hosts: Readonly<Record<string, string>> = {
  github: 'https://github.com/',
  gitlab: 'https://gitlab.com/',
  bitbucket: 'https://bitbucket.org/',
};

function sourceOf(entry: JsonObject): Readonly<Record<string, string>> {
  const kind = (asText(entry['RemoteType']) ?? asText(entry['Source']) ?? '').toLowerCase();
  const revision = asText(entry['RemoteSha']);
  const [user, repository] = [asText(entry['RemoteUsername']), asText(entry['RemoteRepo'])];
  const host = hosts[kind];
  if (host && user && repository) return vcsQualifier(`${host}${user}/${repository}`, revision);
  if (kind === 'git2r' || kind === 'git' || kind === 'xgit') return vcsQualifier(asText(entry['RemoteUrl']), revision);
  return kind === 'bioconductor' ? { repository_url: 'https://bioconductor.org' } : {};
}

/** Reads renv's lockfile (rstudio.github.io/renv); undefined where the object is none. */
export function parseRenvLock(root: JsonObject): RenvLock | undefined {
  if (!('R' in root) && !('Packages' in root)) return undefined;
  if (root['Packages'] !== undefined && !isObject(root['Packages'])) return undefined;
  const packages: RenvPackage[] = [];
  const rejected: string[] = [];
  for (const [key, value] of Object.entries(asObject(root['Packages']))) {
    const entry = asObject(value);
    const version = asText(entry['Version']);
    const kind = asText(entry['Source'])?.toLowerCase();
    // A folder is part of the project.
    if (kind === 'local') continue;
    if (!isObject(value) || !version) rejected.push(key);
    else packages.push({ name: asText(entry['Package']) ?? key, version, source: sourceOf(entry) });
  }
  return { packages, rejected };
}
