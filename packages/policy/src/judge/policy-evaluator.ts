import type { Facts, JudgedSubject } from '@pratique/model';
import type { BoundPolicy } from '../profile/policy-set.ts';
import { evaluatePolicy } from './evaluate-policy.ts';
import { PreparedPolicy } from './prepare.ts';
import type { Placement } from './subject.ts';

/** What a policy's condition comes to, wherever the subject stands. */
export interface PolicyEvaluation {
  readonly state: 'violated' | 'not-violated' | 'unknown' | 'error';
  /** One per violation: what a report says of it. */
  readonly hits: readonly { readonly message: string; readonly field?: string }[];
  /** The earliest instant at which it may change by time alone. */
  readonly nextChange?: Date;
}

/** One policy, ready to be asked about subjects one at a time: what keeps verdicts, instead of making them anew. */
export interface PolicyEvaluator {
  readonly bound: BoundPolicy;
  /** Name of the subject's variable. */
  readonly root: string;
  /** Field paths that decide the state: `finding.severity`, `image.ports[].number`. Messages may read more. */
  readonly reads: readonly string[];
  /** How many sets of parameters there are: the general one, and one per override. */
  readonly variants: number;
  /** Which set of parameters holds in a place; undefined where the policy does not. */
  variantIn(placement: Placement): number | undefined;
  evaluate(facts: Facts, at: Date, variant?: number): PolicyEvaluation;
}

/**
 * Makes a bound policy ready to evaluate.
 * @throws PratiqueError `policy/invalid`
 */
export function policyEvaluator(bound: BoundPolicy): PolicyEvaluator {
  const prepared = new PreparedPolicy(bound);
  const { compiled, overrides } = prepared;
  const parameters = [prepared.parameters, ...overrides.map((override) => override.parameters)];
  return {
    bound,
    root: compiled.root,
    reads: [...new Set([...compiled.violates.reads, ...(compiled.each?.list.reads ?? [])])],
    variants: parameters.length,
    variantIn(placement) {
      if (prepared.inScope && !prepared.inScope(placement)) return undefined;
      return overrides.findIndex(({ fits }) => fits(placement)) + 1;
    },
    evaluate(facts, at, variant = 0) {
      const bindings = { [compiled.root]: facts, params: parameters[variant] };
      const { state, hits, next } = evaluatePolicy(compiled, bindings, { now: at });
      return { state, hits, ...(Number.isFinite(next) && { nextChange: new Date(next) }) };
    },
  };
}

/** A subject's place as policies and exceptions see it: what the subject itself says comes before what is around it. */
export function placementOf({ repository, registry }: Partial<JudgedSubject>, general: Placement): Placement {
  return { ...general, ...(repository !== undefined && { repository }), ...(registry !== undefined && { registry }) };
}
