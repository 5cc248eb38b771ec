import { type Bound, type Bounds, parseComparators, withinBounds } from '../comparators.ts';
import { canonicalDigits, compareDigits, compareLists, compareText } from '../order.ts';
import { createScheme } from '../scheme.ts';
import {
  compareCores,
  comparePreReleases,
  parseSemanticVersion,
  type SemanticVersion,
} from '../semver/semantic-version.ts';

function parse(text: string): SemanticVersion | undefined {
  return parseSemanticVersion(text.trim().replace(/^v/, ''));
}

function compareBuildParts(a: string, b: string): number {
  const left = /^\d+$/.test(a);
  const right = /^\d+$/.test(b);
  if (left && right) return compareDigits(canonicalDigits(a), canonicalDigits(b));
  if (left !== right) return left ? -1 : 1;
  return compareText(a, b);
}

/** Semantic Versioning, but build metadata counts: none is oldest, then part by part (pub_semver, `Version`). */
function compare(a: SemanticVersion, b: SemanticVersion): number {
  return compareCores(a, b) || comparePreReleases(a, b) || compareLists(a.build, b.build, compareBuildParts);
}

const FIRST_PRE_RELEASE = [{ text: '0', digits: '0' }];

function next(digits: string): string {
  return String(BigInt(digits) + 1n);
}

/** The first version that is not compatible: the next major one, or before 1.0 the next minor one. */
function nextBreaking(version: SemanticVersion): SemanticVersion {
  const bare = { ...version, patch: '0', pre: FIRST_PRE_RELEASE, build: [] };
  return version.major === '0'
    ? { ...bare, minor: next(version.minor) }
    : { ...bare, major: next(version.major), minor: '0' };
}

function expand(operator: string, text: string): readonly Bound<SemanticVersion>[] | undefined {
  const version = operator === '^' ? parse(text) : undefined;
  return (
    version && [
      { operator: '>=', version },
      { operator: '<', version: nextBreaking(version) },
    ]
  );
}

/** `<2.0.0` leaves out the pre-releases of 2.0.0, unless the lower bound is one of them (pub_semver, `VersionRange`). */
function withoutUpperPreReleases(all: readonly Bound<SemanticVersion>[]): readonly Bound<SemanticVersion>[] {
  const lower = all.find((bound) => bound.operator === '>' || bound.operator === '>=');
  return all.map((bound) => {
    const { operator, version } = bound;
    const release = version.pre.length === 0 && version.build.length === 0;
    if (operator !== '<' || !release) return bound;
    if (lower && lower.version.pre.length > 0 && compareCores(lower.version, version) === 0) return bound;
    return { operator, version: { ...version, pre: FIRST_PRE_RELEASE } };
  });
}

function parseRange(text: string): Bounds<SemanticVersion> | undefined {
  if (text.trim() === 'any') return [[]];
  return parseComparators(text, parse, expand)?.map(withoutUpperPreReleases);
}

/** Dart's and Flutter's versions, as pub orders them. */
export const pubScheme = createScheme<SemanticVersion, Bounds<SemanticVersion>>({
  id: 'pub',
  parse,
  compare,
  parseRange,
  contains: (range, version) => withinBounds(range, version, compare),
});
