import { type Bound, type Bounds, parseComparators, withinBounds } from '../comparators.ts';
import { canonicalDigits, compareDigits, compareText } from '../order.ts';
import { createScheme } from '../scheme.ts';

interface Segment {
  /** Canonical digits where the segment is a number. */
  readonly digits: string | undefined;
  readonly text: string;
}

type GemVersion = readonly Segment[];

const ZERO: Segment = { digits: '0', text: '0' };
const VERSION = /^\d+(?:\.[0-9A-Za-z]+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;

function segment(text: string): Segment {
  return { text, digits: /^\d/.test(text) ? canonicalDigits(text) : undefined };
}

/** `Gem::Version`: runs of digits and of letters; a hyphen stands for `.pre.`. */
function parse(text: string): GemVersion | undefined {
  const trimmed = text.trim();
  if (!VERSION.test(trimmed)) return undefined;
  return (trimmed.replaceAll('-', '.pre.').match(/\d+|[A-Za-z]+/g) ?? []).map(segment);
}

function compareSegments(a: Segment, b: Segment): number {
  if (a.digits !== undefined && b.digits !== undefined) return compareDigits(a.digits, b.digits);
  if (a.digits !== undefined) return 1;
  if (b.digits !== undefined) return -1;
  return compareText(a.text, b.text);
}

/** What comes after the end counts as 0; letters, which mark a pre-release, are below every number. */
function compareSegmentLists(a: GemVersion, b: GemVersion): number {
  const length = Math.max(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const order = compareSegments(a[index] ?? ZERO, b[index] ?? ZERO);
    if (order !== 0) return order;
  }
  return 0;
}

function isZero(part: Segment | undefined): boolean {
  return part?.digits === '0';
}

/** Without the zeros that end the numbers before the first letters, and those that end the whole. */
function canonical(version: GemVersion): GemVersion {
  const firstText = version.findIndex((part) => part.digits === undefined);
  const cut = firstText < 0 ? version.length : firstText;
  const numbers = version.slice(0, cut);
  const texts = version.slice(cut);
  while (isZero(numbers.at(-1))) numbers.pop();
  while (isZero(texts.at(-1))) texts.pop();
  return [...numbers, ...texts];
}

function parseCanonical(text: string): GemVersion | undefined {
  const version = parse(text);
  return version && canonical(version);
}

/** The end of `~> x`: the numbers before any letters, the last one dropped and the one before it raised. */
function bump(version: GemVersion): GemVersion {
  const firstText = version.findIndex((part) => part.digits === undefined);
  const numbers = firstText < 0 ? [...version] : version.slice(0, firstText);
  if (numbers.length > 1) numbers.pop();
  const raised = String(BigInt(numbers.at(-1)?.digits ?? '0') + 1n);
  return [...numbers.slice(0, -1), segment(raised)];
}

/** `~> 1.2.3` is `>= 1.2.3` and below 1.3, and below its pre-releases too. */
function expand(operator: string, text: string): readonly Bound<GemVersion>[] | undefined {
  const version = operator === '~>' ? parse(text) : undefined;
  if (!version) return undefined;
  // A pre-release of the ceiling has the ceiling as its release, which is no longer below it.
  const ceiling = [...canonical(bump(version)), { digits: undefined, text: '' }];
  return [
    { operator: '>=', version: canonical(version) },
    { operator: '<', version: ceiling },
  ];
}

/** Ruby's gem versions, as `Gem::Version` and `Gem::Requirement` take them. */
export const gemScheme = createScheme<GemVersion, Bounds<GemVersion>>({
  id: 'gem',
  parse: parseCanonical,
  compare: compareSegmentLists,
  parseRange: (text) => parseComparators(text, parseCanonical, expand),
  contains: (range, version) => withinBounds(range, version, compareSegmentLists),
});
