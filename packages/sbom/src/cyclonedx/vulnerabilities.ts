import { listOf } from '@pratique/foundation';
import type { CvssScore, Finding, Severity, Suppression } from '@pratique/model';
import type { Assessment } from '../writing.ts';

const severities: Readonly<Record<Severity, string>> = {
  critical: 'critical',
  high: 'high',
  medium: 'medium',
  low: 'low',
  negligible: 'info',
  unknown: 'unknown',
};

const methods: Readonly<Record<CvssScore['version'], string>> = {
  '2.0': 'CVSSv2',
  '3.0': 'CVSSv3',
  '3.1': 'CVSSv31',
  '4.0': 'CVSSv4',
};

/** OpenVEX justifications in CycloneDX's words. */
const justifications: Readonly<Record<string, string>> = {
  component_not_present: 'code_not_present',
  vulnerable_code_not_present: 'code_not_present',
  vulnerable_code_not_in_execute_path: 'code_not_reachable',
  vulnerable_code_cannot_be_controlled_by_adversary: 'requires_environment',
  inline_mitigations_already_exist: 'protected_by_mitigating_control',
};

function ratings({ severity, cvss }: Finding): object[] {
  if (!cvss) return [{ severity: severities[severity], method: 'other' }];
  const { score, vector, version } = cvss;
  return [{ score, severity: severities[severity], method: methods[version], vector }];
}

function analysis({ by, reason, status, justification, source }: Suppression): object {
  const known = justification && justifications[justification];
  const state = by === 'vex' && status === 'fixed' ? 'resolved' : 'not_affected';
  return {
    state,
    ...(known && { justification: known }),
    detail: `${reason}${justification ? ` (${justification})` : ''} — ${source}`,
  };
}

function recommendation({ fixedIn, package: purl, state }: Finding): string {
  if (fixedIn) return `Update to ${fixedIn}.`;
  return state === 'will-not-fix' ? `No fix will be made for ${purl}.` : 'No fix is known yet.';
}

function vulnerability(finding: Finding): object {
  const { id, sources, aliases, cwes, suppressed } = finding;
  const first = sources[0];
  const numbers = cwes.map((cwe) => Number(/\d+$/.exec(cwe)?.[0])).filter((cwe) => Number.isInteger(cwe) && cwe > 0);
  return {
    'bom-ref': `${id}@${finding.package}`,
    id,
    ...(first && { source: { name: first.feed, ...(first.url && { url: first.url }) } }),
    references: aliases.map((alias) => ({ id: alias, source: { name: first?.feed ?? 'alias' } })),
    ratings: ratings(finding),
    ...(numbers.length > 0 && { cwes: numbers }),
    description: finding.title,
    recommendation: recommendation(finding),
    advisories: [...new Set(finding.references)].map((url) => ({ url })),
    ...(finding.published && { published: finding.published }),
    ...(finding.modified && { updated: finding.modified }),
    ...(suppressed && { analysis: analysis(suppressed) }),
    affects: [{ ref: finding.package }],
    properties: [
      { name: 'pratique:state', value: finding.state },
      { name: 'pratique:kind', value: finding.kind },
      { name: 'pratique:fixedIn', value: finding.fixedIn },
      { name: 'pratique:priority', value: String(finding.priority) },
      { name: 'pratique:knownExploited', value: String(finding.knownExploited !== undefined) },
      ...(finding.epss ? [{ name: 'pratique:epss', value: String(finding.epss.score) }] : []),
    ],
  };
}

/** The document's `vulnerabilities`: findings, and the suppressed ones with their analysis. */
export function writeVulnerabilities({ findings, suppressed }: Assessment): Iterable<unknown> {
  return listOf([...findings, ...suppressed], vulnerability);
}
