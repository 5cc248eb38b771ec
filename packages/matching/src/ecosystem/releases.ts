import { debianReleases, type Distribution, ubuntuReleases } from '@pratique/model';

/** Leading `count` numeric parts of a version: `3.18.9` → `3.18`; fewer where there are fewer; empty without a number. */
export function leadingParts(version: string | undefined, count: number): string {
  const match = /^\d+(?:\.\d+){0,3}/.exec(version ?? '');
  return match ? match[0].split('.').slice(0, count).join('.') : '';
}

/** Number of a Debian release: `12` of `12.5` or `bookworm`; empty for an unknown name. */
export function debianNumber(distribution: Distribution): string {
  return leadingParts(distribution.versionId, 1) || debianReleases.get(firstWord(distribution.codename)) || '';
}

/** Number of an Ubuntu release: `22.04` of `22.04` or `jammy`. */
export function ubuntuNumber(distribution: Distribution): string {
  return leadingParts(distribution.versionId, 2) || ubuntuReleases.get(firstWord(distribution.codename)) || '';
}

/** Whether the image follows Debian testing or unstable: such images have no version id (os-release of base-files). */
export function isDebianRolling(distribution: Distribution): boolean {
  const names = `${distribution.codename ?? ''} ${distribution.prettyName ?? ''}`.toLowerCase();
  return !leadingParts(distribution.versionId, 1) && /\b(?:sid|unstable|testing)\b/.test(names);
}

/** Release of openEuler with its service pack, as its advisories write it: `22.03-LTS-SP3`. */
export function openEulerRelease(distribution: Distribution): string {
  const number = leadingParts(distribution.versionId, 2) || leadingParts(distribution.prettyName?.split(' ')[1], 2);
  const qualifier = /\(([\w-]{1,20})\)/.exec(distribution.prettyName ?? '')?.[1];
  return number && qualifier ? `${number}-${qualifier}` : number;
}

/** A SUSE release without the service pack that it has not: `12` of `12.0`, `15.5` of `15.5`. */
export function suseRelease(release: string): string {
  return Number(release.split('.')[0]) < 16 ? release.replace(/\.0$/, '') : release;
}

function firstWord(text: string | undefined): string {
  return /^[a-z]+/.exec((text ?? '').toLowerCase())?.[0] ?? '';
}
