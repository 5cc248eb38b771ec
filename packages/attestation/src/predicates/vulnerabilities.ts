import type { Finding, ScanResult } from '@pratique/model';
import type { Statement, StatementSubject } from '../statement/statement.ts';
import { imageSubjects } from './scan-subjects.ts';

/** in-toto/attestation, spec/predicates/vulns_02.md. */
export const VULNERABILITIES_PREDICATE = 'https://in-toto.io/attestation/vulns/v0.2';

const SCANNER_URI = 'https://pratique.dev';
/** Required by the specification, also where no feed is loaded: then older than every limit. */
const NEVER = '1970-01-01T00:00:00Z';

/** What a scan result does not say of itself. */
export interface VulnerabilityOptions {
  /** Version of Pratique. */
  readonly version: string;
  /** RFC 3339; absent: when it ended. */
  readonly startedAt?: string;
  /** Instead of those of the scanned image. */
  readonly subject?: readonly StatementSubject[];
}

function resultOf(finding: Finding): object {
  const { cvss } = finding;
  const annotations = {
    package: finding.package,
    state: finding.state,
    kind: finding.kind,
    ...(finding.fixedIn !== '' && { fixedIn: finding.fixedIn }),
    ...(finding.aliases.length > 0 && { aliases: finding.aliases.join(' ') }),
    ...(finding.knownExploited && { knownExploited: finding.knownExploited.dateAdded }),
  };
  return {
    id: finding.id,
    severity: [
      { method: finding.severityFrom, score: finding.severity },
      ...(cvss ? [{ method: `cvss-${cvss.version}`, score: cvss.score.toFixed(1) }] : []),
    ],
    annotations: [annotations],
  };
}

/**
 * The findings of a scan as an in-toto vulnerabilities predicate. Suppressed findings are left out and counted; so are
 * packages that no feed covers and files that could not be read: an empty list alone does not mean clean.
 * @throws PratiqueError `attestation/subject-missing`
 */
export function vulnerabilityStatement(result: ScanResult, options: VulnerabilityOptions): Statement {
  const { database, sbom } = result;
  return {
    subject: options.subject ?? imageSubjects(sbom.subject),
    predicateType: VULNERABILITIES_PREDICATE,
    predicate: {
      scanner: {
        uri: SCANNER_URI,
        version: options.version,
        db: { version: String(database.generation), lastUpdate: database.asOf ?? NEVER },
        result: result.findings.map(resultOf),
      },
      metadata: { scanStartedOn: options.startedAt ?? result.scannedAt, scanFinishedOn: result.scannedAt },
      // Fields of one's own are named by URI, so that no version of the specification ever means something else by them.
      'https://pratique.dev/attestation/coverage/v1': {
        packages: sbom.packages.length,
        notAssessed: result.notAssessed.length,
        unknowns: sbom.unknowns.length + result.unknowns.length,
        suppressed: result.suppressed.length,
        stale: database.stale,
        starter: database.starter,
      },
    },
  };
}
