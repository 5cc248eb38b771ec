import type { InactivePolicy } from '@pratique/model';
import { Exceptions } from '../exception/exceptions.ts';
import { withoutSecrets } from '../facts/secrets.ts';
import type { PolicySet } from '../profile/policy-set.ts';
import type { Trace } from './evaluate-policy.ts';
import { inactivity, matters, outcomeOn, type PlacedSubject, placeSubjects } from './judge.ts';
import { type PreparedPolicy, prepareSet } from './prepare.ts';
import { resultsOf } from './results.ts';
import type { ExplainedResult, Explanation, JudgeOptions, JudgeSubject, LookedAt, PolicyExplanation } from './subject.ts'; // prettier-ignore

/** More are left out of an explanation. */
const MAX_FACTS = 200;

/** Places whose values are credentials as often as not: an explanation is read by more people than a manifest. */
const hidden = /\.env\[\d+\]\.value$|^resource\.object\.(?:data|stringData|binaryData)\b/;

/** A fact, fit to be shown. Text alone can hold a credential. */
function shown(path: string, value: string): string {
  if (!value.includes('"')) return value;
  // A word alone does not tell that it follows `-u`.
  if (/^dockerfile\.commands\b.*\.words\[\d+\]$/.test(path) && /^"[\w.-]{1,64}:[^/\s]/.test(value))
    return value.replace(/:.*/s, ':***"');
  return hidden.test(path) ? (value === '""' ? value : '"***"') : withoutSecrets(value, value.length);
}

function lookedAt(trace: Trace | undefined): LookedAt[] {
  return [...(trace ?? [])].slice(0, MAX_FACTS).map(([path, value]) => ({ path, value: shown(path, value) }));
}

function explainOn(
  policy: PreparedPolicy,
  one: PlacedSubject,
  options: JudgeOptions,
  exceptions: Exceptions,
): ExplainedResult[] | undefined {
  const outcome = outcomeOn(policy, one, { now: options.at, traced: true });
  if (!outcome) return undefined;
  const { judged } = one.subject;
  const exception =
    outcome.state === 'not-violated'
      ? undefined
      : exceptions.find(policy.bound.policy.name, judged, one.placement)?.applied;
  const results = resultsOf(outcome, { bound: policy.bound, stage: options.stage, subject: judged, exception });
  return results.map((result, index) => ({ result, facts: lookedAt(outcome.hits[index]?.trace ?? outcome.trace) }));
}

/** What a policy has to say, and else why it says nothing. */
function explainPolicy(
  policy: PreparedPolicy,
  subjects: readonly PlacedSubject[],
  options: JudgeOptions,
  exceptions: Exceptions,
): PolicyExplanation {
  const { bound } = policy;
  const { name, title, subject } = bound.policy;
  const silent = (state: PolicyExplanation['state'], reason: string): PolicyExplanation => ({
    policy: name,
    title,
    state,
    reason,
    results: [],
  });
  const reason = inactivity(bound, options.providers);
  if (reason !== undefined) return silent('inactive', reason);
  if (subjects.length === 0) return silent('no-subject', `there is no ${subject} to look at`);
  const results = subjects.map((one) => explainOn(policy, one, options, exceptions));
  policy.bindings[policy.compiled.root] = undefined;
  const inScope = results.filter((result) => result !== undefined);
  if (inScope.length === 0) return silent('out-of-scope', 'its scope does not reach here');
  const isAllowed = bound.decisions[options.stage] === 'allow';
  const allowed = bound.enforced
    ? 'its decision at this stage is allow'
    : 'it denies at no stage, and allows at this one';
  return {
    policy: name,
    title,
    state: isAllowed ? 'allowed' : 'applied',
    reason: isAllowed ? (matters(bound, options) ? allowed : `${allowed}: it is not counted`) : '',
    results: inScope.flat(),
  };
}

/** Says of every policy of a set what it came to and which facts it looked at, or why it said nothing. */
export function explain(set: PolicySet, subjects: readonly JudgeSubject[], options: JudgeOptions): Explanation {
  const placed = placeSubjects(subjects, options.placement);
  const exceptions = new Exceptions(options.exceptions ?? [], options.at);
  const policies = [...prepareSet(set)]
    .flatMap(([kind, prepared]) =>
      prepared.map((policy) => explainPolicy(policy, placed.get(kind) ?? [], options, exceptions)),
    )
    .toSorted((a, b) => (a.policy < b.policy ? -1 : 1));
  const inactive: InactivePolicy[] = policies
    .filter(({ state }) => state === 'inactive')
    .map(({ policy, reason }) => ({ policy, reason }));
  return { policies, inactive };
}
