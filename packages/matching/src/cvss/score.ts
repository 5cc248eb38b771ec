import type { CvssVector } from '@pratique/model';
import { baseScore2 } from './version-2.ts';
import { baseScore3 } from './version-3.ts';
import { score4 } from './version-4.ts';

/**
 * The score that a vector's own metrics give, 0 to 10; undefined for a vector that its standard does not allow (a metric
 * missing, unknown or given twice). The base score: temporal and environmental metrics are the reader's, not the feed's;
 * CVSS 4.0 has one score, which a vector's threat metrics lower.
 */
export function scoreOf({ version, vector }: CvssVector): number | undefined {
  if (version === '2.0') return baseScore2(vector);
  return version === '4.0' ? score4(vector) : baseScore3(version, vector);
}
