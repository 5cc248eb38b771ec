import { type MetricTable, readMetrics } from './metrics.ts';

const attackVector: Readonly<Record<string, number>> = { N: 0.85, A: 0.62, L: 0.55, P: 0.2 };
const attackComplexity: Readonly<Record<string, number>> = { L: 0.77, H: 0.44 };
const privileges: Readonly<Record<string, number>> = { N: 0.85, L: 0.62, H: 0.27 };
/** Where the scope changes, privileges in the first component are worth less to the attacked one. */
const privilegesChanged: Readonly<Record<string, number>> = { N: 0.85, L: 0.68, H: 0.5 };
const userInteraction: Readonly<Record<string, number>> = { N: 0.85, R: 0.62 };
const impact: Readonly<Record<string, number>> = { H: 0.56, L: 0.22, N: 0 };

const required: MetricTable = {
  AV: ['N', 'A', 'L', 'P'],
  AC: ['L', 'H'],
  PR: ['N', 'L', 'H'],
  UI: ['N', 'R'],
  S: ['U', 'C'],
  C: ['H', 'L', 'N'],
  I: ['H', 'L', 'N'],
  A: ['H', 'L', 'N'],
};
const requirement = ['X', 'L', 'M', 'H'];
const optional: MetricTable = {
  E: ['X', 'U', 'P', 'F', 'H'],
  RL: ['X', 'O', 'T', 'W', 'U'],
  RC: ['X', 'U', 'R', 'C'],
  CR: requirement,
  IR: requirement,
  AR: requirement,
  ...Object.fromEntries(Object.entries(required).map(([name, values]) => [`M${name}`, ['X', ...values]])),
};

/** Smallest number with one decimal that is not below (CVSS 3.1 appendix A: free of floating-point surprises). */
function roundUp31(value: number): number {
  const whole = Math.round(value * 100_000);
  return whole % 10_000 === 0 ? whole / 100_000 : (Math.floor(whole / 10_000) + 1) / 10;
}

function roundUp30(value: number): number {
  return Math.ceil(value * 10) / 10;
}

/** Base score of a CVSS 3.0 or 3.1 vector (specification section 7.1); undefined where it is none. */
export function baseScore3(version: '3.0' | '3.1', vector: string): number | undefined {
  const metrics = readMetrics(vector, `CVSS:${version}/`, required, optional);
  if (!metrics) return undefined;
  const weight = (table: Readonly<Record<string, number>>, name: string): number => table[metrics.get(name) ?? ''] ?? 0;
  const changed = metrics.get('S') === 'C';
  const lost = 1 - (1 - weight(impact, 'C')) * (1 - weight(impact, 'I')) * (1 - weight(impact, 'A'));
  const impactScore = changed ? 7.52 * (lost - 0.029) - 3.25 * (lost - 0.02) ** 15 : 6.42 * lost;
  if (impactScore <= 0) return 0;
  const exploitability =
    8.22 *
    weight(attackVector, 'AV') *
    weight(attackComplexity, 'AC') *
    weight(changed ? privilegesChanged : privileges, 'PR') *
    weight(userInteraction, 'UI');
  const sum = Math.min((changed ? 1.08 : 1) * (impactScore + exploitability), 10);
  return version === '3.0' ? roundUp30(sum) : roundUp31(sum);
}
