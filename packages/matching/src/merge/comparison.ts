import { PratiqueError } from '@pratique/foundation';
import type { AdvisoryEntry, VersionRange } from '@pratique/model';
import { inRange, isAffected, versionScheme } from '@pratique/versions';
import { type AdvisoryKey, withoutEpoch } from '../ecosystem/advisory-keys.ts';

/** What is compared: the version to hold against an entry, see {@link AdvisoryKey}. */
export type Compared = Pick<AdvisoryKey, 'version' | 'withoutEpoch'>;

const epochless = new WeakMap<AdvisoryEntry, AdvisoryEntry>();

/** The entry as it must be read for this key: without epochs where the key has none. */
function readFor(entry: AdvisoryEntry, compared: Compared): AdvisoryEntry {
  if (!compared.withoutEpoch) return entry;
  let stripped = epochless.get(entry);
  if (!stripped) {
    stripped = { ...entry, ranges: entry.ranges.map(stripRange), versions: entry.versions?.map(withoutEpoch) };
    epochless.set(entry, stripped);
  }
  return stripped;
}

function stripRange(range: VersionRange): VersionRange {
  return {
    introduced: range.introduced && withoutEpoch(range.introduced),
    fixed: range.fixed && withoutEpoch(range.fixed),
    lastAffected: range.lastAffected && withoutEpoch(range.lastAffected),
    before: range.before && withoutEpoch(range.before),
  };
}

/**
 * Whether the entry's publisher holds the version affected.
 * @throws PratiqueError `versions/unparsable` where the version, or a bound of the entry, is none of its scheme.
 */
export function affects(entry: AdvisoryEntry, compared: Compared): boolean {
  return isAffected(entry.scheme, compared.version, readFor(entry, compared));
}

/** Whether a version is not below another; false where they cannot be compared. */
export function isAtLeast(entry: AdvisoryEntry, compared: Compared, bound: string): boolean {
  const version = compared.withoutEpoch ? withoutEpoch(bound) : bound;
  return orderOf(entry, compared.version, version) >= 0;
}

/** Order of two versions in the entry's scheme; NaN where they cannot be compared. */
export function orderOf(entry: AdvisoryEntry, a: string, b: string): number {
  try {
    return versionScheme(entry.scheme).compare(a, b);
  } catch (error) {
    return isUnparsable(error) ? Number.NaN : rethrow(error);
  }
}

/** Fixes of the entry's ranges that contain the version: of several branches, that of the installed one. */
export function fixesFor(entry: AdvisoryEntry, compared: Compared): readonly string[] {
  const read = readFor(entry, compared);
  return read.ranges.flatMap((range, index) => {
    const fixed = entry.ranges[index]?.fixed;
    return fixed && contains(entry, compared.version, range) ? [fixed] : [];
  });
}

function contains(entry: AdvisoryEntry, version: string, range: VersionRange): boolean {
  try {
    return inRange(entry.scheme, version, range);
  } catch (error) {
    return isUnparsable(error) ? false : rethrow(error);
  }
}

/** Whether an error says that a version or range could not be read, the only one that matching expects. */
export function isUnparsable(error: unknown): error is PratiqueError {
  return error instanceof PratiqueError && error.code === 'versions/unparsable';
}

function rethrow(error: unknown): never {
  throw error;
}
