import type { Compliance, PolicyResult, Verdict } from '@pratique/model';

/** The decision of a stage: what denies, else what could not be told and might deny, else what warns. */
export function decide(violations: readonly PolicyResult[], unknowns: readonly PolicyResult[]): Verdict['decision'] {
  if (violations.some(({ decision }) => decision === 'deny')) return 'deny';
  if (unknowns.some(({ decision }) => decision === 'deny')) return 'unknown';
  return violations.some(({ decision }) => decision === 'warn') ? 'warn' : 'allow';
}

/** Compliance counts only policies that deny at some stage. */
export function compliance(violations: readonly PolicyResult[], unknowns: readonly PolicyResult[]): Compliance {
  if (violations.some(({ enforced }) => enforced)) return 'noncompliant';
  return unknowns.some(({ enforced }) => enforced) ? 'unknown' : 'compliant';
}

const decisionRank = { deny: 0, warn: 1, allow: 2 } as const;
const severityRank = { critical: 0, high: 1, medium: 2, low: 3 } as const;

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Worst first; the same results give the same order, whatever order they came in. */
export function worstFirst(results: readonly PolicyResult[]): PolicyResult[] {
  return results.toSorted(
    (a, b) =>
      decisionRank[a.decision] - decisionRank[b.decision] ||
      severityRank[a.severity] - severityRank[b.severity] ||
      byText(a.policy, b.policy) ||
      byText(a.subject.name, b.subject.name) ||
      byText(a.field ?? '', b.field ?? '') ||
      byText(a.message, b.message) ||
      byText(a.subject.package ?? '', b.subject.package ?? ''),
  );
}
