import type { Decision, ParameterValue, Policy, PolicyScope, Stage } from '@pratique/model';

/** Parameters that hold in some places only. */
export interface ParameterOverride {
  readonly scope: PolicyScope;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
}

/** A policy as a profile binds it. */
export interface BoundPolicy {
  readonly policy: Policy;
  /** Every declared parameter with its value. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** The last whose scope fits wins. */
  readonly overrides: readonly ParameterOverride[];
  readonly decisions: Readonly<Record<Stage, Decision>>;
  /** Both the policy's own scope and the profile's must fit. */
  readonly scopes: readonly PolicyScope[];
  /** It denies at some stage: it counts for compliance. */
  readonly enforced: boolean;
}

/** What a verdict is made by: policies compiled, parameters and decisions bound. */
export interface PolicySet {
  /** `recommended`, `pod-security-baseline@v1.30`; empty where policies were given without a profile. */
  readonly profile: string;
  /** SHA-256 over the canonical content: the same policies, parameters, decisions and scopes give the same digest. */
  readonly digest: string;
  /** Sorted by name. */
  readonly policies: readonly BoundPolicy[];
}
