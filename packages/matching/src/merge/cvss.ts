import type { CvssScore, CvssVector, Severity } from '@pratique/model';
import { scoreOf } from '../cvss/score.ts';

/** The newer standard says more: 4.0 before 3.1 before 3.0 before 2.0. */
const newestFirst = ['4.0', '3.1', '3.0', '2.0'] as const;

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
