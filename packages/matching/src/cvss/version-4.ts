import { macroVectorScores } from './macro-vector-scores.ts';
import { type MetricTable, type Metrics, readMetrics } from './metrics.ts';

const required: MetricTable = {
  AV: ['N', 'A', 'L', 'P'],
  AC: ['L', 'H'],
  AT: ['N', 'P'],
  PR: ['N', 'L', 'H'],
  UI: ['N', 'P', 'A'],
  VC: ['H', 'L', 'N'],
  VI: ['H', 'L', 'N'],
  VA: ['H', 'L', 'N'],
  SC: ['H', 'L', 'N'],
  SI: ['H', 'L', 'N'],
  SA: ['H', 'L', 'N'],
};
const requirement = ['X', 'H', 'M', 'L'];
const optional: MetricTable = {
  E: ['X', 'A', 'P', 'U'],
  CR: requirement,
  IR: requirement,
  AR: requirement,
  ...Object.fromEntries(Object.entries(required).map(([name, values]) => [`M${name}`, ['X', ...values]])),
  MSI: ['X', 'S', 'H', 'L', 'N'],
  MSA: ['X', 'S', 'H', 'L', 'N'],
  S: ['X', 'N', 'P'],
  AU: ['X', 'N', 'Y'],
  R: ['X', 'A', 'U', 'I'],
  V: ['X', 'D', 'C'],
  RE: ['X', 'L', 'M', 'H'],
  U: ['X', 'Clear', 'Green', 'Amber', 'Red'],
};

/** What "not defined" counts as: the worst case (specification, tables 12 and 14). */
const worst: Readonly<Record<string, string>> = { E: 'A', CR: 'H', IR: 'H', AR: 'H' };

/** How far a value lies below its metric's worst one, in steps (specification section 8.2, severity distance). */
const depths: Readonly<Record<string, string>> = {
  AV: 'NALP',
  PR: 'NLH',
  UI: 'NPA',
  AC: 'LH',
  AT: 'NP',
  VC: 'HLN',
  VI: 'HLN',
  VA: 'HLN',
  SC: 'SHLN',
  SI: 'SHLN',
  SA: 'SHLN',
  CR: 'HML',
  IR: 'HML',
  AR: 'HML',
};

type Value = (name: string) => string;

/** The value that counts: the modified one where it is set, else the base one, else the worst. */
function effective(metrics: Metrics): Value {
  return (name) => {
    const modified = metrics.get(`M${name}`);
    if (modified !== undefined && modified !== 'X') return modified;
    const value = metrics.get(name);
    return value === undefined || value === 'X' ? (worst[name] ?? '') : value;
  };
}

/** Equivalence classes EQ1 to EQ6 (specification, tables 24 to 29). */
type Classes = readonly [number, number, number, number, number, number];

function is(value: Value, name: string, wanted: string): boolean {
  return value(name) === wanted;
}

/** EQ1: how freely the attacker gets at it. */
function classifyAccess(value: Value): number {
  const free = ['AV', 'PR', 'UI'].filter((name) => is(value, name, 'N')).length;
  if (free === 3) return 0;
  return free > 0 && !is(value, 'AV', 'P') ? 1 : 2;
}

/** EQ3: what the vulnerable system loses. */
function classifyVulnerable(value: Value): number {
  if (is(value, 'VC', 'H') && is(value, 'VI', 'H')) return 0;
  return ['VC', 'VI', 'VA'].some((name) => is(value, name, 'H')) ? 1 : 2;
}

/** EQ4: what subsequent systems lose. */
function classifySubsequent(value: Value): number {
  if (is(value, 'SI', 'S') || is(value, 'SA', 'S')) return 0;
  return ['SC', 'SI', 'SA'].some((name) => is(value, name, 'H')) ? 1 : 2;
}

function classify(value: Value): Classes {
  const eq2 = is(value, 'AC', 'L') && is(value, 'AT', 'N') ? 0 : 1;
  const eq5 = 'APU'.indexOf(value('E'));
  const required = ['C', 'I', 'A'].some((name) => is(value, `${name}R`, 'H') && is(value, `V${name}`, 'H'));
  return [classifyAccess(value), eq2, classifyVulnerable(value), classifySubsequent(value), eq5, required ? 0 : 1];
}

/** Score of a macro vector; undefined where there is none such. */
function lookup([eq1, eq2, eq3, eq4, eq5, eq6]: Classes): number | undefined {
  const row = macroVectorScores[`${eq1}${eq2}${eq3}`];
  if (eq3 === 2) return eq6 === 1 && eq4 < 3 && eq5 < 3 ? row?.[eq4 * 3 + eq5] : undefined;
  return eq4 < 3 && eq5 < 3 && eq6 < 2 ? row?.[eq4 * 6 + eq5 * 2 + eq6] : undefined;
}

