import { downloadQualifier, vcsQualifier } from '../reading/source-url.ts';

/** Files of the public index: a package from there is what its name and version say. */
const publicIndex = /^https?:\/\/(files\.pythonhosted\.org|pypi\.org|pypi\.python\.org)\//;

/**
 * The purl qualifiers that tell where a distribution comes from, if not from an index: `vcs_url` for `git+…`,
 * `download_url` for a URL. Empty for a local path.
 */
export function pypiSource(url: string | undefined): Readonly<Record<string, string>> {
  if (!url || publicIndex.test(url)) return {};
  if (/^(git|hg|svn|bzr)\+|^git@/.test(url)) {
    const [location = ''] = url.split('#', 1);
    // `@revision` stands behind the path, not in the authority.
    const revision = /^(.*\/[^/@]+)@([^@]+)$/.exec(location);
    return revision ? vcsQualifier(revision[1], revision[2]) : vcsQualifier(location);
  }
  return /^https?:\/\//.test(url) ? downloadQualifier(url) : {};
}
