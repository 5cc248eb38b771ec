import type { VersionRange } from '@pratique/model';

type Triple = readonly [number, number, number];
/** A half-open interval; no `below`: no end. */
interface Interval {
  readonly from: Triple;
  readonly below?: Triple;
}

const partial = String.raw`v?(\d{1,4})(?:\.(\d{1,4}|x|\*))?(?:\.(\d{1,4}|x|\*))?`;
const comparatorForm = new RegExp(String.raw`(\^|~|>=|<=|>|<|=)?\s*${partial}`, 'y');
const ZERO: Triple = [0, 0, 0];

function compare(a: Triple, b: Triple): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

function format([major, minor, patch]: Triple): string {
  return `${major}.${minor}.${patch}`;
}

/** The release after every one that the written (possibly partial) version names. */
function after(parts: readonly (string | undefined)[]): Triple {
  const [major, minor, patch] = parts.map((part) =>
    part === undefined || /[x*]/.test(part) ? undefined : Number(part),
  );
  if (minor === undefined) return [(major ?? 0) + 1, 0, 0];
  return patch === undefined ? [major ?? 0, minor + 1, 0] : [major ?? 0, minor, patch + 1];
}

function first(parts: readonly (string | undefined)[]): Triple {
  const [major = 0, minor = 0, patch = 0] = parts.map((part) =>
    part === undefined || /[x*]/.test(part) ? 0 : Number(part),
  );
  return [major, minor, patch];
}

/** `^0.10.1` stays within 0.10, `^4.1.0` within 4. */
function caret(from: Triple): Triple {
  return from[0] > 0 ? [from[0] + 1, 0, 0] : [0, from[1] + 1, 0];
}

function comparator(operator: string, parts: readonly (string | undefined)[]): Interval {
  const from = first(parts);
  switch (operator) {
    case '^':
      return { from, below: caret(from) };
    case '~':
      return { from, below: [from[0], from[1] + 1, 0] };
    case '>=':
      return { from };
    case '>':
      return { from: after(parts) };
    case '<':
      return { from: ZERO, below: from };
    case '<=':
      return { from: ZERO, below: after(parts) };
    default:
      return { from, below: after(parts) };
  }
}

function intersection(a: Interval, b: Interval): Interval {
  const from = compare(a.from, b.from) >= 0 ? a.from : b.from;
  if (!a.below || !b.below) return { from, ...((a.below ?? b.below) && { below: a.below ?? b.below }) };
  return { from, below: compare(a.below, b.below) <= 0 ? a.below : b.below };
}

/** Comparators side by side must all hold; undefined where the text holds anything else. */
function alternative(text: string): Interval | undefined {
  let interval: Interval = { from: ZERO };
  let at = 0;
  while (at < text.length) {
    comparatorForm.lastIndex = at;
    const match = comparatorForm.exec(text);
    if (!match) return undefined;
    interval = intersection(interval, comparator(match[1] ?? '', match.slice(2)));
    at = comparatorForm.lastIndex;
    while (text[at] === ' ' || text[at] === ',') at++;
  }
  return interval;
}

function alternatives(text: string): Interval[] | undefined {
  const parts = text
    .slice(0, 1000)
    .split('||')
    .map((part) => part.trim());
  const intervals = parts.filter((part) => part !== '').map(alternative);
  return intervals.every((interval) => interval !== undefined) ? intervals : undefined;
}

/**
 * Ranges of Node.js' own index: what `vulnerable` contains and `patched` does not. Where a patched line begins is the
 * fix of what lies below it; the end of a line without one is no fix. Undefined where either text is not understood.
 */
export function coreRanges(vulnerable: string, patched: string): VersionRange[] | undefined {
  const affected = alternatives(vulnerable);
  const fixes = alternatives(patched)?.toSorted((a, b) => compare(a.from, b.from));
  return affected && fixes && affected.flatMap((interval) => without(interval, fixes));
}

/** An interval less the patched ones, which are sorted by their beginning. */
function without({ from, below }: Interval, patched: readonly Interval[]): VersionRange[] {
  const ranges: VersionRange[] = [];
  let at = from;
  for (const fix of patched) {
    if (below && compare(fix.from, below) >= 0) break;
    if (fix.below && compare(fix.below, at) <= 0) continue;
    if (compare(at, fix.from) < 0) ranges.push({ ...opening(at), fixed: format(fix.from) });
    if (!fix.below) return ranges;
    at = fix.below;
  }
  if (below && compare(at, below) >= 0) return ranges;
  return [...ranges, below ? { ...opening(at), before: format(below) } : opening(at)];
}

function opening(at: Triple): VersionRange {
  return compare(at, ZERO) > 0 ? { introduced: format(at) } : {};
}
