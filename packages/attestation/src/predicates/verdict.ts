import type {
  Compliance,
  DatabaseSummary,
  Decision,
  PolicyResult,
  PolicySeverity,
  Stage,
  Verdict,
} from '@pratique/model';
import type { Statement, StatementSubject } from '../statement/statement.ts';

/** What Pratique judged of an image, for the stages after it. */
export const VERDICT_PREDICATE = 'https://pratique.dev/attestation/verdict/v1';

const JUDGE_URI = 'https://pratique.dev';
/** Entries of each list that are written out; `counts` has all of them. */
const MAX_LISTED = 1000;

/** One violation or unknown of a verdict. */
export interface AttestedResult {
  readonly policy: string;
  readonly severity: PolicySeverity;
  readonly decision: Decision;
  /** For people: `CVE-2026-0001 in openssl 3.0.2`. */
  readonly subject: string;
  readonly message: string;
  readonly field?: string;
}

/** A violation that someone answers for, and until when. */
export interface AttestedException extends AttestedResult {
  readonly exception: string;
  readonly owner: string;
  readonly reason: string;
  readonly approvedBy?: string;
  readonly expires: string;
}

/** The predicate: what a later stage reads instead of judging again. */
export interface VerdictPredicate {
  readonly stage: Stage;
  readonly decision: Decision | 'unknown';
  readonly compliance: Compliance;
  readonly profile: string;
  readonly policies: {
    readonly count: number;
    /** Of the policies with their parameters, by which a later stage knows whether they are its own. */
    readonly digest?: string;
  };
  readonly counts: { readonly violations: number; readonly exceptions: number; readonly unknowns: number };
  /** At most 1,000, worst first. */
  readonly violations: readonly AttestedResult[];
  readonly exceptions: readonly AttestedException[];
  readonly unknowns: readonly AttestedResult[];
  /** RFC 3339. */
  readonly judgedAt: string;
  /** RFC 3339: from here on it may be another verdict, by time alone. */
  readonly nextChange?: string;
  /** Advisory knowledge that it rests on. */
  readonly advisories?: { readonly generation: number; readonly asOf?: string };
  readonly judge: { readonly uri: string; readonly version: string };
}

/** What a verdict does not say of itself. */
export interface VerdictOptions {
  readonly subject: readonly StatementSubject[];
  /** Version of Pratique. */
  readonly version: string;
  /** `sha256:…` of the compiled policies. */
  readonly policiesDigest?: string;
  readonly database?: Pick<DatabaseSummary, 'generation' | 'asOf'>;
}

function attested(result: PolicyResult): AttestedResult {
  const { policy, severity, decision, subject, message, field } = result;
  return { policy, severity, decision, subject: subject.name, message, ...(field !== undefined && { field }) };
}

function attestedException(result: PolicyResult): AttestedException[] {
  const { exception } = result;
  if (!exception) return [];
  const { name, owner, reason, approvedBy, expires } = exception;
  return [
    { ...attested(result), exception: name, owner, reason, ...(approvedBy !== undefined && { approvedBy }), expires },
  ];
}

/** A verdict as a statement about an image. */
export function verdictStatement(verdict: Verdict, options: VerdictOptions): Statement {
  const { stage, decision, compliance, profile, violations, excepted, unknowns, judgedAt, nextChange } = verdict;
  const { database, policiesDigest } = options;
  const predicate: VerdictPredicate = {
    stage,
    decision,
    compliance,
    profile,
    policies: { count: verdict.policies, ...(policiesDigest !== undefined && { digest: policiesDigest }) },
    counts: { violations: violations.length, exceptions: excepted.length, unknowns: unknowns.length },
    violations: violations.slice(0, MAX_LISTED).map(attested),
    exceptions: excepted.slice(0, MAX_LISTED).flatMap(attestedException),
    unknowns: unknowns.slice(0, MAX_LISTED).map(attested),
    judgedAt,
    ...(nextChange !== undefined && { nextChange }),
    ...(database && {
      advisories: { generation: database.generation, ...(database.asOf !== undefined && { asOf: database.asOf }) },
    }),
    judge: { uri: JUDGE_URI, version: options.version },
  };
  return { subject: options.subject, predicateType: VERDICT_PREDICATE, predicate: { ...predicate } };
}
