import type { Policy } from '@pratique/model';
import { type Mutant, mutants } from '../cel/mutate.ts';
import { checkPolicy } from '../compile/compile-policy.ts';
import type { LoadedObjects, PolicyCase } from '../load/objects.ts';
import { CaseProblem } from './case-subject.ts';
import type { MutationReport, SurvivingMutant } from './report.ts';
import { type PreparedCase, difference, outcomeOfCase, prepareCase } from './run-cases.ts';

interface PolicyMutant {
  readonly mutant: Mutant;
  readonly policy: Policy;
}

/** A policy with one operand of its condition, or of the list that it goes through, changed. */
function mutantsOf(policy: Policy): PolicyMutant[] {
  const conditions = mutants(policy.violates).map((mutant) => ({
    mutant,
    policy: { ...policy, violates: mutant.source },
  }));
  const { each } = policy;
  if (!each) return conditions;
  const lists = mutants(each.list)
    // The list as a whole is no condition that could be negated.
    .filter(({ source }) => !source.startsWith('!('))
    .map((mutant) => ({ mutant, policy: { ...policy, each: { ...each, list: mutant.source } } }));
  return [...conditions, ...lists];
}

/** A mutant that does not compile cannot come to pass; one that a case tells apart is noticed. */
function isNoticed({ policy }: PolicyMutant, cases: readonly PreparedCase[]): boolean {
  const { compiled } = checkPolicy(policy);
  return !compiled || cases.some((one) => difference(one.case, outcomeOfCase(compiled, one)) !== '');
}

function survivorsOf(policy: Policy, cases: readonly PolicyCase[]): { count: number; survivors: SurvivingMutant[] } {
  const prepared = cases.flatMap((one) => {
    try {
      return prepareCase(policy, one);
    } catch (error) {
      // Running the cases says so.
      if (error instanceof CaseProblem) return [];
      throw error;
    }
  });
  const all = mutantsOf(policy);
  const survivors = all
    .filter((mutant) => !isNoticed(mutant, prepared))
    .map(({ mutant: { description: change } }) => ({
      policy: policy.name,
      change,
      ...(policy.origin && { origin: policy.origin }),
    }));
  return { count: all.length, survivors };
}

/** Changes every operand of every condition, and says which changes no case notices. */
export function checkMutants({ policies, cases }: LoadedObjects): MutationReport {
  const byPolicy = new Map(cases.map((one) => [one.policy, one.cases]));
  const results = policies.map((policy) => survivorsOf(policy, byPolicy.get(policy.name) ?? []));
  return {
    mutants: results.reduce((sum, { count }) => sum + count, 0),
    survivors: results.flatMap(({ survivors }) => survivors),
  };
}
