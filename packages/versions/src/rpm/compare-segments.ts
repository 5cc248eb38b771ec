import { canonicalDigits, compareDigits, compareText, isDigitAt, isLetterAt } from '../order.ts';

const TILDE = 126;
const CARET = 94;

function skipSeparators(text: string, index: number): number {
  let at = index;
  while (at < text.length) {
    const unit = text.charCodeAt(at);
    if (unit === TILDE || unit === CARET || isDigitAt(text, at) || isLetterAt(text, at)) break;
    at += 1;
  }
  return at;
}

function endOfRun(text: string, index: number, digits: boolean): number {
  let at = index;
  while (at < text.length && (digits ? isDigitAt(text, at) : isLetterAt(text, at))) at += 1;
  return at;
}

/**
 * rpm's `rpmvercmp`: runs of ASCII digits and letters in turn, other characters only separate. `~` sorts before the end,
 * `^` after the end but before anything else.
 */
export function compareSegments(a: string, b: string): number {
  if (a === b) return 0;
  let i = 0;
  let j = 0;
  for (;;) {
    i = skipSeparators(a, i);
    j = skipSeparators(b, j);
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(j);
    if (left === TILDE || right === TILDE) {
      if (left !== right) return left === TILDE ? -1 : 1;
      i += 1;
      j += 1;
      continue;
    }
    if (i >= a.length || j >= b.length) break;
    if (left === CARET || right === CARET) {
      if (left !== right) return left === CARET ? -1 : 1;
      i += 1;
      j += 1;
      continue;
    }
    const digits = isDigitAt(a, i);
    const endLeft = endOfRun(a, i, digits);
    const endRight = endOfRun(b, j, digits);
    // Segments of different kinds: digits are newer than letters.
    if (endRight === j) return digits ? 1 : -1;
    const segmentLeft = a.slice(i, endLeft);
    const segmentRight = b.slice(j, endRight);
    const order = digits
      ? compareDigits(canonicalDigits(segmentLeft), canonicalDigits(segmentRight))
      : compareText(segmentLeft, segmentRight);
    if (order !== 0) return order;
    i = endLeft;
    j = endRight;
  }
  if (i >= a.length && j >= b.length) return 0;
  return i >= a.length ? -1 : 1;
}
