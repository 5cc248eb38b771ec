import type { Distribution, PackageType, SchemeId } from '@pratique/model';
import {
  debianNumber,
  isDebianRolling,
  leadingParts,
  openEulerRelease,
  suseRelease,
  ubuntuNumber,
} from './releases.ts';

/** How one family of distributions publishes its advisories. Data: a row says all that matching needs to know. */
export interface DistributionFamily {
  /** os-release `ID`s and their common misspellings. */
  readonly ids: readonly string[];
  readonly packageType: PackageType & SchemeId;
  /** Whether advisories name source packages (most) or binary ones (AlmaLinux, Red Hat, Photon OS). */
  readonly names: 'source' | 'binary';
  /**
   * Ecosystems as the advisory database keys them (OSV's spelling, a product's repositories and support channels under
   * its release), the principal one first; empty where the release is not known.
   */
  ecosystems(distribution: Distribution): readonly string[];
  /** What an rpm Vendor contains where the distribution built it, lower case. Absent: vendors say nothing. */
  readonly vendors?: readonly string[];
}

function numbered(name: string, parts: number): DistributionFamily['ecosystems'] {
  return (distribution) => {
    const release = leadingParts(distribution.versionId, parts);
    return release ? [`${name}:${release}`] : [];
  };
}

function debian(distribution: Distribution): readonly string[] {
  const number = debianNumber(distribution);
  if (!isDebianRolling(distribution)) return number ? [`Debian:${number}`] : [];
  // Testing and unstable have the same os-release; their packages are compared with both.
  return [...(number ? [`Debian:${number}`] : []), 'Debian:sid'];
}

function ubuntu(distribution: Distribution): readonly string[] {
  const number = ubuntuNumber(distribution);
  return number ? [`Ubuntu:${number}`] : [];
}

function alpine(distribution: Distribution): readonly string[] {
  const version = distribution.versionId ?? '';
  // Edge calls itself after the release it will become: `3.21_alpha20240807`.
  if (version === 'edge' || /_(?:alpha|beta|pre)\d/.test(version)) return ['Alpine:edge'];
  const release = leadingParts(version, 2);
  return release ? [`Alpine:v${release}`] : [];
}

function suse(distribution: Distribution): readonly string[] {
  const release = leadingParts(distribution.versionId, 2);
  if (!release) return [];
  return /micro/.test(distribution.id) ? [`SUSE:Micro ${release}`] : [`SUSE:${suseRelease(release)}`];
}

function leap(distribution: Distribution): readonly string[] {
  const release = leadingParts(distribution.versionId, 2);
  return release ? [`openSUSE:Leap ${release}`] : [];
}

/** BellSoft writes `23` and `stream` as they stand in os-release. */
function verbatim(name: string): DistributionFamily['ecosystems'] {
  return ({ versionId }) => (versionId && /^[\w.-]{1,32}$/.test(versionId) ? [`${name}:${versionId}`] : []);
}

/** Photon OS, whose publisher writes `3.0` where others write `3`. */
function photon(distribution: Distribution): readonly string[] {
  const major = leadingParts(distribution.versionId, 1);
  return major ? [`Photon OS:${major}`, `Photon OS:${major}.0`] : [];
}

/** CBL-Mariner was renamed to Azure Linux: advisories of either name count for both. */
function azureLinux(distribution: Distribution): readonly string[] {
  const major = leadingParts(distribution.versionId, 1);
  return major ? [`Azure Linux:${major}`, `Mariner:${major}`] : [];
}

function openEuler(distribution: Distribution): readonly string[] {
  const release = openEulerRelease(distribution);
  return release ? [`openEuler:${release}`] : [];
}

/** CentOS Linux rebuilt Red Hat's packages under their own versions. CentOS Stream runs ahead of them: no errata fit. */
function centos(distribution: Distribution): readonly string[] {
  if (/stream/i.test(`${distribution.prettyName ?? ''} ${distribution.variantId ?? ''}`)) return [];
  const major = Number(leadingParts(distribution.versionId, 1));
  return major >= 5 && major <= 8 ? [`Red Hat:${major}`] : [];
}

