import type { CheckResult, Comparison, PolicyResult, Verdict } from '@pratique/model';
import { outcomeOf, worst } from '../check/decision.ts';

/** What stood before a change: everything that is violated or could not be told. */
export interface Earlier {
  /** As the user wrote it. */
  readonly name: string;
  readonly results: readonly PolicyResult[];
}

/** Everything in verdicts that a comparison counts. */
export function resultsOf(verdicts: readonly Verdict[]): readonly PolicyResult[] {
  return verdicts.flatMap(({ violations, unknowns }) => [...violations, ...unknowns]);
}

/**
 * Sets what stands now against what stood before, by fingerprint. The same violation twice where it stood once is
 * introduced once.
 */
export function compare(earlier: Earlier, now: readonly PolicyResult[]): Comparison {
  const left = new Map<string, PolicyResult[]>();
  for (const result of earlier.results) {
    const key = result.fingerprint ?? '';
    left.set(key, [...(left.get(key) ?? []), result]);
  }
  const introduced: PolicyResult[] = [];
  const standing: PolicyResult[] = [];
  for (const result of now) (left.get(result.fingerprint ?? '')?.shift() ? standing : introduced).push(result);
  const fixed = [...left.values()].flat().filter(({ result }) => result !== 'unknown');
  return { with: earlier.name, introduced, standing, fixed };
}

/** A verdict's decision over what a change introduces alone. */
export function introducedDecision({ introduced }: Comparison): CheckResult['decision'] {
  return worst(introduced.map(outcomeOf));
}

/** The result of a check as a change against an earlier state. What could not be read now still counts. */
export function compareCheck(result: CheckResult, earlier: Earlier): CheckResult {
  const comparison = compare(earlier, resultsOf(result.targets.map(({ verdict }) => verdict)));
  const unread = result.targets.some(({ problem }) => problem !== undefined) ? (['unknown'] as const) : [];
  return { ...result, comparison, decision: worst([introducedDecision(comparison), ...unread]) };
}
