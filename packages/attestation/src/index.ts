export {
  type Envelope,
  type EnvelopeSignature,
  openEnvelope,
  parseEnvelope,
  signPayload,
  type Trust,
} from './dsse/envelope.ts';
export { attestationErrors } from './errors.ts';
export type { JsonObject } from './json.ts';
export type { KeyAlgorithm } from './keys/algorithm.ts';
export { loadSigningKey, type PassphraseSource, publicHalf, type SigningKey } from './keys/signing-key.ts';
export { loadVerificationKeys, type VerificationKey } from './keys/verification-key.ts';
export { readVerdict } from './predicates/read-verdict.ts';
export { imageSubjects } from './predicates/scan-subjects.ts';
export {
  type AttestedException,
  type AttestedResult,
  VERDICT_PREDICATE,
  type VerdictOptions,
  type VerdictPredicate,
  verdictStatement,
} from './predicates/verdict.ts';
export {
  VULNERABILITIES_PREDICATE,
  type VulnerabilityOptions,
  vulnerabilityStatement,
} from './predicates/vulnerabilities.ts';
export {
  formatStatement,
  parseStatement,
  type Statement,
  STATEMENT_PAYLOAD_TYPE,
  type StatementSubject,
  subjectOf,
} from './statement/statement.ts';
export { type Expectation, signStatement, verifyEnvelope } from './verify.ts';
