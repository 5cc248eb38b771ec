import type { Digest } from '@pratique/model';
import { openEnvelope, signPayload } from './dsse/envelope.ts';
import { attestationErrors } from './errors.ts';
import type { SigningKey } from './keys/signing-key.ts';
import type { VerificationKey } from './keys/verification-key.ts';
import {
  formatStatement,
  parseStatement,
  speaksOf,
  type Statement,
  STATEMENT_PAYLOAD_TYPE,
} from './statement/statement.ts';

/** What an attestation must be to be believed. */
export interface Expectation {
  readonly keys: readonly VerificationKey[];
  /** How many different keys must have signed; 1 unless set. */
  readonly threshold?: number;
  /** The image: one of its digests, or several of which one must be a subject. */
  readonly digest: Digest | readonly Digest[];
  readonly predicateType: string;
}

/** Signs a statement with one key or several: a DSSE envelope as one line of JSON. */
export function signStatement(statement: Statement, key: SigningKey | readonly SigningKey[]): string {
  const payload = Buffer.from(formatStatement(statement));
  return signPayload(STATEMENT_PAYLOAD_TYPE, payload, 'keyId' in key ? [key] : key);
}

/**
 * Verifies that the keys have signed a statement of the wanted type about this very image. A valid signature alone binds
 * nothing: the statement of another image, or another statement of this one, is refused with a code of its own.
 * @throws PratiqueError `attestation/envelope-malformed`, `attestation/signature-invalid`, `attestation/payload-unsupported`,
 * `attestation/statement-malformed`, `attestation/subject-mismatch`, `attestation/predicate-mismatch`
 */
export function verifyEnvelope(bytes: Uint8Array, expected: Expectation): Statement {
  const statement = parseStatement(openEnvelope(bytes, { ...expected, payloadType: STATEMENT_PAYLOAD_TYPE }));
  const digests = typeof expected.digest === 'string' ? [expected.digest] : expected.digest;
  if (!speaksOf(statement, digests)) {
    const why = 'none of its subjects has this digest';
    throw attestationErrors.create('attestation/subject-mismatch', {
      attempted: 'trust the attestation of',
      on: digests.join(', ') || 'no digest',
      why,
    });
  }
  if (statement.predicateType !== expected.predicateType) {
    const why = `its predicate is not ${expected.predicateType}`;
    throw attestationErrors.create('attestation/predicate-mismatch', { attempted: 'use', on: 'the attestation', why });
  }
  return statement;
}
