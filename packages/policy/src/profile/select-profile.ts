import { createHash } from 'node:crypto';
import type { Decision, ParameterValue, Policy, PolicyScope, Profile, ProfileEntry, Stage } from '@pratique/model';
import { policyErrors } from '../errors.ts';
import { shownPath } from '../load/document.ts';
import type { LoadedObjects } from '../load/objects.ts';
import { didYouMean } from '../load/suggest.ts';
import type { BoundPolicy, ParameterOverride, PolicySet } from './policy-set.ts';
import type { ProfileChoice } from './profile-choice.ts';
import { profileProblems } from './profile-problems.ts';
import { findVersion, splitProfile, VERSION_PARAMETER, versionNumber, versionsOf } from './version.ts';

const stages: readonly Stage[] = ['build', 'registry', 'deploy', 'runtime'];

/** What is gathered for one policy while a profile and those that it extends are gone through. */
interface Draft {
  readonly policy: Policy;
  readonly parameters: Record<string, ParameterValue>;
  overrides: readonly ParameterOverride[];
  readonly decisions: Partial<Record<Stage, Decision>>;
  scope: PolicyScope | undefined;
}

function draftOf(policy: Policy): Draft {
  const defaults = Object.entries(policy.parameters).map(([name, declared]) => [name, declared.default] as const);
  return {
    policy,
    parameters: Object.fromEntries(defaults),
    overrides: [],
    decisions: { ...policy.decisions },
    scope: undefined,
  };
}

function apply(draft: Draft, entry: ProfileEntry): void {
  Object.assign(draft.parameters, entry.parameters);
  Object.assign(draft.decisions, entry.decisions);
  draft.overrides = [...draft.overrides, ...(entry.overrides ?? [])];
  draft.scope = entry.scope ?? draft.scope;
}

function isEmpty(scope: PolicyScope): boolean {
  const { labels = {}, ...lists } = scope;
  return Object.keys(labels).length === 0 && Object.values(lists).every((globs) => globs.length === 0);
}

function bound({ policy, parameters, overrides, decisions, scope }: Draft): BoundPolicy {
  const all = Object.fromEntries(stages.map((stage) => [stage, decisions[stage] ?? 'allow'])) as Record<
    Stage,
    Decision
  >;
  return {
    policy,
    parameters,
    overrides,
    decisions: all,
    scopes: [policy.scope, scope ?? {}].filter((one) => !isEmpty(one)),
    enforced: stages.some((stage) => all[stage] === 'deny'),
  };
}

/** Keys in order, undefined left out: the same content is the same text. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function digestOf(policies: readonly BoundPolicy[]): string {
  const content = policies.map((bound) => ({ ...bound, policy: { ...bound.policy, origin: undefined } }));
  return `sha256:${createHash('sha256').update(canonical(content)).digest('hex')}`;
}

/** The profile's own bases first, each once, itself last; all of them are sound. */
function lineageOf(profile: Profile, objects: LoadedObjects): Profile[] {
  const profiles = new Map(objects.profiles.map((one) => [one.name, one]));
  const seen = new Set<Profile>();
  const order: Profile[] = [];
  const visit = (one: Profile): void => {
    if (seen.has(one)) return;
    seen.add(one);
    assertSound(one, objects);
    for (const base of one.extends ?? []) visit(profiles.get(base) as Profile);
    order.push(one);
  };
  visit(profile);
  return order;
}

function findProfile(name: string, profiles: ReadonlyMap<string, Profile>): Profile {
  const found = profiles.get(name);
  if (found) return found;
  throw policyErrors.create('policy/unknown-profile', {
    attempted: 'use the profile',
    on: name,
    why: `there is none of that name${didYouMean(name, profiles.keys())} (there are: ${[...profiles.keys()].toSorted().join(', ')})`,
  });
}

function resolveVersion(name: string, versions: readonly string[], asked: string | undefined): string | undefined {
  const version = findVersion(versions, asked);
  if (version !== undefined || asked === undefined) return version;
  const known = versions.length === 0 ? 'it has no versions' : `its versions are ${versions.join(', ')}`;
  throw policyErrors.create('policy/unknown-profile', {
    attempted: 'use the profile',
    on: `${name}@${asked}`,
    why: known,
  });
}

function assertSound(profile: Profile, objects: LoadedObjects): void {
  const problems = profileProblems(profile, objects);
  if (problems.length === 0) return;
  const { file, line } = profile.origin ?? { file: profile.name, line: 1 };
  throw policyErrors.create('policy/profile-invalid', {
    attempted: 'bind the profile',
    on: profile.name,
    why: problems.map(({ path, message }) => `${file}:${line}: spec.${shownPath(path)}: ${message}`).join('\n'),
  });
}

/** Goes through a profile and its bases; the version fills `version` where no entry says another. */
function draftsOf(profile: Profile, objects: LoadedObjects, asked: string | undefined): [Map<string, Draft>, string] {
  const policies = new Map(objects.policies.map((policy) => [policy.name, policy]));
  const lineage = lineageOf(profile, objects);
  const version = resolveVersion(profile.name, versionsOf(profile, lineage.toReversed()), asked);
  const drafts = new Map<string, Draft>();
  for (const entry of lineage.flatMap(({ policies: entries }) => entries)) {
    const known = drafts.get(entry.name);
    const draft = known ?? draftOf(policies.get(entry.name) as Policy);
    if (!known && version !== undefined && draft.policy.parameters[VERSION_PARAMETER]?.type === 'int')
      draft.parameters[VERSION_PARAMETER] = versionNumber(version);
    drafts.set(entry.name, draft);
    apply(draft, entry);
  }
  return [drafts, asked === undefined ? profile.name : `${profile.name}@${version}`];
}

/**
 * Binds a profile: policies, parameters, decisions and scopes, those of the profiles that it extends first.
 * @throws PratiqueError `policy/unknown-profile`, `policy/profile-invalid`
 */
export function selectProfile(objects: LoadedObjects, { profile, extra = [] }: ProfileChoice = {}): PolicySet {
  let drafts = new Map<string, Draft>();
  let label = '';
  if (profile !== undefined) {
    const { name, version } = splitProfile(profile);
    const found = findProfile(name, new Map(objects.profiles.map((one) => [one.name, one])));
    [drafts, label] = draftsOf(found, objects, version);
  }
  for (const policy of extra) if (!drafts.has(policy.name)) drafts.set(policy.name, draftOf(policy));
  const policies = [...drafts.values()].map(bound).toSorted((a, b) => (a.policy.name < b.policy.name ? -1 : 1));
  return { profile: label, digest: digestOf(policies), policies };
}
