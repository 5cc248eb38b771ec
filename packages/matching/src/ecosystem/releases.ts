import type { Distribution } from '@pratique/model';

/** Leading `count` numeric parts of a version: `3.18.9` → `3.18`; fewer where there are fewer; empty without a number. */
export function leadingParts(version: string | undefined, count: number): string {
  const match = /^\d+(?:\.\d+){0,3}/.exec(version ?? '');
  return match ? match[0].split('.').slice(0, count).join('.') : '';
}

/** Debian release names and their numbers (distro-info-data, debian.csv). */
const debianNumbers: ReadonlyMap<string, string> = new Map([
  ['lenny', '5'],
  ['squeeze', '6'],
  ['wheezy', '7'],
  ['jessie', '8'],
  ['stretch', '9'],
  ['buster', '10'],
  ['bullseye', '11'],
  ['bookworm', '12'],
  ['trixie', '13'],
  ['forky', '14'],
  ['duke', '15'],
]);

/** Ubuntu release names and their numbers (distro-info-data, ubuntu.csv), those with a long-term or a recent release. */
const ubuntuNumbers: ReadonlyMap<string, string> = new Map([
  ['trusty', '14.04'],
  ['xenial', '16.04'],
  ['bionic', '18.04'],
  ['focal', '20.04'],
  ['jammy', '22.04'],
  ['lunar', '23.04'],
  ['mantic', '23.10'],
  ['noble', '24.04'],
  ['oracular', '24.10'],
  ['plucky', '25.04'],
  ['questing', '25.10'],
  ['resolute', '26.04'],
]);

/** Number of a Debian release: `12` of `12.5` or `bookworm`; empty for an unknown name. */
export function debianNumber(distribution: Distribution): string {
  return leadingParts(distribution.versionId, 1) || debianNumbers.get(firstWord(distribution.codename)) || '';
}

/** Number of an Ubuntu release: `22.04` of `22.04` or `jammy`. */
export function ubuntuNumber(distribution: Distribution): string {
  return leadingParts(distribution.versionId, 2) || ubuntuNumbers.get(firstWord(distribution.codename)) || '';
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
