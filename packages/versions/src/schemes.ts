import type { SchemeId, VersionScheme } from '@pratique/model';
import { alpmScheme } from './alpm/scheme.ts';
import { apkScheme } from './apk/scheme.ts';
import { composerScheme } from './composer/scheme.ts';
import { cranScheme } from './cran/scheme.ts';
import { debScheme } from './deb/scheme.ts';
import { versionsErrors } from './errors.ts';
import { gemScheme } from './gem/scheme.ts';
import { genericScheme } from './generic/scheme.ts';
import { goScheme } from './go/scheme.ts';
import { hackageScheme } from './hackage/scheme.ts';
import { hexScheme } from './hex/scheme.ts';
import { mavenScheme } from './maven/scheme.ts';
import { nugetScheme } from './nuget/scheme.ts';
import { pep440Scheme } from './pep440/scheme.ts';
import { pubScheme } from './pub/scheme.ts';
import { rpmScheme } from './rpm/scheme.ts';
import { semverScheme } from './semver/scheme.ts';

const schemes: Readonly<Record<SchemeId, VersionScheme>> = {
  deb: debScheme,
  rpm: rpmScheme,
  apk: apkScheme,
  alpm: alpmScheme,
  semver: semverScheme,
  pep440: pep440Scheme,
  maven: mavenScheme,
  gem: gemScheme,
  nuget: nugetScheme,
  composer: composerScheme,
  go: goScheme,
  hex: hexScheme,
  pub: pubScheme,
  cran: cranScheme,
  hackage: hackageScheme,
  generic: genericScheme,
};

/** Every scheme's id, in the order of the documentation. */
export const schemeIds: readonly SchemeId[] = Object.keys(schemes) as SchemeId[];

/** Whether a text, such as a command's argument, names a scheme. */
export function isSchemeId(text: string): text is SchemeId {
  return Object.hasOwn(schemes, text);
}

/**
 * The scheme of an id. Takes any text, since ids come from arguments and stored records too.
 *
 * @throws PratiqueError `versions/unknown-scheme`
 */
export function versionScheme(id: string): VersionScheme {
  if (isSchemeId(id)) return schemes[id];
  throw versionsErrors.create('versions/unknown-scheme', {
    attempted: 'find the version scheme',
    on: JSON.stringify(id.slice(0, 80)),
    why: `the schemes are ${schemeIds.join(', ')}`,
  });
}
