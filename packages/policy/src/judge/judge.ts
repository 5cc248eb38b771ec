import type { InactivePolicy, PolicyResult, SubjectKind, Verdict } from '@pratique/model';
import { Exceptions } from '../exception/exceptions.ts';
import type { BoundPolicy, PolicySet } from '../profile/policy-set.ts';
import { compliance, decide, worstFirst } from './decide.ts';
import { evaluatePolicy, type PolicyOutcome } from './evaluate-policy.ts';
import { type PreparedPolicy, prepareSet } from './prepare.ts';
import { instantText, resultsOf } from './results.ts';
import type { JudgeOptions, JudgeSubject, Placement } from './subject.ts';

/** A subject and where it stands. */
export interface PlacedSubject {
  readonly subject: JudgeSubject;
  readonly placement: Placement;
}

/** Subjects by kind, each with everything that is known of its place. */
export function placeSubjects(
  subjects: readonly JudgeSubject[],
  general: Placement = {},
): ReadonlyMap<SubjectKind, readonly PlacedSubject[]> {
  const placed = subjects.map((subject) => {
    const { repository, registry } = subject.judged;
    const image = { ...(repository !== undefined && { repository }), ...(registry !== undefined && { registry }) };
    const placement = { ...general, ...image, ...subject.placement };
    return { subject, placement };
  });
  return Map.groupBy(placed, ({ subject }) => subject.judged.kind);
}

/** Why a policy is not asked at all; undefined where it is. */
export function inactivity({ policy }: BoundPolicy, providers: readonly string[] = []): string | undefined {
  const { provider } = policy;
  return provider === undefined || providers.includes(provider)
    ? undefined
    : `needs ${provider}, and none is configured`;
}

/** A policy whose violation means nothing at any stage that matters here is not evaluated. */
export function matters(bound: BoundPolicy, { stage }: JudgeOptions): boolean {
  return bound.enforced || bound.decisions[stage] !== 'allow';
}

/** Whether a condition asks for no other field of the root variable. */
function readsOnly({ root, violates, each }: PreparedPolicy['compiled'], fields: readonly string[]): boolean {
  return [...violates.reads, ...(each?.list.reads ?? [])].every((path) => {
    const [variable, field = ''] = path.split(/[.[]/, 2);
    return variable !== root || fields.includes(field);
  });
}

/** What a policy comes to on a subject; undefined where it is out of scope, or reads what the subject does not have. */
export function outcomeOn(
  policy: PreparedPolicy,
  { subject, placement }: PlacedSubject,
  circumstances: { readonly now: Date; readonly traced?: boolean },
): PolicyOutcome | undefined {
  if (policy.inScope && !policy.inScope(placement)) return undefined;
  const { bindings, compiled } = policy;
  if (subject.fields && !readsOnly(compiled, subject.fields)) return undefined;
  bindings[compiled.root] = subject.facts;
  if (policy.overrides.length > 0) bindings['params'] = policy.parametersIn(placement);
  return evaluatePolicy(compiled, bindings, circumstances);
}

/** Collects the results of a judgement. */
class Judgement {
  readonly violations: PolicyResult[] = [];
  readonly unknowns: PolicyResult[] = [];
  readonly excepted: PolicyResult[] = [];
  next = Infinity;
  readonly #options: JudgeOptions;
  readonly #exceptions: Exceptions;

  constructor(options: JudgeOptions) {
    this.#options = options;
    this.#exceptions = new Exceptions(options.exceptions ?? [], options.at);
  }

  add(bound: BoundPolicy, { subject, placement }: PlacedSubject, outcome: PolicyOutcome): void {
    if (outcome.next < this.next) this.next = outcome.next;
    if (outcome.state === 'not-violated') return;
    const { judged } = subject;
    const { stage } = this.#options;
    const exception = this.#exceptions.find(bound.policy.name, judged, placement);
    const results = resultsOf(outcome, { bound, stage, subject: judged, exception: exception?.applied });
    if (exception?.end) this.next = Math.min(this.next, exception.end.getTime());
    const counts = exception?.applied.state !== 'approved';
    const list = counts ? (outcome.state === 'unknown' ? this.unknowns : this.violations) : this.excepted;
    for (const result of results) list.push(result);
  }
}

/**
 * Judges subjects by a set of policies at an instant. The answer does not depend on the order of the subjects. A policy that
 * fails on a subject counts like one that is violated; one that could not tell is unknown; one whose provider is not there is
 * inactive and named.
 */
export function judge(set: PolicySet, subjects: readonly JudgeSubject[], options: JudgeOptions): Verdict {
  const prepared = prepareSet(set);
  const placed = placeSubjects(subjects, options.placement);
  const judgement = new Judgement(options);
  const inactive: InactivePolicy[] = [];
  const circumstances = { now: options.at };
  let evaluated = 0;
  for (const [kind, policies] of prepared)
    for (const policy of policies) {
      const { bound } = policy;
      const reason = inactivity(bound, options.providers);
      if (reason !== undefined) inactive.push({ policy: bound.policy.name, reason });
      if (reason !== undefined || !matters(bound, options)) continue;
      const own = placed.get(kind) ?? [];
      let applied = own.length === 0;
      for (const one of own) {
        const outcome = outcomeOn(policy, one, circumstances);
        if (!outcome) continue;
        applied = true;
        judgement.add(bound, one, outcome);
      }
      // The set outlives the subjects.
      if (own.length > 0) policy.bindings[policy.compiled.root] = undefined;
      if (applied) evaluated += 1;
    }
  const { violations, unknowns, excepted, next } = judgement;
  const nextChange = instantText(next);
  return {
    stage: options.stage,
    decision: decide(violations, unknowns),
    compliance: compliance(violations, unknowns),
    violations: worstFirst(violations),
    unknowns: worstFirst(unknowns),
    excepted: worstFirst(excepted),
    inactive: inactive.toSorted((a, b) => (a.policy < b.policy ? -1 : 1)),
    policies: evaluated,
    profile: set.profile,
    judgedAt: options.at.toISOString(),
    ...(nextChange === undefined ? {} : { nextChange }),
  };
}
