import { createScheme } from '../scheme.ts';
import { type ComposerBound, fulfils, parseConstraints } from './constraints.ts';
import { compareComposerVersions, type ComposerVersion, parseComposerVersion } from './version.ts';

/** PHP's package versions and constraints, as composer/semver takes them. */
export const composerScheme = createScheme<ComposerVersion, readonly (readonly ComposerBound[])[]>({
  id: 'composer',
  parse: parseComposerVersion,
  compare: compareComposerVersions,
  parseRange: parseConstraints,
  contains: (range, version) => range.some((all) => all.every((bound) => fulfils(version, bound))),
});
