import type { PolicyException } from '@pratique/model';
import { type LoadedObjects, loadPolicies, type PolicySet, selectProfile } from '@pratique/policy';
import { listOption, type OptionValues, textOption } from '../cli/command.ts';
import { builtInObjects } from './built-in.ts';
import { readPolicyFiles } from './policy-files.ts';

/** What an invocation judges by. */
export interface ChosenPolicies {
  readonly set: PolicySet;
  readonly exceptions: readonly PolicyException[];
  /** Everything that was read, the built-in ones too. */
  readonly objects: LoadedObjects;
}

/** Whether an invocation asks for a verdict at all. */
export function asksForPolicy(options: OptionValues): boolean {
  return textOption(options, 'profile') !== undefined || listOption(options, 'policy').length > 0;
}

/**
 * Reads `--profile`, `--policy` and `--exceptions`. Policies of files are added to the profile; a profile of a file can be
 * named by `--profile`, and then its policies count as it binds them. `fallback` is the profile where neither is given.
 */
export async function choosePolicies(options: OptionValues, fallback?: string): Promise<ChosenPolicies> {
  const builtIn = await builtInObjects();
  const paths = [...listOption(options, 'policy'), ...listOption(options, 'exceptions')];
  const objects = loadPolicies(await readPolicyFiles(paths, { cases: false }), builtIn);
  const own = objects.policies.slice(builtIn.policies.length);
  const profile = textOption(options, 'profile') ?? (own.length > 0 ? undefined : fallback);
  const bound = new Set(
    objects.profiles
      .filter(({ name }) => name === profile?.split('@', 1)[0])
      .flatMap(({ policies }) => policies.map(({ name }) => name)),
  );
  const extra = own.filter(({ name }) => !bound.has(name));
  return { set: selectProfile(objects, { profile, extra }), exceptions: objects.exceptions, objects };
}
