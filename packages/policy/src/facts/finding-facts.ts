import type { Facts, Finding, Severity } from '@pratique/model';
import { instantOf } from './instants.ts';

/** Severities as numbers, so that conditions can say "at least". */
export const severityRanks: Readonly<Record<Severity, number>> = {
  critical: 5,
  high: 4,
  medium: 3,
  low: 2,
  negligible: 1,
  unknown: 0,
};

/** Fields of the subject `finding`. `pkg` and `image` are what {@link packageFacts} and {@link imageFacts} gave. */
export function findingFacts(finding: Finding, pkg: Facts, image: Facts | undefined): Facts {
  const { cvss, epss, knownExploited } = finding;
  return {
    id: finding.id,
    aliases: finding.aliases,
    kind: finding.kind,
    severity: finding.severity,
    severityRank: severityRanks[finding.severity],
    severityFrom: finding.severityFrom,
    cvss: cvss && { score: cvss.score, version: cvss.version, vector: cvss.vector },
    state: finding.state,
    fixedIn: finding.fixedIn,
    fixAvailableSince: instantOf(finding.fixAvailableSince),
    published: instantOf(finding.published),
    modified: instantOf(finding.modified),
    knownExploited: knownExploited !== undefined,
    knownExploitedSince: instantOf(knownExploited?.dateAdded),
    dueDate: instantOf(knownExploited?.dueDate),
    ransomware: knownExploited?.ransomware === true,
    epss: epss && { score: epss.score, percentile: epss.percentile },
    cwes: finding.cwes,
    title: finding.title,
    fromBase: finding.fromBase,
    priority: finding.priority,
    feeds: [...new Set(finding.sources.map(({ feed }) => feed))],
    package: pkg,
    image,
  };
}
