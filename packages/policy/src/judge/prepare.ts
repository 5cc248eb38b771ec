import type { Facts, SubjectKind } from '@pratique/model';
import { type CompiledPolicy, compilePolicy } from '../compile/compile-policy.ts';
import type { BoundPolicy, PolicySet } from '../profile/policy-set.ts';
import type { Bindings } from './evaluate-policy.ts';
import { type ScopeTest, scopeTest } from './scope.ts';
import type { Placement } from './subject.ts';

/** A bound policy with everything that can be made ready before a subject is seen. */
export class PreparedPolicy {
  readonly bound: BoundPolicy;
  /** Undefined: it holds everywhere. */
  readonly inScope: ScopeTest | undefined;
  readonly parameters: Facts;
  readonly overrides: readonly { readonly fits: ScopeTest; readonly parameters: Facts }[];
  /** Serves all evaluations: none runs inside another. */
  readonly bindings: Bindings;
  #compiled: CompiledPolicy | undefined;

  constructor(bound: BoundPolicy) {
    const scopes = bound.scopes.map((scope) => scopeTest(scope, true));
    this.bound = bound;
    this.inScope = scopes.length > 0 ? (placement) => scopes.every((fits) => fits(placement)) : undefined;
    // Parameters are facts: durations and instants are read from their text by their declared type.
    this.parameters = bound.parameters;
    // The last that fits wins: the last is asked first.
    this.overrides = bound.overrides.toReversed().map((override) => ({
      fits: scopeTest(override.scope, false),
      parameters: { ...bound.parameters, ...override.parameters },
    }));
    this.bindings = { params: bound.parameters };
  }

  /** Compiled when a subject of its kind is there: a profile has policies for more kinds than a command looks at. */
  get compiled(): CompiledPolicy {
    this.#compiled ??= compilePolicy(this.bound.policy);
    return this.#compiled;
  }

  /** The parameters that hold in a place. */
  parametersIn(placement: Placement): Facts {
    return this.overrides.find(({ fits }) => fits(placement))?.parameters ?? this.parameters;
  }
}

/** Policies by what they look at. */
export type PreparedSet = ReadonlyMap<SubjectKind, readonly PreparedPolicy[]>;

const prepared = new WeakMap<PolicySet, PreparedSet>();

/** Makes a set ready; once per set. */
export function prepareSet(set: PolicySet): PreparedSet {
  const known = prepared.get(set);
  if (known) return known;
  const fresh = Map.groupBy(
    set.policies.map((bound) => new PreparedPolicy(bound)),
    ({ bound }) => bound.policy.subject,
  );
  prepared.set(set, fresh);
  return fresh;
}
