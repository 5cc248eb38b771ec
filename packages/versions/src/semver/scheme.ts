// The package as a whole loads all its functions.
import Range from 'semver/classes/range.js';
import { type Bounds, type Operator, withinBounds } from '../comparators.ts';
import { createScheme } from '../scheme.ts';
import {
  compareSemanticVersions,
  parseSemanticVersion,
  type SemanticVersion,
  semanticVersionOf,
} from './semantic-version.ts';

/** npm's loose form: the hyphen before the pre-release may be missing. */
const LOOSE =
  /^(\d+)\.(\d+)\.(\d+)(?:-?([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?$/;

function parse(text: string): SemanticVersion | undefined {
  const bare = text.trim().replace(/^[v=\s]{1,16}/, '');
  const parsed = parseSemanticVersion(bare);
  if (parsed) return parsed;
  const loose = LOOSE.exec(bare);
  return loose ? semanticVersionOf(loose.slice(1)) : undefined;
}

/** Reads a range by npm's own grammar, as `npm audit` does: loose, pre-releases within the bounds included. */
function parseRange(text: string): Bounds<SemanticVersion> | undefined {
  let range: Range;
  try {
    // Advisories write `>= 1.0.0, < 2.0.0`, which npm's grammar does not know.
    range = new Range(text.replaceAll(',', ' '), { loose: true, includePrerelease: true });
  } catch {
    return undefined;
  }
  return range.set.map((comparators) =>
    comparators
      .filter((comparator) => comparator.value !== '')
      .map((comparator) => ({
        operator: (comparator.operator || '=') as Operator,
        version: parse(comparator.semver.version) as SemanticVersion,
      })),
  );
}

/** Versions of npm, Cargo, Swift and their like: Semantic Versioning, in the forms that npm's `semver` takes. */
export const semverScheme = createScheme<SemanticVersion, Bounds<SemanticVersion>>({
  id: 'semver',
  parse,
  compare: compareSemanticVersions,
  parseRange,
  contains: (range, version) => withinBounds(range, version, compareSemanticVersions),
});
