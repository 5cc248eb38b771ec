import type { Advisory, AdvisoryDatabase, CvssScore, Severity } from '@pratique/model';
import { bestCvss, severityOfScore } from './cvss.ts';
import { unwrapId } from './identity.ts';
import { type Assertion, rankOf } from './resolution.ts';

/** How bad a vulnerability is for a package, and who says so. */
export interface Rating {
  readonly severity: Severity;
  /**
   * `distro`: the distribution's rating of this flaw in this package. `source`: the matched advisory's. `cvss-3.1` and
   * its kind: computed from the matched advisory's vector. `kind`: a rule for malware and unmaintained packages.
   * `… of osv/npm`: not from what matched but from that feed's record of the same vulnerability. `none`: nobody said.
   */
  readonly severityFrom: string;
  readonly cvss?: CvssScore;
}

const severityOrder: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'negligible', 'unknown'];

/** Sorts the more severe first. */
export function compareSeverity(a: Severity, b: Severity): number {
  return severityOrder.indexOf(a) - severityOrder.indexOf(b);
}

function worst(severities: readonly (Severity | undefined)[]): Severity | undefined {
  return severities
    .filter((severity) => severity !== undefined && severity !== 'unknown')
    .sort((a, b) => compareSeverity(a as Severity, b as Severity))[0];
}

/**
 * Rates a vulnerability: the distribution, then the matched sources' own words (of the highest rank that has any, the
 * worst), then their vectors, then records of the same vulnerability in other feeds (vectors before words: another
 * distribution's word is about its own package).
 */
export function rate(assertions: readonly Assertion[], others: readonly Advisory[], kind: Advisory['kind']): Rating {
  const ranked = [...assertions].sort((a, b) => rankOf(a) - rankOf(b));
  const matched = bestCvss(ranked.flatMap(({ advisory }) => advisory.cvss));
  const enriched = matched ? undefined : fromOthers(others);
  const cvss = matched ?? enriched?.cvss;
  const rating = (severity: Severity, severityFrom: string): Rating =>
    cvss ? { severity, severityFrom, cvss } : { severity, severityFrom };

  const distro = worst(ranked.filter(({ key }) => key.authority === 'distribution').map(({ entry }) => entry.severity));
  if (distro) return rating(distro, 'distro');
  const source = wordOf(ranked);
  if (source) return rating(source, 'source');
  if (matched) return rating(severityOfScore(matched.score, matched.version), `cvss-${matched.version}`);
  if (kind === 'malware') return rating('critical', 'kind');
  if (kind === 'unmaintained') return rating('low', 'kind');
  return enriched ?? rating('unknown', 'none');
}

function wordOf(ranked: readonly Assertion[]): Severity | undefined {
  for (const rank of new Set(ranked.map(rankOf))) {
    const peers = ranked.filter((assertion) => rankOf(assertion) === rank);
    const said = worst(peers.flatMap(({ entry, advisory }) => [entry.severity, advisory.severity]));
    if (said) return said;
  }
  return undefined;
}

function fromOthers(others: readonly Advisory[]): Rating | undefined {
  const cvss = bestCvss(others.flatMap((advisory) => advisory.cvss));
  if (cvss) {
    const by = others.find((advisory) => advisory.cvss.some(({ vector }) => vector === cvss.vector)) as Advisory;
    const severity = severityOfScore(cvss.score, cvss.version);
    return { severity, severityFrom: `cvss-${cvss.version} of ${by.feed}`, cvss };
  }
  const severity = worst(others.map((advisory) => advisory.severity));
  const by = others.find((advisory) => advisory.severity === severity);
  return severity && by ? { severity, severityFrom: `source of ${by.feed}` } : undefined;
}

/** Records of the same vulnerability in any feed, errata over several left out; in a fixed order. */
export function recordsOf(vulnerability: string, database: AdvisoryDatabase): readonly Advisory[] {
  return database
    .advisoriesFor(vulnerability)
    .filter((advisory) => advisory.withdrawn === undefined && speaksOnlyOf(advisory, vulnerability))
    .toSorted((a, b) => (a.feed === b.feed ? order(a.id, b.id) : order(a.feed, b.feed)));
}

function speaksOnlyOf(advisory: Advisory, vulnerability: string): boolean {
  return advisory.vulnerabilities.every((id) => unwrapId(id) === vulnerability);
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
