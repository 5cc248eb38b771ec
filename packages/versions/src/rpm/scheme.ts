import { parseComparators, holds, type Bounds } from '../comparators.ts';
import { canonicalDigits, compareDigits } from '../order.ts';
import { createScheme } from '../scheme.ts';
import { compareSegments } from './compare-segments.ts';

interface RpmVersion {
  readonly epoch: string;
  readonly version: string;
  readonly release: string | undefined;
}

/** rpm's `rpmverParse`: only digits before a colon are an epoch; the last hyphen begins the release. */
function parse(text: string): RpmVersion | undefined {
  if (text === '' || /\s/.test(text)) return undefined;
  const epoch = /^(\d*):/.exec(text);
  const rest = epoch ? text.slice(epoch[0].length) : text;
  const hyphen = rest.lastIndexOf('-');
  return {
    epoch: canonicalDigits(epoch?.[1] ?? '0'),
    version: hyphen < 0 ? rest : rest.slice(0, hyphen),
    release: hyphen < 0 ? undefined : rest.slice(hyphen + 1),
  };
}

function compareEpochAndVersion(a: RpmVersion, b: RpmVersion): number {
  return compareDigits(a.epoch, b.epoch) || compareSegments(a.version, b.version);
}

function compare(a: RpmVersion, b: RpmVersion): number {
  const order = compareEpochAndVersion(a, b);
  if (order !== 0 || (a.release === undefined && b.release === undefined)) return order;
  if (a.release === undefined) return -1;
  if (b.release === undefined) return 1;
  return compareSegments(a.release, b.release);
}

/** In a dependency, a side without release stands for every release of its version (rpm-dependencies(7)). */
function compareLoosely(a: RpmVersion, b: RpmVersion): number {
  return a.release === undefined || b.release === undefined ? compareEpochAndVersion(a, b) : compare(a, b);
}

/** RPM's versions `[epoch:]version[-release]`, as rpm itself orders them. */
export const rpmScheme = createScheme<RpmVersion, Bounds<RpmVersion>>({
  id: 'rpm',
  parse,
  compare,
  parseRange: (text) => parseComparators(text, parse),
  contains: (range, version) =>
    range.some((all) => all.every((bound) => holds(bound.operator, compareLoosely(version, bound.version)))),
});
