import { type Bounds, parseComparators, withinBounds } from '../comparators.ts';
import { createScheme } from '../scheme.ts';
import {
  compareSemanticVersions,
  parseSemanticVersion,
  type SemanticVersion,
  semanticVersionOf,
} from '../semver/semantic-version.ts';

const TOOLCHAIN = /^(\d+)(?:\.(\d+)(?:\.(\d+)|([a-z]+)(\d+))?)?$/;

/** The first minor version whose `go1.N` names the language, which is older than the release candidates. */
const FIRST_LANGUAGE_VERSION = 21;

/** A version of the toolchain or standard library, without `go`: `1.21.5`, `1.21rc2`, `1.20` (package go/version). */
function parseToolchain(text: string): SemanticVersion | undefined {
  const match = TOOLCHAIN.exec(text);
  if (!match) return undefined;
  const [, major, minor, patch, kind, number] = match;
  if (kind) return semanticVersionOf([major, minor, '0', `${kind}.${number}`]);
  const language = patch === undefined && major === '1' && Number(minor ?? '0') >= FIRST_LANGUAGE_VERSION;
  return semanticVersionOf([major, minor, patch, language ? '0' : undefined]);
}

function parse(text: string): SemanticVersion | undefined {
  if (text.startsWith('go')) {
    // `go1.21.5-vendor` and `go1.21.5 X:experiment` are builds of go1.21.5.
    return parseToolchain(text.slice(2).replace(/[- ].*$/s, ''));
  }
  const bare = text.startsWith('v') ? text.slice(1) : text;
  return parseSemanticVersion(bare) ?? parseToolchain(bare);
}

/** Versions of Go modules, of the standard library and of the toolchain. */
export const goScheme = createScheme<SemanticVersion, Bounds<SemanticVersion>>({
  id: 'go',
  parse,
  compare: compareSemanticVersions,
  parseRange: (text) => parseComparators(text, parse),
  contains: (range, version) => withinBounds(range, version, compareSemanticVersions),
});
