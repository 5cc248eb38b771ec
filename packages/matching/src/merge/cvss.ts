import type { CvssScore, CvssVector, Severity } from '@pratique/model';
// A bundle in the old module form: its members are not visible as named imports.
import cvss from 'ae-cvss-calculator';

/** Longest vector with every metric of CVSS 4.0 set is below 200 characters. */
const MAX_VECTOR_LENGTH = 256;

/** Vectors whose scores are kept: computing one of CVSS 4.0 takes 0.1 ms, and advisories share few distinct ones. */
const MAX_CACHED = 20_000;
const cache = new Map<string, number | undefined>();

const calculators = {
  '2.0': (text: string) => new cvss.Cvss2(text),
  '3.0': (text: string) => new cvss.Cvss3P0(text),
  '3.1': (text: string) => new cvss.Cvss3P1(text),
  '4.0': (text: string) => new cvss.Cvss4P0(text),
};

const prefixes = {
  '2.0': /^(?:CVSS:2\.0\/)?\(?AV:/,
  '3.0': /^CVSS:3\.0\//,
  '3.1': /^CVSS:3\.1\//,
  '4.0': /^CVSS:4\.0\//,
};

/** The newer standard says more: 4.0 before 3.1 before 3.0 before 2.0. */
const newestFirst = ['4.0', '3.1', '3.0', '2.0'] as const;

/**
 * The score that a vector's own metrics give, 0 to 10; undefined for a vector that its standard does not allow (a metric
 * missing, unknown or given twice). The base score: temporal and environmental metrics are the reader's, not the feed's;
 * CVSS 4.0 has one score, which a vector's threat metrics lower.
 */
export function scoreOf(vector: CvssVector): number | undefined {
  const key = `${vector.version} ${vector.vector}`;
  if (cache.has(key)) return cache.get(key);
  const score = computeScore(vector);
  if (cache.size >= MAX_CACHED) cache.clear();
  cache.set(key, score);
  return score;
}

function computeScore({ version, vector }: CvssVector): number | undefined {
  if (vector.length > MAX_VECTOR_LENGTH || !prefixes[version].test(vector) || repeatsMetric(vector)) return undefined;
  try {
    const calculator = calculators[version](vector);
    const { base } = calculator.calculateScores() as { base?: number };
    return calculator.isBaseFullyDefined() && typeof base === 'number' && Number.isFinite(base) ? base : undefined;
  } catch {
    return undefined;
  }
}

function repeatsMetric(vector: string): boolean {
  const metrics = vector.split('/').map((part) => part.split(':')[0]);
  return new Set(metrics).size !== metrics.length;
}

/** The best of several vectors: newest standard, then highest score; undefined where none is valid. */
export function bestCvss(vectors: readonly CvssVector[]): CvssScore | undefined {
  const scored = vectors.flatMap((vector) => {
    const score = scoreOf(vector);
    return score === undefined ? [] : [{ ...vector, score }];
  });
  return scored.reduce<CvssScore | undefined>((best, next) => (best && !isBetter(next, best) ? best : next), undefined);
}

function isBetter(a: CvssScore, b: CvssScore): boolean {
  const byVersion = newestFirst.indexOf(a.version) - newestFirst.indexOf(b.version);
  return (byVersion || b.score - a.score || (a.vector < b.vector ? -1 : 1)) < 0;
}

/** Qualitative rating of a score (CVSS 3.1 section 5, 4.0 section 6; 2.0 by NVD's scale, which has no critical). */
export function severityOfScore(score: number, version: CvssVector['version']): Severity {
  if (score >= 9 && version !== '2.0') return 'critical';
  if (score >= 7) return 'high';
  if (score >= 4) return 'medium';
  return score > 0 ? 'low' : 'negligible';
}
