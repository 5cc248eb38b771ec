import {
  imageSubjects,
  signStatement,
  type SigningKey,
  verdictStatement,
  vulnerabilityStatement,
} from '@pratique/attestation';
import type { ScanResult, Verdict } from '@pratique/model';
import type { PolicySet } from '@pratique/policy';

/** What is attested of a scanned image, and by whom. */
export interface Attestation {
  readonly result: ScanResult;
  readonly verdict: Verdict;
  readonly set: PolicySet;
  readonly key: SigningKey;
  /** Version of Pratique. */
  readonly version: string;
}

/**
 * The image's vulnerabilities and its verdict as two signed in-toto statements, one DSSE envelope per line, bound to its
 * digest.
 * @throws PratiqueError `attestation/subject-missing` where the target is no image
 */
export function attest({ result, verdict, set, key, version }: Attestation): string {
  const subject = imageSubjects(result.sbom.subject);
  const { database } = result;
  const statements = [
    vulnerabilityStatement(result, { version }),
    verdictStatement(verdict, { subject, version, policiesDigest: set.digest, database }),
  ];
  return statements.map((statement) => `${signStatement(statement, key)}\n`).join('');
}
