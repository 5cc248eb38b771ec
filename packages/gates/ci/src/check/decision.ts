import type { Decision, PolicyResult, Verdict } from '@pratique/model';

type Outcome = Decision | 'unknown';

/** From best to worst: what cannot be told outweighs a warning, and a denial outweighs all. */
const order: readonly Outcome[] = ['allow', 'warn', 'unknown', 'deny'];

/** The worst of several decisions; of none, allow. */
export function worst(decisions: Iterable<Outcome>): Outcome {
  let rank = 0;
  for (const decision of decisions) rank = Math.max(rank, order.indexOf(decision));
  return order[rank] ?? 'deny';
}

/** What one violation or unknown asks for by itself. An unknown matters only where its policy denies. */
export function outcomeOf({ result, decision }: PolicyResult): Outcome {
  if (result !== 'unknown') return decision;
  return decision === 'deny' ? 'unknown' : 'allow';
}

/** The verdict on what could not be read. */
export function unreadableVerdict(like: Pick<Verdict, 'stage' | 'profile' | 'judgedAt'>): Verdict {
  const { stage, profile, judgedAt } = like;
  return {
    stage,
    profile,
    judgedAt,
    decision: 'unknown',
    compliance: 'unknown',
    violations: [],
    unknowns: [],
    excepted: [],
    inactive: [],
    policies: 0,
  };
}
