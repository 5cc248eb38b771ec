import { type MetricTable, readMetrics } from './metrics.ts';

const impact: Readonly<Record<string, number>> = { N: 0, P: 0.275, C: 0.66 };
const accessVector: Readonly<Record<string, number>> = { L: 0.395, A: 0.646, N: 1 };
const accessComplexity: Readonly<Record<string, number>> = { H: 0.35, M: 0.61, L: 0.71 };
const authentication: Readonly<Record<string, number>> = { M: 0.45, S: 0.56, N: 0.704 };

const required: MetricTable = {
  AV: ['L', 'A', 'N'],
  AC: ['H', 'M', 'L'],
  Au: ['M', 'S', 'N'],
  C: ['N', 'P', 'C'],
  I: ['N', 'P', 'C'],
  A: ['N', 'P', 'C'],
};
const optional: MetricTable = {
  E: ['ND', 'U', 'POC', 'F', 'H'],
  RL: ['ND', 'OF', 'TF', 'W', 'U'],
  RC: ['ND', 'UC', 'UR', 'C'],
  CDP: ['ND', 'N', 'L', 'LM', 'MH', 'H'],
  TD: ['ND', 'N', 'L', 'M', 'H'],
  CR: ['ND', 'L', 'M', 'H'],
  IR: ['ND', 'L', 'M', 'H'],
  AR: ['ND', 'L', 'M', 'H'],
};

/** Base score of a CVSS 2.0 vector (guide, 3.2.1), with or without parentheses; undefined where it is none. */
export function baseScore2(vector: string): number | undefined {
  const plain = vector.replace(/^CVSS:2\.0\//, '').replace(/^\((.*)\)$/, '$1');
  const metrics = readMetrics(plain, '', required, optional);
  if (!metrics) return undefined;
  const weight = (table: Readonly<Record<string, number>>, name: string): number => table[metrics.get(name) ?? ''] ?? 0;
  const impactScore = 10.41 * (1 - (1 - weight(impact, 'C')) * (1 - weight(impact, 'I')) * (1 - weight(impact, 'A')));
  const exploitability =
    20 * weight(accessVector, 'AV') * weight(accessComplexity, 'AC') * weight(authentication, 'Au');
  const factor = impactScore === 0 ? 0 : 1.176;
  return Math.round((0.6 * impactScore + 0.4 * exploitability - 1.5) * factor * 10) / 10;
}
