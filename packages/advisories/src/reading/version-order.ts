import type { SchemeId, VersionRange } from '@pratique/model';
import { inRange, versionScheme } from '@pratique/versions';

/** Whether the scheme accepts the text as a version. */
export function isVersion(scheme: SchemeId, version: string): boolean {
  return versionScheme(scheme).isValid(version);
}

/** Order of two versions, or undefined where either is none in the scheme. */
export function compareVersions(scheme: SchemeId, a: string, b: string): number | undefined {
  const rules = versionScheme(scheme);
  return rules.isValid(a) && rules.isValid(b) ? rules.compare(a, b) : undefined;
}

function bounds({ introduced, fixed, lastAffected, before }: VersionRange): string[] {
  return [introduced, fixed, lastAffected, before].filter((bound) => bound !== undefined);
}

/** The listed versions that no range contains, without repetition. Those that cannot be compared stay in the list. */
export function versionsOutside(
  scheme: SchemeId,
  listed: readonly string[],
  ranges: readonly VersionRange[],
): string[] {
  const { isValid } = versionScheme(scheme);
  const usable = ranges.filter((range) => bounds(range).every((bound) => isValid(bound)));
  return [...new Set(listed)].filter(
    (version) => !isValid(version) || !usable.some((range) => inRange(scheme, version, range)),
  );
}
