import type { PackageType, SchemeId } from '@pratique/model';
import { pythonName, swiftName } from './names.ts';

/** Where the advisories of one package type stand. */
export interface LanguageEcosystem {
  /** In OSV's spelling. */
  readonly ecosystem: string;
  readonly scheme: SchemeId;
  /** The name as the ecosystem compares names: what advisories are kept under. */
  normalize(name: string): string;
}

const asWritten = (name: string): string => name;
const caseless = (name: string): string => name.toLowerCase();

function language(
  ecosystem: string,
  scheme: SchemeId,
  normalize: LanguageEcosystem['normalize'] = asWritten,
): LanguageEcosystem {
  return { ecosystem, scheme, normalize };
}

/** Package types with an ecosystem in OSV. `golang`, `generic` and the types of distributions have rules of their own. */
const languageEcosystems: Readonly<Partial<Record<PackageType, LanguageEcosystem>>> = {
  npm: language('npm', 'semver'),
  pypi: language('PyPI', 'pep440', pythonName),
  maven: language('Maven', 'maven'),
  golang: language('Go', 'go'),
  cargo: language('crates.io', 'semver'),
  gem: language('RubyGems', 'gem'),
  // Drupal's advisories name its own repository; the database keeps them under Packagist's one key.
  composer: language('Packagist', 'composer', caseless),
  nuget: language('NuGet', 'nuget', caseless),
  hex: language('Hex', 'hex', caseless),
  pub: language('Pub', 'pub', caseless),
  swift: language('SwiftURL', 'semver', swiftName),
  conan: language('ConanCenter', 'generic', caseless),
  cran: language('CRAN', 'cran'),
  hackage: language('Hackage', 'hackage'),
  github: language('GitHub Actions', 'semver', caseless),
};

/** Where the advisories of a package type stand; undefined where nobody publishes any. */
export function languageEcosystem(type: PackageType): LanguageEcosystem | undefined {
  return Object.hasOwn(languageEcosystems, type) ? languageEcosystems[type] : undefined;
}
