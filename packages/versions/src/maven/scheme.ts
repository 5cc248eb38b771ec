import { type Bound, type Bounds, parseComparators, withinBounds } from '../comparators.ts';
import { parseIntervals } from '../intervals.ts';
import { createScheme } from '../scheme.ts';
import { compareMavenVersions, type MavenVersion, parseMavenVersion } from './comparable-version.ts';

function parse(text: string): MavenVersion | undefined {
  const trimmed = text.trim();
  return trimmed === '' ? undefined : parseMavenVersion(trimmed);
}

function parseRange(text: string): Bounds<MavenVersion> | undefined {
  return /[[(]/.test(text) ? parseIntervals(text, parse) : parseComparators<MavenVersion>(text, parse);
}

/** Maven's versions and version ranges. A bare version as a range is that version alone. */
export const mavenScheme = createScheme<MavenVersion, readonly (readonly Bound<MavenVersion>[])[]>({
  id: 'maven',
  parse,
  compare: compareMavenVersions,
  parseRange,
  contains: (range, version) => withinBounds(range, version, compareMavenVersions),
});
