import type { Finding, Severity } from '@pratique/model';
import { compareSeverity } from './merge/severity.ts';

/** Points by severity. Unknown stands between low and medium: nobody said that it is harmless. */
const severityPoints: Readonly<Record<Severity, number>> = {
  critical: 30,
  high: 22,
  medium: 12,
  low: 5,
  negligible: 1,
  unknown: 8,
};

/**
 * What to do first, 0 to 100, as a sum:
 *
 * | what | points |
 * |---|---|
 * | known to be exploited (KEV), or malware | 40 |
 * | severity: critical, high, medium, unknown, low, negligible | 30, 22, 12, 8, 5, 1 |
 * | EPSS: 15 × √probability, so that 1% counts 1.5 and 50% counts 10.6 | 0–15 |
 * | a fix is there | 10 |
 * | our own layer, the base image's, not known whose | 5, 0, 2 |
 */
export function priorityOf(finding: Omit<Finding, 'priority'>): number {
  const exploited = finding.knownExploited !== undefined || finding.kind === 'malware' ? 40 : 0;
  const epss = 15 * Math.sqrt(Math.min(1, Math.max(0, finding.epss?.score ?? 0)));
  const fix = finding.fixedIn === '' ? 0 : 10;
  const layer = { no: 5, yes: 0, unknown: 2 }[finding.fromBase];
  return Math.min(100, Math.round(exploited + severityPoints[finding.severity] + epss + fix + layer));
}

/** Order of every report: priority, then severity, then id and package, so that equal input gives equal output. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    b.priority - a.priority ||
    compareSeverity(a.severity, b.severity) ||
    compareText(a.id, b.id) ||
    compareText(a.package, b.package)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
