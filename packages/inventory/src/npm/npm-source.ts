import { downloadQualifier, vcsQualifier } from '../reading/source-url.ts';

/** Lockfiles of installed packages say nothing of what is installed beside them: only the project's own count. */
export function isInNodeModules(path: string): boolean {
  return path.startsWith('node_modules/') || path.includes('/node_modules/');
}

/** Tarballs of an npm registry: its own layout (`/-/`), or that of GitHub's. */
const registryTarball = /\/-\/|^https:\/\/npm\.pkg\.github\.com\/download\//;
const gitSource = /^(git[+:@]|ssh:|github:|gitlab:|bitbucket:|gist:)|\.git(#|$)|^[\w.-]+\/[\w.-]+(#|$)/;
/** GitHub's, GitLab's and Bitbucket's archives of one commit. */
const gitArchive = /^https:\/\/codeload\.github\.com\/([\w.-]+\/[\w.-]+)\/tar\.gz\/([\w./-]+)$/;

/**
 * The purl qualifiers that tell where a package comes from, if not from a registry: `vcs_url` for git, `download_url`
 * for a tarball behind a URL. Empty for a registry and for a local tarball, which holds the named version as well.
 */
export function npmSource(resolved: string | undefined): Readonly<Record<string, string>> {
  if (!resolved || resolved.startsWith('file:')) return {};
  const archive = gitArchive.exec(resolved);
  if (archive) return vcsQualifier(`https://github.com/${archive[1]}.git`, archive[2]);
  if (gitSource.test(resolved)) return vcsQualifier(resolved);
  return /^https?:\/\//.test(resolved) && !registryTarball.test(resolved) ? downloadQualifier(resolved) : {};
}
