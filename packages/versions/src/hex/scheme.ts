import { type Bound, type Bounds, parseComparators, withinBounds } from '../comparators.ts';
import { canonicalDigits } from '../order.ts';
import { createScheme } from '../scheme.ts';
import { compareSemanticVersions, parseSemanticVersion, type SemanticVersion } from '../semver/semantic-version.ts';

function parse(text: string): SemanticVersion | undefined {
  return parseSemanticVersion(text.trim().replace(/^v/, ''));
}

function next(digits: string): string {
  return canonicalDigits(String(BigInt(digits) + 1n));
}

/** The first version, pre-releases included, that `~>` no longer takes. */
function ceiling(version: SemanticVersion): SemanticVersion {
  const pre = [{ text: '0', digits: '0' }];
  return version.written < 3
    ? { ...version, major: next(version.major), minor: '0', patch: '0', pre }
    : { ...version, minor: next(version.minor), patch: '0', pre };
}

/** `~> 2.1` is `>= 2.1.0 and < 3.0.0`, `~> 2.1.2` is `>= 2.1.2 and < 2.2.0`, the upper pre-releases excluded. */
function expand(operator: string, text: string): readonly Bound<SemanticVersion>[] | undefined {
  const version = operator === '~>' ? parse(text) : undefined;
  return (
    version && [
      { operator: '>=', version },
      { operator: '<', version: ceiling(version) },
    ]
  );
}

/** Elixir's and Erlang's versions, as Elixir's `Version` orders them. */
export const hexScheme = createScheme<SemanticVersion, Bounds<SemanticVersion>>({
  id: 'hex',
  parse,
  compare: compareSemanticVersions,
  parseRange: (text) => parseComparators(text, parse, expand),
  contains: (range, version) => withinBounds(range, version, compareSemanticVersions),
});
