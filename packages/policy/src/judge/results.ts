import type { AppliedException, JudgedSubject, PolicyResult, Stage } from '@pratique/model';
import type { BoundPolicy } from '../profile/policy-set.ts';
import type { Hit, PolicyOutcome } from './evaluate-policy.ts';

/** RFC 3339; undefined where nothing changes by time alone. */
export function instantText(milliseconds: number): string | undefined {
  return Number.isFinite(milliseconds) ? new Date(milliseconds).toISOString() : undefined;
}

/** What makes a result of an outcome. */
export interface ResultContext {
  readonly bound: BoundPolicy;
  readonly stage: Stage;
  readonly subject: JudgedSubject;
  readonly exception?: AppliedException | undefined;
}

const silent: Hit = { message: '' };

/** The results of one policy on one subject: one per violation, one where there is none. */
export function resultsOf(outcome: PolicyOutcome, context: ResultContext): PolicyResult[] {
  const { bound, stage, subject, exception } = context;
  const { name, title, severity, remediation, references } = bound.policy;
  const nextChange = instantText(outcome.next);
  const hits = outcome.hits.length === 0 ? [silent] : outcome.hits;
  return hits.map(({ message, field }) => {
    const result: { -readonly [Key in keyof PolicyResult]: PolicyResult[Key] } = {
      policy: name,
      title,
      severity,
      result: outcome.state,
      decision: bound.decisions[stage],
      enforced: bound.enforced,
      subject,
      message,
      remediation,
      references,
    };
    if (field !== undefined) result.field = field;
    if (exception) result.exception = exception;
    if (nextChange !== undefined) result.nextChange = nextChange;
    return result;
  });
}
