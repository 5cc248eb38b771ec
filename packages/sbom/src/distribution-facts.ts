import { type Distribution, type Package, parsePurl } from '@pratique/model';

/** Purl types of packages whose `distro` qualifier names the release. */
const distributionTypes = new Set(['deb', 'apk', 'rpm', 'alpm']);

/** A distribution known only by id and release. */
export function distributionOf(id: string, versionId: string | undefined, path: string): Distribution {
  return { id: id.toLowerCase(), ...(versionId && { versionId }), idLike: [], channels: [], path };
}

/** The release that most OS packages' `distro` qualifiers name (`debian-12`, `alpine-3.18.9`). */
export function distributionFromPackages(packages: readonly Package[]): Distribution | undefined {
  const counts = new Map<string, number>();
  for (const { type, purl } of packages) {
    if (!distributionTypes.has(type)) continue;
    const distro = parsePurl(purl)?.qualifiers?.['distro'];
    if (distro) counts.set(distro, (counts.get(distro) ?? 0) + 1);
  }
  const [most] = [...counts].toSorted((a, b) => b[1] - a[1]);
  if (!most) return undefined;
  const match = /^(?<id>.+?)-(?<version>\d.*)$/.exec(most[0])?.groups;
  return match
    ? distributionOf(match['id'] ?? '', match['version'], 'purl')
    : distributionOf(most[0], undefined, 'purl');
}
