import type { JudgedSubject, PolicyResult } from '@pratique/model';
import type { PolicySet } from '../profile/policy-set.ts';
import { judge } from './judge.ts';
import type { JudgeOptions, JudgeSubject } from './subject.ts';

/** What a policy set would change. */
export interface BacktestSide {
  readonly count: number;
  /** The first few, by name. */
  readonly examples: readonly { readonly subject: JudgedSubject; readonly policy: string; readonly message: string }[];
}

export interface BacktestReport {
  readonly subjects: number;
  /** Subjects that are denied with the proposed set and were not with the current one. */
  readonly newlyDenied: BacktestSide;
  readonly newlyAllowed: BacktestSide;
  readonly stillDenied: number;
  /** Subjects of which the proposed set cannot tell. */
  readonly unknown: number;
}

const MAX_EXAMPLES = 10;

/** The worst result that denies each subject. */
type Denied = ReadonlyMap<JudgedSubject, PolicyResult>;

function firstOf(results: readonly PolicyResult[]): Map<JudgedSubject, PolicyResult> {
  const first = new Map<JudgedSubject, PolicyResult>();
  for (const result of results)
    if (result.decision === 'deny' && !first.has(result.subject)) first.set(result.subject, result);
  return first;
}

function side(results: Denied, without: Denied): BacktestSide {
  const only = [...results.values()].filter(({ subject }) => !without.has(subject));
  const examples = only
    .toSorted((a, b) => (a.subject.name < b.subject.name ? -1 : 1))
    .slice(0, MAX_EXAMPLES)
    .map(({ subject, policy, message }) => ({ subject, policy, message }));
  return { count: only.length, examples };
}

/**
 * Compares what two sets say of the same subjects. The subjects are those of the caller: the same objects in both, each with a
 * `judged` of its own.
 */
export function backtest(
  current: PolicySet,
  proposed: PolicySet,
  subjects: readonly JudgeSubject[],
  options: JudgeOptions,
): BacktestReport {
  const before = firstOf(judge(current, subjects, options).violations);
  const verdict = judge(proposed, subjects, options);
  const after = firstOf(verdict.violations);
  const unknown = [...firstOf(verdict.unknowns).keys()].filter((subject) => !after.has(subject));
  return {
    subjects: subjects.length,
    newlyDenied: side(after, before),
    newlyAllowed: side(before, after),
    stillDenied: [...after.keys()].filter((subject) => before.has(subject)).length,
    unknown: unknown.length,
  };
}
