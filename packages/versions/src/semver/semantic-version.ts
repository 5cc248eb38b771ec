import { canonicalDigits, compareDigits, compareLists, compareText } from '../order.ts';

/** One dot-separated part of a pre-release. */
export interface Identifier {
  readonly text: string;
  /** Canonical digits where the part is a number. */
  readonly digits: string | undefined;
}

/** A version of Semantic Versioning 2.0. Numbers are canonical digits, so that their size has no limit. */
export interface SemanticVersion {
  readonly major: string;
  readonly minor: string;
  readonly patch: string;
  readonly pre: readonly Identifier[];
  readonly build: readonly string[];
  /** How many of the three numbers were written. */
  readonly written: number;
}

const IDENTIFIERS = '[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*';
const VERSION = new RegExp(`^(\\d+)(?:\\.(\\d+))?(?:\\.(\\d+))?(?:-(${IDENTIFIERS}))?(?:\\+(${IDENTIFIERS}))?$`);

function identifier(text: string): Identifier {
  return { text, digits: /^\d+$/.test(text) ? canonicalDigits(text) : undefined };
}

/** Pre-release parts of a dotted text. */
export function identifiers(text: string): Identifier[] {
  return text.split('.').map(identifier);
}

/** The version that a match of five groups stands for: major, minor, patch, pre-release, build. */
export function semanticVersionOf(groups: readonly (string | undefined)[]): SemanticVersion {
  const [major, minor, patch, pre, build] = groups;
  return {
    major: canonicalDigits(major ?? '0'),
    minor: canonicalDigits(minor ?? '0'),
    patch: canonicalDigits(patch ?? '0'),
    pre: pre === undefined ? [] : identifiers(pre),
    build: build === undefined ? [] : build.split('.'),
    written: [major, minor, patch].filter((digits) => digits !== undefined).length,
  };
}

/**
 * Reads `major[.minor[.patch]][-pre-release][+build]`. Beyond the specification it takes numbers left out (they are 0,
 * as advisories write `3.0`), leading zeros and numbers of any length.
 */
export function parseSemanticVersion(text: string): SemanticVersion | undefined {
  const match = VERSION.exec(text);
  return match ? semanticVersionOf(match.slice(1)) : undefined;
}

function compareIdentifiers(a: Identifier, b: Identifier): number {
  if (a.digits !== undefined && b.digits !== undefined) return compareDigits(a.digits, b.digits);
  if (a.digits !== undefined) return -1;
  if (b.digits !== undefined) return 1;
  return compareText(a.text, b.text);
}

/** Orders major, minor and patch. */
export function compareCores(a: SemanticVersion, b: SemanticVersion): number {
  return compareDigits(a.major, b.major) || compareDigits(a.minor, b.minor) || compareDigits(a.patch, b.patch);
}

/** Orders pre-releases: none is the newest; numbers before texts (Semantic Versioning 2.0, item 11). */
export function comparePreReleases(a: SemanticVersion, b: SemanticVersion): number {
  if (a.pre.length === 0 || b.pre.length === 0) return b.pre.length - a.pre.length;
  return compareLists(a.pre, b.pre, compareIdentifiers);
}

/** The precedence of Semantic Versioning 2.0. Build metadata has none. */
export function compareSemanticVersions(a: SemanticVersion, b: SemanticVersion): number {
  return compareCores(a, b) || comparePreReleases(a, b);
}
