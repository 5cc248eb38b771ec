import type { SchemeId } from '@pratique/model';
import { ecosystemName } from './normal-form.ts';

/** Ecosystem → rules by which its versions compare (OSV schema, "Ecosystems"; each ecosystem's own tool). */
const schemes: ReadonlyMap<string, SchemeId> = new Map<string, SchemeId>([
  ['npm', 'semver'],
  ['crates.io', 'semver'],
  ['SwiftURL', 'semver'],
  ['GitHub Actions', 'semver'],
  ['Julia', 'semver'],
  ['VSCode', 'semver'],
  ['kubernetes', 'semver'],
  ['generic', 'semver'],
  ['PyPI', 'pep440'],
  ['Go', 'go'],
  ['Maven', 'maven'],
  ['RubyGems', 'gem'],
  ['Packagist', 'composer'],
  ['NuGet', 'nuget'],
  ['Hex', 'hex'],
  ['Pub', 'pub'],
  ['CRAN', 'cran'],
  ['Hackage', 'hackage'],
  ['GHC', 'hackage'],
  // Ranges over upstream releases: a package's revision (`-4` of `1.2.3-4`) is left out before comparing.
  ['Bitnami', 'semver'],
  ['ConanCenter', 'generic'],
  ['Debian', 'deb'],
  ['Ubuntu', 'deb'],
  ['Echo', 'deb'],
  ['Alpine', 'apk'],
  ['Alpaquita', 'apk'],
  ['BellSoft Hardened Containers', 'apk'],
  ['Chainguard', 'apk'],
  ['CleanStart', 'apk'],
  ['MinimOS', 'apk'],
  ['Wolfi', 'apk'],
  ['AlmaLinux', 'rpm'],
  ['Azure Linux', 'rpm'],
  ['Amazon Linux', 'rpm'],
  ['Fedora', 'rpm'],
  ['Mageia', 'rpm'],
  ['Mariner', 'rpm'],
  ['openEuler', 'rpm'],
  ['openSUSE', 'rpm'],
  ['Oracle Linux', 'rpm'],
  ['Photon OS', 'rpm'],
  ['Red Hat', 'rpm'],
  ['Rocky Linux', 'rpm'],
  ['SUSE', 'rpm'],
  ['Arch Linux', 'alpm'],
]);

const distributionSchemes: ReadonlySet<SchemeId> = new Set<SchemeId>(['deb', 'apk', 'rpm', 'alpm']);

/** Whether the ecosystem is one whose name and rules are known. */
export function isKnownEcosystem(ecosystem: string): boolean {
  return schemes.has(ecosystemName(ecosystem));
}

/** The scheme of an ecosystem, with or without release; `generic` for one that is not known. */
export function schemeOf(ecosystem: string): SchemeId {
  return schemes.get(ecosystemName(ecosystem)) ?? 'generic';
}

/** Whether the ecosystem is a distribution: its releases are covered apart, its errata fix several flaws. */
export function isDistribution(ecosystem: string): boolean {
  return distributionSchemes.has(schemeOf(ecosystem));
}
