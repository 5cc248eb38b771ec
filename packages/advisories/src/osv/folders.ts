import type { FeedOrigin } from '@pratique/model';

/**
 * Folders of the public export that are read from the web when nothing else is asked for: those whose records name
 * packages and versions. Left out: `Android`, `Linux`, `OSS-Fuzz`, `GIT` and the like (commits and firmware), and
 * `Wolfi` and `Chainguard`, whose licence forbids passing the data on.
 */
export const exportedEcosystems: readonly string[] = [
  'AlmaLinux', 'Alpaquita', 'Alpine', 'Azure Linux', 'BellSoft Hardened Containers', 'Bitnami', 'CRAN', 'ConanCenter',
  'Debian', 'Echo', 'GHC', 'GitHub Actions', 'Go', 'Hackage', 'Hex', 'Julia', 'Mageia', 'Maven', 'MinimOS', 'NuGet',
  'openEuler', 'openSUSE', 'Packagist', 'Photon OS', 'Pub', 'PyPI', 'Red Hat', 'Rocky Linux', 'RubyGems', 'SUSE',
  'SwiftURL', 'Ubuntu', 'VSCode', 'crates.io', 'npm',
]; // prettier-ignore

/** A folder of records: where it stands below the origin, and the ecosystem that it is named after. */
export interface EcosystemFolder {
  readonly ecosystem: string;
  readonly path: string;
}

const ARCHIVE = 'all.zip';
const NAMES = 'ecosystems.txt';

/**
 * The ecosystem folders of an origin, `osv/<Ecosystem>/` before `<Ecosystem>/`. A folder of one release (`Debian:12`) is
 * left out: the folder of the ecosystem holds the same records.
 */
export async function ecosystemFolders(
  origin: FeedOrigin,
  wanted?: readonly string[],
): Promise<readonly EcosystemFolder[]> {
  for (const root of ['osv/', '']) {
    const names = (await origin.list(root)) ?? (await publishedNames(origin, root));
    if (names === undefined) continue;
    const folders: EcosystemFolder[] = [];
    for (const name of names) {
      if (!name.endsWith('/') || name.includes(':')) continue;
      const ecosystem = name.slice(0, -1);
      if (wanted && !wanted.includes(ecosystem)) continue;
      const listed = await origin.list(root + name);
      if (
        listed === undefined ||
        listed.includes(ARCHIVE) ||
        (root !== '' && listed.some((file) => file.endsWith('.json')))
      )
        folders.push({ ecosystem, path: root + name });
    }
    if (folders.length > 0) return folders;
  }
  return [];
}

/** The web cannot list; the export names its folders in `ecosystems.txt`. Ours are asked for where that is missing. */
async function publishedNames(origin: FeedOrigin, root: string): Promise<readonly string[] | undefined> {
  const file = await origin.read(`${root}${NAMES}`);
  if (file === undefined || file === 'unchanged') return undefined;
  const named = new Set(
    file.bytes
      .subarray(0, 1024 * 1024)
      .toString('utf8')
      .split(/\r?\n/),
  );
  return exportedEcosystems.filter((ecosystem) => named.has(ecosystem)).map((ecosystem) => `${ecosystem}/`);
}
