import type { AdvisoryEntry, SchemeId, VersionRange } from '@pratique/model';
import { versionScheme } from './schemes.ts';

/**
 * Whether a version lies in a range of OSV: from `introduced` (absent or `0`: from the beginning) to before `fixed` or
 * `before`, or to `lastAffected` included; without any of them, to the end.
 *
 * @throws PratiqueError `versions/unparsable` naming the version or the bound that is not valid
 */
export function inRange(scheme: SchemeId, version: string, range: VersionRange): boolean {
  const { compare } = versionScheme(scheme);
  const { introduced, fixed = range.before, lastAffected } = range;
  if (introduced !== undefined && introduced !== '0' && compare(version, introduced) < 0) return false;
  if (fixed !== undefined) return compare(version, fixed) < 0;
  // A range without an end, too, must not swallow a version that nobody can read.
  return compare(version, lastAffected ?? version) <= 0;
}

/** Whether an enumerated version is this one in another spelling. Spellings that cannot be read are other versions. */
function isSpelledAmong(scheme: SchemeId, version: string, versions: readonly string[]): boolean {
  const { compare, isValid } = versionScheme(scheme);
  return isValid(version) && versions.some((other) => isValid(other) && compare(version, other) === 0);
}

/**
 * Whether an advisory's entry covers a version: any of its ranges, its enumerated versions or its native range does; an
 * entry without any of these covers every version.
 *
 * @throws PratiqueError `versions/unparsable` where the answer hangs on a version or a range that cannot be read, so
 * that the caller records an unknown; never where another part of the entry covers the version anyway
 */
export function isAffected(
  scheme: SchemeId,
  version: string,
  entry: Pick<AdvisoryEntry, 'ranges' | 'versions' | 'nativeRange'>,
): boolean {
  const { ranges, versions = [], nativeRange } = entry;
  if (ranges.length === 0 && versions.length === 0 && nativeRange === undefined) return true;
  if (versions.includes(version)) return true;

  const questions: (() => boolean)[] = ranges.map((range) => () => inRange(scheme, version, range));
  if (nativeRange !== undefined) questions.push(() => versionScheme(scheme).satisfies(version, nativeRange));
  let unreadable: unknown;
  for (const covers of questions) {
    try {
      if (covers()) return true;
    } catch (error) {
      unreadable ??= error;
    }
  }
  if (isSpelledAmong(scheme, version, versions)) return true;
  if (unreadable !== undefined) throw unreadable;
  return false;
}
