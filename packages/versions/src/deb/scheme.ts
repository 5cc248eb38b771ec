import { parseComparators, withinBounds, type Bounds } from '../comparators.ts';
import { canonicalDigits, compareDigits, isDigitAt, isLetterAt } from '../order.ts';
import { createScheme } from '../scheme.ts';

interface DebVersion {
  readonly epoch: string;
  readonly upstream: string;
  readonly revision: string;
}

/** Weight of a unit outside of digits: `~` before the end, then letters, then everything else (deb-version(7)). */
function weight(text: string, index: number): number {
  if (index >= text.length || isDigitAt(text, index)) return 0;
  const unit = text.charCodeAt(index);
  if (unit === 126) return -1;
  return isLetterAt(text, index) ? unit : unit + 256;
}

/** The comparison of upstream versions and of revisions: runs of non-digits and of digits in turn. */
function comparePart(a: string, b: string): number {
  if (a === b) return 0;
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    while ((i < a.length && !isDigitAt(a, i)) || (j < b.length && !isDigitAt(b, j))) {
      const order = weight(a, i) - weight(b, j);
      if (order !== 0) return order;
      i += 1;
      j += 1;
    }
    while (a.charCodeAt(i) === 48) i += 1;
    while (b.charCodeAt(j) === 48) j += 1;
    let firstDifference = 0;
    while (isDigitAt(a, i) && isDigitAt(b, j)) {
      if (firstDifference === 0) firstDifference = a.charCodeAt(i) - b.charCodeAt(j);
      i += 1;
      j += 1;
    }
    if (isDigitAt(a, i)) return 1;
    if (isDigitAt(b, j)) return -1;
    if (firstDifference !== 0) return firstDifference;
  }
  return 0;
}

function parse(text: string): DebVersion | undefined {
  const trimmed = text.trim();
  if (trimmed === '' || /\s/.test(trimmed)) return undefined;
  const colon = trimmed.indexOf(':');
  const epoch = colon < 0 ? '0' : trimmed.slice(0, colon);
  if (!/^\d+$/.test(epoch)) return undefined;
  const rest = trimmed.slice(colon + 1);
  const hyphen = rest.lastIndexOf('-');
  const upstream = hyphen < 0 ? rest : rest.slice(0, hyphen);
  const revision = hyphen < 0 ? '' : rest.slice(hyphen + 1);
  if (upstream === '' || (hyphen >= 0 && revision === '')) return undefined;
  return { epoch: canonicalDigits(epoch), upstream, revision };
}

function compare(a: DebVersion, b: DebVersion): number {
  return compareDigits(a.epoch, b.epoch) || comparePart(a.upstream, b.upstream) || comparePart(a.revision, b.revision);
}

/** Debian's and Ubuntu's versions, as `dpkg --compare-versions` orders them. */
export const debScheme = createScheme<DebVersion, Bounds<DebVersion>>({
  id: 'deb',
  parse,
  compare,
  parseRange: (text) => parseComparators(text, parse),
  contains: (range, version) => withinBounds(range, version, compare),
});
