import {
  readVerdict,
  VERDICT_PREDICATE,
  type VerdictPredicate,
  type VerificationKey,
  verifyEnvelope,
} from '@pratique/attestation';
import { PratiqueError } from '@pratique/foundation';
import type { Digest } from '@pratique/model';
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

/** Other statements in the same file are not what was asked for. */
const beside: ReadonlySet<string> = new Set(['attestation/predicate-mismatch']);

/**
 * The newest verdict in a file that the keys signed about the image.
 * @throws PratiqueError `gate-ci/no-verdict` where there is none; `attestation/…` of the first line that cannot be trusted
 */
export function readAttestation({ text, path, keys, digests }: AttestationQuestion): VerdictPredicate {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const verdicts = lines.slice(0, MAX_LINES).flatMap((line) => {
    try {
      const expected = { keys, digest: digests, predicateType: VERDICT_PREDICATE };
      return [readVerdict(verifyEnvelope(Buffer.from(line), expected))];
    } catch (error) {
      if (error instanceof PratiqueError && beside.has(error.code)) return [];
      throw error;
    }
  });
  const [newest] = verdicts.toSorted((a, b) => Date.parse(b.judgedAt) - Date.parse(a.judgedAt));
  if (newest) return newest;
  throw ciErrors.create('gate-ci/no-verdict', { attempted: 'read the verdict from', on: path, why: 'it holds none' });
}

/** Why a verdict can no longer be relied on at an instant; undefined while it can. */
export function staleness({ judgedAt, nextChange }: VerdictPredicate, at: Date): string | undefined {
  if (Date.parse(judgedAt) > at.getTime()) return `it was judged later, at ${judgedAt}`;
  if (nextChange !== undefined && Date.parse(nextChange) <= at.getTime())
    return `time alone may have changed it at ${nextChange}`;
  return undefined;
}
