import { type Bounds, parseComparators, withinBounds } from '../comparators.ts';
import { canonicalDigits, compareDigits, compareLists } from '../order.ts';
import { createScheme } from '../scheme.ts';

type CranVersion = readonly string[];

/** R's `numeric_version`: numbers parted by `.` or `-`. */
function parse(text: string): CranVersion | undefined {
  const trimmed = text.trim();
  return /^\d+(?:[.-]\d+)*$/.test(trimmed) ? trimmed.split(/[.-]/).map(canonicalDigits) : undefined;
}

function compare(a: CranVersion, b: CranVersion): number {
  return compareLists(a, b, compareDigits);
}

/** R's package versions, as `package_version` orders them. */
export const cranScheme = createScheme<CranVersion, Bounds<CranVersion>>({
  id: 'cran',
  parse,
  compare,
  parseRange: (text) => parseComparators(text, parse),
  contains: (range, version) => withinBounds(range, version, compare),
});
