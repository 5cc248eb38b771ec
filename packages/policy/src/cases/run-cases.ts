import type { Facts, Policy } from '@pratique/model';
import { type CompiledPolicy, compilePolicy } from '../compile/compile-policy.ts';
import { evaluatePolicy, type PolicyOutcome } from '../judge/evaluate-policy.ts';
import type { LoadedObjects, PolicyCase } from '../load/objects.ts';
import { CaseProblem, caseSubject } from './case-subject.ts';
import type { CaseReport, CaseResult } from './report.ts';

/** A case with its subject made. */
export interface PreparedCase {
  readonly case: PolicyCase;
  readonly facts: Facts;
  readonly parameters: Facts;
}

/**
 * Makes the subject of a case.
 * @throws CaseProblem
 */
export function prepareCase(policy: Policy, one: PolicyCase): PreparedCase {
  const defaults = Object.entries(policy.parameters).map(([name, declared]) => [name, declared.default] as const);
  const parameters = { ...Object.fromEntries(defaults), ...one.parameters };
  return { case: one, facts: caseSubject(policy, one).facts, parameters };
}

/** What a policy comes to in a case. */
export function outcomeOfCase(compiled: CompiledPolicy, prepared: PreparedCase): PolicyOutcome {
  const { facts, parameters, case: one } = prepared;
  return evaluatePolicy(compiled, { [compiled.root]: facts, params: parameters }, { now: new Date(one.at) });
}

function sameInstant(expected: string, next: number): boolean {
  return new Date(expected).getTime() === next;
}

/** What of an outcome is not as the case says; empty where all is. */
export function difference(one: PolicyCase, outcome: PolicyOutcome): string {
  const [first] = outcome.hits;
  if (outcome.state !== one.expect) {
    const why = outcome.state === 'unknown' || outcome.state === 'error' ? `: ${first?.message}` : '';
    return `expected ${one.expect}, is ${outcome.state}${why}`;
  }
  if (one.message !== undefined && first?.message !== one.message)
    return `expected the message ${JSON.stringify(one.message)}, is ${JSON.stringify(first?.message)}`;
  if (one.field !== undefined && first?.field !== one.field)
    return `expected the field ${JSON.stringify(one.field)}, is ${JSON.stringify(first?.field)}`;
  if (one.next !== undefined && !sameInstant(one.next, outcome.next)) {
    const next = Number.isFinite(outcome.next) ? new Date(outcome.next).toISOString() : 'never';
    return `expected to change at ${one.next}, is ${next}`;
  }
  // A hole that fails says so: a message that works where it is tried is worth trying.
  return one.expect === 'violated' && first?.message === '' ? 'the message is empty' : '';
}

function runCase(policy: Policy, one: PolicyCase): CaseResult {
  const { name, origin, expect: expected } = one;
  try {
    const outcome = outcomeOfCase(compilePolicy(policy), prepareCase(policy, one));
    const why = difference(one, outcome);
    return { policy: policy.name, name, origin, expected, actual: outcome.state, ok: why === '', why };
  } catch (error) {
    if (!(error instanceof CaseProblem)) throw error;
    return { policy: policy.name, name, origin, expected, actual: 'error', ok: false, why: error.message };
  }
}

/** Runs every case of every policy. */
export function runCases({ policies, cases }: LoadedObjects): CaseReport {
  const byName = new Map(policies.map((policy) => [policy.name, policy]));
  const results = cases.flatMap(({ policy: name, cases: own }) => {
    const policy = byName.get(name);
    return policy ? own.map((one) => runCase(policy, one)) : [];
  });
  const shown = new Set(results.map(({ policy, expected }) => `${policy} ${expected}`));
  const untested = policies.map(({ name }) => name).filter((name) => !shown.has(`${name} violated`) || !shown.has(`${name} not-violated`)); // prettier-ignore
  const passed = results.filter(({ ok }) => ok).length;
  return { results, passed, failed: results.length - passed, untested };
}
