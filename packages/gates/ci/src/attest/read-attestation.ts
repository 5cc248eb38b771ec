import {
  readVerdict,
  VERDICT_PREDICATE,
  type VerdictPredicate,
  type VerificationKey,
  verifyEnvelope,
} from '@pratique/attestation';
import { PratiqueError } from '@pratique/foundation';
import type { Digest } from '@pratique/model';
import { worst } from '../check/decision.ts';
import { ciErrors } from '../errors.ts';

/** Statements in one file; a release has a handful. */
const MAX_LINES = 1000;

/** Whose word counts, and on which image. */
export interface AttestationQuestion {
  /** One DSSE envelope per line. */
  readonly text: string;
  /** For messages. */
  readonly path: string;
  readonly keys: readonly VerificationKey[];
  /** Every digest of the image: any of them may be the subject. */
  readonly digests: readonly Digest[];
}

/** Statements of another kind, or about other images, may stand in the same file. */
const beside: ReadonlySet<string> = new Set(['attestation/predicate-mismatch', 'attestation/subject-mismatch']);

/** Newest first; of two of one instant the worse, whatever their order in the file. */
function byAge(a: VerdictPredicate, b: VerdictPredicate): number {
  const age = Date.parse(b.judgedAt) - Date.parse(a.judgedAt);
  if (age !== 0 || a.decision === b.decision) return age;
  return worst([a.decision, b.decision]) === a.decision ? -1 : 1;
}

/**
 * The newest verdict in a file that the keys signed about the image.
 * @throws PratiqueError `gate-ci/no-verdict` where there is none; `attestation/…` of the first line that cannot be trusted
 */
export function readAttestation({ text, path, keys, digests }: AttestationQuestion): VerdictPredicate {
  let other: PratiqueError | undefined;
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length > MAX_LINES) {
    const why = `it holds more than the ${MAX_LINES} statements that are read, and the newest may be any of them`;
    throw ciErrors.create('gate-ci/no-verdict', { attempted: 'read the verdict from', on: path, why });
  }
  const verdicts = lines.flatMap((line) => {
    try {
      const expected = { keys, digest: digests, predicateType: VERDICT_PREDICATE };
      return [readVerdict(verifyEnvelope(Buffer.from(line), expected))];
    } catch (error) {
      if (!(error instanceof PratiqueError) || !beside.has(error.code)) throw error;
      if (error.code === 'attestation/subject-mismatch') other = error;
      return [];
    }
  });
  const [newest] = verdicts.toSorted(byAge);
  if (newest) return newest;
  if (other) throw other;
  throw ciErrors.create('gate-ci/no-verdict', { attempted: 'read the verdict from', on: path, why: 'it holds none' });
}

/** What a later stage asks of a verdict beyond who signed it. What is left out may be anything. */
export interface VerdictExpectation {
  readonly at: Date;
  /** `recommended`, `pod-security-baseline@v1.30`. */
  readonly profile?: string;
  readonly stage?: string;
  /** Milliseconds since it was judged. */
  readonly maxAge?: number;
}

/** Why a verdict cannot be relied on; undefined where it can. */
export function unreliable(verdict: VerdictPredicate, expected: VerdictExpectation): string | undefined {
  const { judgedAt, nextChange, profile, stage } = verdict;
  const { at, maxAge = Number.POSITIVE_INFINITY } = expected;
  if (expected.profile !== undefined && expected.profile !== profile)
    return `it was judged by profile ${profile || '(none)'}, not ${expected.profile}`;
  if (expected.stage !== undefined && expected.stage !== stage)
    return `it was judged for stage ${stage}, not ${expected.stage}`;
  if (Date.parse(judgedAt) > at.getTime()) return `it was judged later, at ${judgedAt}`;
  if (at.getTime() - Date.parse(judgedAt) > maxAge) return `it is too old: judged at ${judgedAt}`;
  if (nextChange !== undefined && Date.parse(nextChange) <= at.getTime())
    return `time alone may have changed it at ${nextChange}`;
  return undefined;
}
