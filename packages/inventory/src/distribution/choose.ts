import type { Distribution } from '@pratique/model';
import { UNNAMED } from './os-release.ts';

/**
 * Release files from the most to the least telling. os-release(5) comes first; vendors' own files follow, derivatives
 * before the parents whose files they also carry; apk repositories alone can at least name Alpine.
 */
export const releaseFiles: readonly string[] = [
  'etc/os-release',
  'usr/lib/os-release',
  'etc/oracle-release',
  'etc/rocky-release',
  'etc/almalinux-release',
  'etc/sl-release',
  'etc/centos-release',
  'etc/fedora-release',
  'etc/photon-release',
  'etc/mariner-release',
  'etc/azurelinux-release',
  'etc/openEuler-release',
  'etc/SuSE-release',
  'etc/redhat-release',
  'etc/system-release',
  'etc/system-release-cpe',
  'etc/lsb-release',
  'etc/alpine-release',
  'etc/gentoo-release',
  'etc/slackware-version',
  'etc/arch-release',
  'etc/debian_version',
];

export const APK_REPOSITORIES = 'etc/apk/repositories';

const ranks = new Map([...releaseFiles, APK_REPOSITORIES].map((path, rank) => [path, rank]));

/** The lower, the more a candidate counts; undefined for those that only say channels. */
function rankOf({ path, id }: Distribution): number | undefined {
  const rank = ranks.get(path);
  return rank !== undefined && id === UNNAMED ? rank + ranks.size : rank;
}

/**
 * Alpine's packages come from its repositories, whatever base image the os-release file is from: `edge`, or another
 * branch. Where both name one branch, os-release knows the point release as well.
 */
function alpineRelease(chosen: Distribution, repositories: Distribution | undefined): Distribution {
  const branch = repositories?.versionId;
  const version = chosen.versionId;
  if (branch !== undefined && version !== branch && !version?.startsWith(`${branch}.`)) {
    return { ...chosen, versionId: branch, prettyName: repositories?.prettyName };
  }
  return version?.includes('_alpha') || version === 'edge' ? { ...chosen, versionId: 'edge' } : chosen;
}

/**
 * Decides which distribution an image is, of what its files say: the candidate from the most telling file
 * ({@link releaseFiles}), an unnamed one (`ID=linux`) only if there is no other. For Alpine, apk repositories beat the
 * release. Channels of every candidate with the same id, or one that the chosen is like, are merged. Order does not
 * matter; undefined where no candidate names a release.
 */
export function chooseDistribution(candidates: readonly Distribution[]): Distribution | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, rank: rankOf(candidate) }))
    .filter((entry): entry is { candidate: Distribution; rank: number } => entry.rank !== undefined)
    .sort((a, b) => a.rank - b.rank);
  const chosen = ranked[0]?.candidate;
  if (!chosen) return undefined;
  const repositories = candidates.find(({ path }) => path === APK_REPOSITORIES);
  const release = chosen.id === 'alpine' ? alpineRelease(chosen, repositories) : chosen;
  const family = new Set([chosen.id, ...chosen.idLike]);
  const channels = candidates.filter(({ id }) => family.has(id)).flatMap(({ channels }) => channels);
  return { ...release, channels: [...new Set(channels)].sort() };
}