/** One group of metrics that are lowered together. */
interface Group {
  readonly metrics: readonly string[];
  /** Worst combinations within the class, values in the order of `metrics`. */
  readonly highest: readonly string[];
  /** Steps from the worst to the least combination of the class. */
  readonly depth: number;
  /** Macro vectors one class lower. */
  readonly lower: readonly Classes[];
}

const highest1 = [['NNN'], ['ANN', 'NLN', 'NNP'], ['PNN', 'ALP']];
const highest2 = [['LN'], ['HN', 'LP']];
const highest36: Readonly<Record<string, readonly string[]>> = {
  '00': ['HHHHHH'],
  '01': ['HHLMMH', 'HHHMMM'],
  '10': ['LHHHHH', 'HLHHHH'],
  '11': ['LHLHMH', 'LHHHMM', 'HLHMHM', 'HLLMHH', 'LLHHHM'],
  '21': ['LLLHHH'],
};
const highest4 = [['HSS'], ['HHH'], ['LLL']];
const depth36: Readonly<Record<string, number>> = { '00': 7, '01': 6, '10': 8, '11': 8, '21': 10 };

function groupsOf([eq1, eq2, eq3, eq4, eq5, eq6]: Classes): readonly Group[] {
  const key = `${eq3}${eq6}`;
  const with36 = (c3: number, c6: number): Classes => [eq1, eq2, c3, eq4, eq5, c6];
  const lower36 = key === '00' ? [with36(0, 1), with36(1, 0)] : key === '10' ? [with36(1, 1)] : [with36(eq3 + 1, eq6)];
  return [
    {
      metrics: ['AV', 'PR', 'UI'],
      highest: highest1[eq1] ?? [],
      depth: [1, 4, 5][eq1] ?? 1,
      lower: [[eq1 + 1, eq2, eq3, eq4, eq5, eq6]],
    },
    {
      metrics: ['AC', 'AT'],
      highest: highest2[eq2] ?? [],
      depth: eq2 + 1,
      lower: [[eq1, eq2 + 1, eq3, eq4, eq5, eq6]],
    },
    {
      metrics: ['VC', 'VI', 'VA', 'CR', 'IR', 'AR'],
      highest: highest36[key] ?? [],
      depth: depth36[key] ?? 1,
      lower: lower36,
    },
    {
      metrics: ['SC', 'SI', 'SA'],
      highest: highest4[eq4] ?? [],
      depth: 6 - eq4,
      lower: [[eq1, eq2, eq3, eq4 + 1, eq5, eq6]],
    },
    { metrics: [], highest: [''], depth: 1, lower: [[eq1, eq2, eq3, eq4, eq5 + 1, eq6]] },
  ];
}

/** Steps from the first of the worst combinations that is nowhere below the value. */
function distance({ metrics, highest }: Group, value: Value): number {
  for (const combination of highest) {
    const steps = metrics.map((name, i) => {
      const scale = depths[name] ?? '';
      return scale.indexOf(value(name)) - scale.indexOf(combination[i] ?? '');
    });
    if (steps.every((step) => step >= 0)) return steps.reduce((sum, step) => sum + step, 0);
  }
  return 0;
}

const impacts = ['VC', 'VI', 'VA', 'SC', 'SI', 'SA'];

/**
 * Score of a CVSS 4.0 vector (specification section 8.2): its macro vector's score, lowered by how far its metrics lie
 * below the worst of their classes. Undefined where it is no vector.
 */
export function score4(vector: string): number | undefined {
  const metrics = readMetrics(vector, 'CVSS:4.0/', required, optional);
  if (!metrics) return undefined;
  const value = effective(metrics);
  if (impacts.every((name) => value(name) === 'N')) return 0;
  const classes = classify(value);
  const score = lookup(classes);
  if (score === undefined) return undefined;
  const drops: number[] = [];
  for (const group of groupsOf(classes)) {
    const below = group.lower.map(lookup).filter((found) => found !== undefined);
    if (below.length > 0) drops.push(((score - Math.max(...below)) * distance(group, value)) / group.depth);
  }
  const mean = drops.length === 0 ? 0 : drops.reduce((sum, drop) => sum + drop, 0) / drops.length;
  const exact = Math.min(10, Math.max(0, score - mean));
  // Sums of tenths end a hair below the half that must round up.
  return Math.round((exact + 1e-6) * 10) / 10;
}
