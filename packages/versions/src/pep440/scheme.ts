import { createScheme } from '../scheme.ts';
import { parseSpecifiers, type Specifier } from './specifiers.ts';
import { comparePythonVersions, parsePythonVersion, type PythonVersion } from './version.ts';

/** Python's versions and specifiers, as `packaging` takes them; pre-releases are taken wherever the bounds take them. */
export const pep440Scheme = createScheme<PythonVersion, readonly (readonly Specifier[])[]>({
  id: 'pep440',
  parse: parsePythonVersion,
  compare: comparePythonVersions,
  parseRange: parseSpecifiers,
  contains: (range, version) => range.some((all) => all.every((takes) => takes(version))),
});
