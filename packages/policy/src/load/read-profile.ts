import type { Profile } from '@pratique/model';
import { profileProblems } from '../profile/profile-problems.ts';
import { checkScope } from './check-globs.ts';
import type { SourceDocument } from './document.ts';
import type { Names } from './names.ts';
import { profileSchema } from './schema/profile-schema.ts';

/** Reads a profile; what it names is checked by {@link checkProfile} once all are read. */
export function readProfile(document: SourceDocument): Profile | undefined {
  if (!document.fits(profileSchema)) return undefined;
  // The schema has just been held against it.
  const spec = document.value(['spec']) as unknown as Omit<Profile, 'name' | 'origin'>;
  for (const [index, { scope, overrides = [] }] of spec.policies.entries()) {
    if (scope) checkScope(document, ['spec', 'policies', index, 'scope'], scope);
    for (const [at, override] of overrides.entries())
      checkScope(document, ['spec', 'policies', index, 'overrides', at, 'scope'], override.scope);
  }
  return { ...spec, name: String(document.value(['metadata', 'name'])), origin: document.origin };
}

/** Says which names and values of a profile do not exist or do not fit. */
export function checkProfile(document: SourceDocument, profile: Profile, names: Names): void {
  for (const { path, message } of profileProblems(profile, names)) document.refuse(['spec', ...path], message);
}