const families: readonly DistributionFamily[] = [
  { ids: ['debian'], packageType: 'deb', names: 'source', ecosystems: debian },
  { ids: ['ubuntu'], packageType: 'deb', names: 'source', ecosystems: ubuntu },
  { ids: ['echo'], packageType: 'deb', names: 'source', ecosystems: () => ['Echo'] },
  { ids: ['alpine'], packageType: 'apk', names: 'source', ecosystems: alpine },
  { ids: ['wolfi'], packageType: 'apk', names: 'source', ecosystems: () => ['Wolfi'] },
  // Chainguard's images carry Wolfi's packages beside Chainguard's own, built and numbered alike.
  { ids: ['chainguard'], packageType: 'apk', names: 'source', ecosystems: () => ['Chainguard', 'Wolfi'] },
  { ids: ['minimos'], packageType: 'apk', names: 'source', ecosystems: () => ['MinimOS'] },
  { ids: ['cleanstart'], packageType: 'apk', names: 'source', ecosystems: () => ['CleanStart'] },
  { ids: ['alpaquita'], packageType: 'apk', names: 'source', ecosystems: verbatim('Alpaquita') },
  {
    ids: ['bellsoft-hardened-containers'],
    packageType: 'apk',
    names: 'source',
    ecosystems: verbatim('BellSoft Hardened Containers'),
  },
  {
    ids: ['almalinux', 'alma'],
    packageType: 'rpm',
    names: 'binary',
    ecosystems: numbered('AlmaLinux', 1),
    vendors: ['almalinux', 'cloudlinux'],
  },
  {
    ids: ['rocky', 'rockylinux'],
    packageType: 'rpm',
    names: 'source',
    ecosystems: numbered('Rocky Linux', 1),
    vendors: ['rocky'],
  },
  {
    ids: ['rhel', 'redhat'],
    packageType: 'rpm',
    names: 'binary',
    ecosystems: numbered('Red Hat', 1),
    vendors: ['red hat'],
  },
  { ids: ['centos'], packageType: 'rpm', names: 'binary', ecosystems: centos, vendors: ['centos', 'red hat'] },
  {
    ids: ['fedora'],
    packageType: 'rpm',
    names: 'source',
    ecosystems: numbered('Fedora', 1),
    vendors: ['fedora project'],
  },
  {
    ids: ['amzn', 'amazon', 'amazonlinux'],
    packageType: 'rpm',
    names: 'binary',
    ecosystems: numbered('Amazon Linux', 1),
    vendors: ['amazon'],
  },
  {
    ids: ['ol', 'oracle', 'oraclelinux'],
    packageType: 'rpm',
    names: 'binary',
    ecosystems: numbered('Oracle Linux', 1),
    vendors: ['oracle'],
  },
  {
    ids: ['sles', 'suse', 'sled', 'sles_sap', 'sle_hpc', 'sle-micro', 'sl-micro', 'suse-microos'],
    packageType: 'rpm',
    names: 'source',
    ecosystems: suse,
    vendors: ['suse'],
  },
  {
    ids: ['opensuse-leap', 'opensuse', 'leap'],
    packageType: 'rpm',
    names: 'source',
    ecosystems: leap,
    vendors: ['suse'],
  },
  {
    ids: ['opensuse-tumbleweed', 'opensuse-microos'],
    packageType: 'rpm',
    names: 'source',
    ecosystems: () => ['openSUSE:Tumbleweed'],
    vendors: ['suse'],
  },
  {
    ids: ['photon'],
    packageType: 'rpm',
    names: 'binary',
    ecosystems: photon,
    vendors: ['vmware', 'broadcom'],
  },
  {
    ids: ['azurelinux', 'mariner', 'cbl-mariner'],
    packageType: 'rpm',
    names: 'source',
    ecosystems: azureLinux,
    vendors: ['microsoft'],
  },
  {
    ids: ['openeuler'],
    packageType: 'rpm',
    names: 'source',
    ecosystems: openEuler,
    vendors: ['openeuler'],
  },
  { ids: ['mageia'], packageType: 'rpm', names: 'source', ecosystems: numbered('Mageia', 1), vendors: ['mageia'] },
];

const byId = new Map(families.flatMap((family) => family.ids.map((id) => [id, family] as const)));

/**
 * The family whose advisories are about this distribution, by its own id alone. `ID_LIKE` is never followed: Raspbian,
 * Kali, Mint and their kind rebuild and add packages, so that their parent's advisories would be guesses.
 */
export function distributionFamily(distribution: Distribution): DistributionFamily | undefined {
  return byId.get(distribution.id.toLowerCase());
}
