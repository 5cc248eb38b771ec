import type { SchemeId, VersionRange } from '@pratique/model';
import { asObject, asText, type JsonObject, member } from '../reading/json.ts';
import { compareVersions, isVersion } from '../reading/version-order.ts';

const form = /^\s*(<=?)\s*(\S{1,200})\s*$/;

/**
 * Ends ranges without an end where GitHub's records say below what the flaw is known
 * (`database_specific.last_known_affected_version_range`: `< 2.1.3`, `<= 4.6.0`). It is no fix: nobody said that what comes
 * after has one. A bound that is no version, or that lies below the beginning, is left out.
 */
export function endedRanges(ranges: readonly VersionRange[], affected: JsonObject, scheme: SchemeId): VersionRange[] {
  const known = asText(member(asObject(member(affected, 'database_specific')), 'last_known_affected_version_range'));
  const [, operator, bound] = form.exec(known?.slice(0, 300) ?? '') ?? [];
  if (bound === undefined || !isVersion(scheme, bound)) return [...ranges];
  return ranges.map((range) => {
    const { introduced, fixed, lastAffected, before } = range;
    if (fixed !== undefined || lastAffected !== undefined || before !== undefined) return range;
    if (introduced !== undefined && !((compareVersions(scheme, introduced, bound) ?? 1) < 0)) return range;
    return { ...range, ...(operator === '<' ? { before: bound } : { lastAffected: bound }) };
  });
}
