import type { Decision, ObjectOrigin, PolicySeverity, Stage, SubjectKind } from './policy.ts';

/** Worst first: `noncompliant` > `unknown` > `compliant`. Only policies that deny at some stage count. */
export type Compliance = 'noncompliant' | 'unknown' | 'compliant';

/** What was judged: enough to show it and to match exceptions against it. */
export interface JudgedSubject {
  readonly kind: SubjectKind;
  /** For people: `CVE-2026-0001 in openssl 3.0.2`, `Deployment shop/api`, `Dockerfile:12`. */
  readonly name: string;
  /** Findings: id first, then aliases. */
  readonly vulnerability?: readonly string[];
  /** Findings and packages: canonical purl. */
  readonly package?: string;
  /** Findings: a version that fixes it is known. Ends `until-fixed` exceptions. */
  readonly fixed?: boolean;
  readonly repository?: string;
  /** Host and port of the registry, where `repository` leaves it out. */
  readonly registry?: string;
  readonly digests?: readonly string[];
  /** Workloads and resources: `Kind/namespace/name`. */
  readonly resource?: string;
  readonly file?: string;
  readonly line?: number;
}

/** An exception that keeps a violation from counting, or once did. */
export interface AppliedException {
  readonly name: string;
  readonly owner: string;
  readonly reason: string;
  readonly approvedBy?: string;
  readonly expires: string;
  readonly state: 'approved' | 'expired' | 'pending' | 'denied';
  readonly origin?: ObjectOrigin;
}

/**
 * What one policy says of one subject. `unknown`: a field that it reads could not be told. `error`: its evaluation failed;
 * it counts like a violation.
 */
export interface PolicyResult {
  readonly policy: string;
  readonly title: string;
  readonly severity: PolicySeverity;
  readonly result: 'violated' | 'not-violated' | 'unknown' | 'error';
  /** The policy's decision at the stage. */
  readonly decision: Decision;
  /** The policy denies at some stage: it counts for compliance. */
  readonly enforced: boolean;
  readonly subject: JudgedSubject;
  /** Violated: the policy's message. Unknown: which fields, and why. Error: what failed. Else empty. */
  readonly message: string;
  /** Path of the field that decided, where the policy names one: `spec.containers[0].securityContext.privileged`. */
  readonly field?: string;
  readonly remediation: string;
  readonly references: readonly string[];
  /** The exception in force. Expired, pending and denied ones are named as well, and change nothing. */
  readonly exception?: AppliedException;
  /** RFC 3339: the earliest instant at which the result may change by time alone. */
  readonly nextChange?: string;
  /** The same policy on the same thing has the same fingerprint wherever that moves. Set by gates that compare. */
  readonly fingerprint?: string;
}

/** A policy that said nothing, and why. */
export interface InactivePolicy {
  readonly policy: string;
  readonly reason: string;
}

/** The one answer that every gate reads. */
export interface Verdict {
  readonly stage: Stage;
  /** `unknown`: nothing denies, but something that could not be told might. */
  readonly decision: Decision | 'unknown';
  readonly compliance: Compliance;
  /** Violated and error, without those under an approved exception; worst first. */
  readonly violations: readonly PolicyResult[];
  readonly unknowns: readonly PolicyResult[];
  /** Violated, but excepted. */
  readonly excepted: readonly PolicyResult[];
  readonly inactive: readonly InactivePolicy[];
  /** Policies that were evaluated on at least one subject, or had no subject to look at. */
  readonly policies: number;
  readonly profile: string;
  /** RFC 3339. */
  readonly judgedAt: string;
  /** RFC 3339: the earliest instant at which it may change by time alone. */
  readonly nextChange?: string;
}
