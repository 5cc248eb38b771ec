import type { Distribution, Package, PackageType, Unknown } from '@pratique/model';

/** Package managers by the distributions that are made of their packages, and by those that others say to be like. */
const managers: ReadonlyMap<string, PackageType> = new Map([
  ...['debian', 'ubuntu'].map((id) => [id, 'deb'] as const),
  ...['alpine', 'wolfi', 'chainguard', 'alpaquita', 'postmarketos'].map((id) => [id, 'apk'] as const),
  ...[
    'rhel', 'fedora', 'centos', 'almalinux', 'rocky', 'ol', 'amzn', 'suse', 'opensuse', 'sles', 'opensuse-leap',
    'opensuse-tumbleweed', 'mariner', 'azurelinux', 'photon', 'openeuler', 'mageia',
  ].map((id) => [id, 'rpm'] as const),
  ...['arch', 'manjaro'].map((id) => [id, 'alpm'] as const),
]); // prettier-ignore

/**
 * What is to be said of a distribution none of whose packages were found: its files are there, its database was left out,
 * moved or emptied. That is not the same as a system without packages.
 */
export function missingDatabase(
  distribution: Distribution | undefined,
  packages: readonly Package[],
): readonly Unknown[] {
  if (!distribution) return [];
  const type = [distribution.id, ...distribution.idLike].flatMap((id) => managers.get(id) ?? [])[0];
  if (type === undefined || packages.some((pkg) => pkg.type === type && pkg.evidence !== 'sbom')) return [];
  const reason = `says that this is ${distribution.id}, but no ${type} packages were found`;
  return [{ code: 'unidentified', reason, path: distribution.path, foundBy: 'distribution' }];
}
