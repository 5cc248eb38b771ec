import type { PackageType, SchemeId } from '@pratique/model';

/** The scheme that orders versions of a package type; `generic` where the ecosystem has no rules of its own. */
const schemes: Readonly<Record<PackageType, SchemeId>> = {
  deb: 'deb',
  apk: 'apk',
  rpm: 'rpm',
  alpm: 'alpm',
  npm: 'semver',
  jsr: 'semver',
  cargo: 'semver',
  swift: 'semver',
  cocoapods: 'gem',
  pypi: 'pep440',
  maven: 'maven',
  golang: 'go',
  gem: 'gem',
  composer: 'composer',
  nuget: 'nuget',
  hex: 'hex',
  pub: 'pub',
  cran: 'cran',
  hackage: 'hackage',
  conan: 'generic',
  conda: 'generic',
  otp: 'generic',
  bitnami: 'generic',
  github: 'generic',
  generic: 'generic',
};

/** The scheme by which versions of a package of this type are compared. */
export function schemeOfType(type: PackageType): SchemeId {
  return schemes[type];
}
