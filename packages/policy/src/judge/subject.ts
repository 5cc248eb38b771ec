import type { Facts, InactivePolicy, JudgedSubject, PolicyException, PolicyResult, Stage } from '@pratique/model';

/** Where a subject stands. What is not known is left out: a scope that asks for it then fits. */
export interface Placement {
  readonly cluster?: string;
  readonly namespace?: string;
  readonly application?: string;
  readonly team?: string;
  readonly repository?: string;
  readonly registry?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** One thing to judge. */
export interface JudgeSubject {
  readonly judged: JudgedSubject;
  /** Fields of the root variable, as its schema declares them. */
  readonly facts: Facts;
  /**
   * The fields that it has, where it has not all of its kind: policies that read others do not apply to it. A directory is
   * judged like an image as far as its packages go.
   */
  readonly fields?: readonly string[];
  /** Added to the placement of the judgement. */
  readonly placement?: Placement;
}

/** For whom, where and when. */
export interface JudgeOptions {
  readonly stage: Stage;
  readonly at: Date;
  readonly exceptions?: readonly PolicyException[];
  readonly placement?: Placement;
  /** Providers that are there (`signatures`, `sensor`, …): policies that need another are inactive. */
  readonly providers?: readonly string[];
}

/** A fact that an evaluation looked at. */
export interface LookedAt {
  /** `finding.knownExploited` */
  readonly path: string;
  /** For people: as CEL writes it; `absent`; `unknown: why`. */
  readonly value: string;
}

/** One policy on one subject, with what it looked at. */
export interface ExplainedResult {
  readonly result: PolicyResult;
  readonly facts: readonly LookedAt[];
}

/** Why a policy said something, or nothing. */
export interface PolicyExplanation {
  readonly policy: string;
  readonly title: string;
  /**
   * `applied`: it was evaluated. `allowed`: it was, but its decision at this stage is allow. `no-subject`: nothing of its
   * kind was there. `out-of-scope`: its scope excludes every such subject. `inactive`: it needs a provider.
   */
  readonly state: 'applied' | 'allowed' | 'no-subject' | 'out-of-scope' | 'inactive';
  /** One clause; empty where it applied. */
  readonly reason: string;
  readonly results: readonly ExplainedResult[];
}

/** Everything that each policy of a set has to say, in the order of the set. */
export interface Explanation {
  readonly policies: readonly PolicyExplanation[];
  readonly inactive: readonly InactivePolicy[];
}
