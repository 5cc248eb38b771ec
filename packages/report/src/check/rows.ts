import type {
  CheckedTarget,
  CheckResult,
  Comparison,
  Decision,
  Judgement,
  PolicyResult,
  PolicySeverity,
  ScanResult,
} from '@pratique/model';

/** What one policy result means for its target. */
export interface CheckRow {
  readonly target: CheckedTarget;
  readonly result: PolicyResult;
  /** What it does: an unknown of a policy that denies is `unknown`; what is excepted allows. */
  readonly effect: Decision | 'unknown';
}

function effectOf(result: PolicyResult): CheckRow['effect'] {
  if (result.exception?.state === 'approved') return 'allow';
  return result.result === 'unknown' ? 'unknown' : result.decision;
}

/** The violations and unknowns of a target, worst first; what is excepted apart. */
export function rowsOf(target: CheckedTarget): readonly CheckRow[] {
  const { violations, unknowns } = target.verdict;
  return [...violations, ...unknowns].map((result) => ({ target, result, effect: effectOf(result) }));
}

function introducedOnly(rows: readonly CheckRow[], comparison: Comparison | undefined): readonly CheckRow[] {
  const introduced = comparison && new Set(comparison.introduced);
  return introduced ? rows.filter((row) => introduced.has(row.result)) : rows;
}

/** Rows that fail the check: with a comparison only what the change introduces. */
export function countingRows({ targets, comparison }: CheckResult): readonly CheckRow[] {
  return introducedOnly(targets.flatMap(rowsOf), comparison);
}

/** A scanned target as one that was checked. */
export function scannedTarget({ sbom }: ScanResult, { verdict }: Judgement): CheckedTarget {
  const kind = { image: 'Image', directory: 'Directory', host: 'Host' }[sbom.subject.kind];
  return { file: sbom.subject.name, line: 1, kind, name: sbom.subject.name, namespace: '', verdict };
}

/** What the policies say of a scanned target: with a comparison only what the change introduces. */
export function judgedRows(result: ScanResult, judgement: Judgement): readonly CheckRow[] {
  return introducedOnly(rowsOf(scannedTarget(result, judgement)), judgement.comparison);
}

/** Line of the place, else of the target. */
export function lineOf({ target, result }: CheckRow): number {
  return result.subject.line ?? target.line;
}

/** `line 12, spec.replicas`. Of a Dockerfile the field is the line itself. */
export function placeOf(row: CheckRow): string {
  const line = `line ${lineOf(row)}`;
  const { field } = row.result;
  return field === undefined || field === '' || field === line ? line : `${line}, ${field}`;
}

/** `Deployment shop/api`, `Dockerfile`. */
export function targetName({ kind, namespace, name }: CheckedTarget): string {
  const full = namespace && name ? `${namespace}/${name}` : name;
  return `${kind} ${full}`.trim() || 'document';
}

/** SARIF's and CI's three levels. */
export function levelOf({ effect, result }: CheckRow): 'error' | 'warning' | 'note' {
  if (effect === 'deny') return 'error';
  // What could not be told and means nothing at this stage is no warning: CI systems show ten of them.
  if (effect === 'unknown' && result.decision === 'allow') return 'note';
  return effect === 'allow' ? 'note' : 'warning';
}

/** Score that code scanning sorts by: the middle of the severity's band (CVSS 3.1, 5). */
export const severityScores: Readonly<Record<PolicySeverity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.0',
};

/** What the policy says; of an unknown the message tells which fields, and why. */
export function messageOf({ result }: CheckRow): string {
  return result.result === 'error' ? `policy error: ${result.message}` : result.message;
}

export function countDecisions(result: CheckResult): Readonly<Record<Decision | 'unknown', number>> {
  const counts = { deny: 0, unknown: 0, warn: 0, allow: 0 };
  for (const { verdict } of result.targets) counts[verdict.decision] += 1;
  return counts;
}
