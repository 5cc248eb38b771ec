import type { Profile } from '@pratique/model';

/** Name of the int parameter that takes a profile's version. */
export const VERSION_PARAMETER = 'version';

/** `v1.30` → 30: the number after the last dot. */
export function versionNumber(version: string): number {
  return Number(/(\d+)$/.exec(version)?.[1] ?? Number.NaN);
}

/** `NAME@VERSION` → name and version. */
export function splitProfile(choice: string): { readonly name: string; readonly version?: string } {
  const at = choice.indexOf('@');
  return at < 0 ? { name: choice } : { name: choice.slice(0, at), version: choice.slice(at + 1) };
}

/** Whether a version is one of a profile's; `1.30` and `v1.30` are the same, `latest` is the newest. */
export function findVersion(versions: readonly string[], asked: string | undefined): string | undefined {
  if (asked === undefined || asked === 'latest') return versions.at(-1);
  const bare = (version: string): string => version.replace(/^v/, '');
  return versions.find((version) => bare(version) === bare(asked));
}

/** Versions of a profile: its own, else those of the first profile that it extends and that has some. */
export function versionsOf(profile: Profile, lineage: readonly Profile[]): readonly string[] {
  if (profile.versions) return profile.versions;
  return lineage.find(({ versions }) => versions !== undefined)?.versions ?? [];
}
