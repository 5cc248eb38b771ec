import type { ParameterValue, Policy, Profile, ProfileEntry } from '@pratique/model';
import { valueProblem } from '../compile/parameters.ts';
import { didYouMean } from '../load/suggest.ts';

/** One thing that is wrong in a profile; the path begins below `spec`. */
export interface ProfileProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

interface Available {
  readonly policies: readonly Policy[];
  readonly profiles: readonly Profile[];
}

function parameterProblems(policy: Policy, parameters: Readonly<Record<string, ParameterValue>>): ProfileProblem[] {
  const problems: ProfileProblem[] = [];
  for (const [name, value] of Object.entries(parameters)) {
    const declared = Object.hasOwn(policy.parameters, name) ? policy.parameters[name] : undefined;
    const message = declared
      ? valueProblem(declared, value)
      : `the policy ${policy.name} has no such parameter${didYouMean(name, Object.keys(policy.parameters))}`;
    if (message) problems.push({ path: ['parameters', name], message });
  }
  return problems;
}

function entryProblems(entry: ProfileEntry, policies: ReadonlyMap<string, Policy>): ProfileProblem[] {
  const policy = policies.get(entry.name);
  if (!policy)
    return [{ path: ['name'], message: `there is no such policy${didYouMean(entry.name, policies.keys())}` }];
  const overridden = (entry.overrides ?? []).flatMap(({ parameters }, index) =>
    parameterProblems(policy, parameters).map(({ path, message }) => ({
      path: ['overrides', index, ...path],
      message,
    })),
  );
  return [...parameterProblems(policy, entry.parameters ?? {}), ...overridden];
}

/** Whether a profile comes back to itself through those that it extends. */
function extendsItself(start: Profile, profiles: ReadonlyMap<string, Profile>): boolean {
  const seen = new Set<string>();
  const open = [...(start.extends ?? [])];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (name === start.name) return true;
    if (seen.has(name)) continue;
    seen.add(name);
    open.push(...(profiles.get(name)?.extends ?? []));
  }
  return false;
}

/** Everything that is wrong in a profile's own entries. */
export function profileProblems(profile: Profile, { policies, profiles }: Available): ProfileProblem[] {
  const problems: ProfileProblem[] = [];
  const byName = new Map(profiles.map((one) => [one.name, one]));
  for (const [index, name] of (profile.extends ?? []).entries())
    if (!byName.has(name))
      problems.push({
        path: ['extends', index],
        message: `there is no such profile${didYouMean(name, byName.keys())}`,
      });
  if (extendsItself(profile, byName)) problems.push({ path: ['extends'], message: 'the profile extends itself' });
  const known = new Map(policies.map((policy) => [policy.name, policy]));
  const seen = new Set<string>();
  for (const [index, entry] of profile.policies.entries()) {
    if (seen.has(entry.name))
      problems.push({ path: ['policies', index, 'name'], message: `the policy ${entry.name} stands twice` });
    seen.add(entry.name);
    for (const { path, message } of entryProblems(entry, known))
      problems.push({ path: ['policies', index, ...path], message });
  }
  const versions = profile.versions ?? [];
  if (new Set(versions).size < versions.length)
    problems.push({ path: ['versions'], message: 'a version stands twice' });
  return problems;
}
