import type { Facts, ParameterValue, SubjectKind } from '@pratique/model';
import { type CompiledPolicy, compilePolicy } from '../compile/compile-policy.ts';
import type { BoundPolicy, PolicySet } from '../profile/policy-set.ts';
import type { Bindings } from './evaluate-policy.ts';
import { type ScopeTest, scopeTest } from './scope.ts';
import type { Placement } from './subject.ts';

/** A bound policy with everything that can be made ready before a subject is seen. */
export interface PreparedPolicy {
  readonly bound: BoundPolicy;
  readonly compiled: CompiledPolicy;
  /** Undefined: it holds everywhere. */
  readonly inScope?: ScopeTest;
  readonly parameters: Facts;
  readonly overrides: readonly { readonly fits: ScopeTest; readonly parameters: Facts }[];
  /** Serves all evaluations: none runs inside another. */
  readonly bindings: Bindings;
}

/** Policies by what they look at. */
export type PreparedSet = ReadonlyMap<SubjectKind, readonly PreparedPolicy[]>;

/** Parameters are facts: durations and instants are read from their text by their declared type. */
function asFacts(parameters: Readonly<Record<string, ParameterValue>>): Facts {
  return parameters;
}

function prepare(bound: BoundPolicy): PreparedPolicy {
  const scopes = bound.scopes.map((scope) => scopeTest(scope, true));
  const parameters = asFacts(bound.parameters);
  return {
    bound,
    compiled: compilePolicy(bound.policy),
    ...(scopes.length > 0 ? { inScope: (placement: Placement) => scopes.every((fits) => fits(placement)) } : {}),
    parameters,
    // The last that fits wins: the last is asked first.
    overrides: bound.overrides.toReversed().map((override) => ({
      fits: scopeTest(override.scope, false),
      parameters: { ...parameters, ...asFacts(override.parameters) },
    })),
    bindings: { params: parameters },
  };
}

const prepared = new WeakMap<PolicySet, PreparedSet>();

/** Makes a set ready; once per set. */
export function prepareSet(set: PolicySet): PreparedSet {
  const known = prepared.get(set);
  if (known) return known;
  const fresh = Map.groupBy(set.policies.map(prepare), ({ bound }) => bound.policy.subject);
  prepared.set(set, fresh);
  return fresh;
}

/** The parameters that hold in a place. */
export function parametersIn(policy: PreparedPolicy, placement: Placement): Facts {
  if (policy.overrides.length === 0) return policy.parameters;
  return policy.overrides.find(({ fits }) => fits(placement))?.parameters ?? policy.parameters;
}
