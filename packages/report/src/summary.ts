import type { Finding, NotAssessed, ScanResult, Severity, Unknown } from '@pratique/model';

/** From worst to least, then what nobody rated. */
export const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'negligible', 'unknown'];

/** How many findings there are of each severity. */
export function countSeverities(findings: readonly Finding[]): Readonly<Record<Severity, number>> {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, negligible: 0, unknown: 0 };
  for (const { severity } of findings) counts[severity] += 1;
  return counts;
}

/** `3 critical, 9 high`; the severities without findings are left out. */
export function severityPhrase(findings: readonly Finding[]): string {
  const counts = countSeverities(findings);
  return severities
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${severity}`)
    .join(', ');
}

/** Counts that every format carries. */
export interface Summary {
  readonly packages: number;
  readonly findings: number;
  readonly severities: Readonly<Record<Severity, number>>;
  readonly fixable: number;
  readonly knownExploited: number;
  readonly suppressed: number;
  readonly notAssessed: number;
  readonly unknowns: number;
  readonly hidden: number;
}

export function summarize(result: ScanResult, hidden: number): Summary {
  const { findings, suppressed, notAssessed, sbom } = result;
  return {
    packages: sbom.packages.length,
    findings: findings.length,
    severities: countSeverities(findings),
    fixable: findings.filter(({ fixedIn }) => fixedIn !== '').length,
    knownExploited: findings.filter(({ knownExploited }) => knownExploited).length,
    suppressed: suppressed.length,
    notAssessed: notAssessed.length,
    unknowns: allUnknowns(result).length,
    hidden,
  };
}

/** What the inventory and the matching could not tell. */
export function allUnknowns({ sbom, unknowns }: ScanResult): readonly Unknown[] {
  return [...sbom.unknowns, ...unknowns];
}

/** Reasons with how many packages they hold for, most first. */
export function notAssessedReasons(notAssessed: readonly NotAssessed[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { reason } of notAssessed) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

const HOUR = 3_600_000;

/** How old the advisories are, in one unit: `less than 1 h old`, `3 h old`, `12 d old`. */
export function ageOf(asOf: string, scannedAt: string): string {
  const hours = Math.floor((Date.parse(scannedAt) - Date.parse(asOf)) / HOUR);
  if (hours < 0) return 'fetched later than the time that is judged by';
  if (hours < 1) return 'less than 1 h old';
  return hours < 48 ? `${hours} h old` : `${Math.floor(hours / 24)} d old`;
}

/** One sentence on what the findings were matched against. Every report carries it. */
export function databasePhrase({ database, scannedAt }: ScanResult): string {
  const { asOf, generation, stale, starter } = database;
  if (starter) {
    return 'Advisories: only the starter set that ships with Pratique, which covers nothing. Run `pratique advisories update`.';
  }
  if (asOf === undefined) return 'Advisories: none are loaded. Run `pratique advisories update`.';
  const age = `as of ${asOf.slice(0, 16).replace('T', ' ')} UTC, ${ageOf(asOf, scannedAt)}, generation ${generation}`;
  return stale ? `Advisories: STALE, ${age}. Run \`pratique advisories update\`.` : `Advisories: ${age}.`;
}
