import { parseComparators, withinBounds, type Bounds } from '../comparators.ts';
import { type EpochVersionRelease, parseEpochVersionRelease as parse } from '../epoch-version-release.ts';
import { canonicalDigits, compareDigits, compareText, isDigitAt, isLetterAt } from '../order.ts';
import { createScheme } from '../scheme.ts';

function isWordAt(text: string, index: number): boolean {
  return isDigitAt(text, index) || isLetterAt(text, index);
}

function endOfRun(text: string, index: number, kind: (text: string, index: number) => boolean): number {
  let at = index;
  while (at < text.length && kind(text, at)) at += 1;
  return at;
}

function compareRuns(a: string, b: string, digits: boolean): number {
  return digits ? compareDigits(canonicalDigits(a), canonicalDigits(b)) : compareText(a, b);
}

/** What is left when all segments were equal: a remaining letter is older than the end, anything else newer. */
function compareRemainders(a: string, i: number, b: string, j: number): number {
  if (i >= a.length && j >= b.length) return 0;
  return (i >= a.length && !isLetterAt(b, j)) || isLetterAt(a, i) ? -1 : 1;
}

/** libalpm's `rpmvercmp`: unlike rpm's, the length of separators counts and trailing letters are a pre-release. */
function compareSegments(a: string, b: string): number {
  if (a === b) return 0;
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const separatorLeft = i;
    const separatorRight = j;
    while (i < a.length && !isWordAt(a, i)) i += 1;
    while (j < b.length && !isWordAt(b, j)) j += 1;
    if (i >= a.length || j >= b.length) break;
    const separators = i - separatorLeft - (j - separatorRight);
    if (separators !== 0) return separators;
    const digits = isDigitAt(a, i);
    const kind = digits ? isDigitAt : isLetterAt;
    const endLeft = endOfRun(a, i, kind);
    const endRight = endOfRun(b, j, kind);
    if (endRight === j) return digits ? 1 : -1;
    const order = compareRuns(a.slice(i, endLeft), b.slice(j, endRight), digits);
    if (order !== 0) return order;
    i = endLeft;
    j = endRight;
  }
  return compareRemainders(a, i, b, j);
}

function compare(a: EpochVersionRelease, b: EpochVersionRelease): number {
  const order = compareDigits(a.epoch, b.epoch) || compareSegments(a.version, b.version);
  if (order !== 0 || a.release === undefined || b.release === undefined) return order;
  return compareSegments(a.release, b.release);
}

/** Arch Linux's versions `[epoch:]pkgver[-pkgrel]`, as pacman's `vercmp` orders them. */
export const alpmScheme = createScheme<EpochVersionRelease, Bounds<EpochVersionRelease>>({
  id: 'alpm',
  parse,
  compare,
  parseRange: (text) => parseComparators(text, parse),
  contains: (range, version) => withinBounds(range, version, compare),
});
