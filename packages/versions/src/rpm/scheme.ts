import { parseComparators, holds, type Bounds } from '../comparators.ts';
import { type EpochVersionRelease, parseEpochVersionRelease as parse } from '../epoch-version-release.ts';
import { compareDigits } from '../order.ts';
import { createScheme } from '../scheme.ts';
import { compareSegments } from './compare-segments.ts';

function compareEpochAndVersion(a: EpochVersionRelease, b: EpochVersionRelease): number {
  return compareDigits(a.epoch, b.epoch) || compareSegments(a.version, b.version);
}

function compare(a: EpochVersionRelease, b: EpochVersionRelease): number {
  const order = compareEpochAndVersion(a, b);
  if (order !== 0 || (a.release === undefined && b.release === undefined)) return order;
  if (a.release === undefined) return -1;
  if (b.release === undefined) return 1;
  return compareSegments(a.release, b.release);
}

/** In a dependency, a side without release stands for every release of its version (rpm-dependencies(7)). */
function compareLoosely(a: EpochVersionRelease, b: EpochVersionRelease): number {
  return a.release === undefined || b.release === undefined ? compareEpochAndVersion(a, b) : compare(a, b);
}

/** RPM's versions `[epoch:]version[-release]`, as rpm itself orders them. */
export const rpmScheme = createScheme<EpochVersionRelease, Bounds<EpochVersionRelease>>({
  id: 'rpm',
  parse,
  compare,
  parseRange: (text) => parseComparators(text, parse),
  contains: (range, version) =>
    range.some((all) => all.every((bound) => holds(bound.operator, compareLoosely(version, bound.version)))),
});
