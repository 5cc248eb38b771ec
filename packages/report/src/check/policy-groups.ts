import type { Judgement, PolicyResult, ScanResult } from '@pratique/model';
import { type CheckRow, judgedRows, scannedTarget } from './rows.ts';

/** Everything that one policy says of a target, with one effect. */
export interface PolicyGroup {
  readonly policy: PolicyResult;
  readonly effect: CheckRow['effect'];
  readonly rows: readonly CheckRow[];
}

const effects: readonly CheckRow['effect'][] = ['deny', 'unknown', 'warn', 'allow'];

function grouped(rows: readonly CheckRow[]): readonly PolicyGroup[] {
  const groups = new Map<string, { policy: PolicyResult; effect: CheckRow['effect']; rows: CheckRow[] }>();
  for (const row of rows) {
    const key = `${row.effect} ${row.result.policy}`;
    const group = groups.get(key) ?? { policy: row.result, effect: row.effect, rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  }
  return [...groups.values()].toSorted((a, b) => effects.indexOf(a.effect) - effects.indexOf(b.effect));
}

/** Rows on findings in the order of these: what to do first comes first. */
function byPriority(rows: readonly CheckRow[], { findings }: ScanResult): readonly CheckRow[] {
  const ranks = new Map(findings.map((finding, rank) => [`${finding.id} ${finding.package}`, rank]));
  const rankOf = ({ result: { subject } }: CheckRow): number =>
    ranks.get(`${subject.vulnerability?.[0]} ${subject.package}`) ?? -1;
  return rows.toSorted((a, b) => rankOf(a) - rankOf(b));
}

/** What the policies say of a scanned target, by policy: what denies first. */
export function policyGroups(result: ScanResult, judgement: Judgement): readonly PolicyGroup[] {
  return grouped(byPriority(judgedRows(result, judgement), result));
}

/** The same for what an exception covers. */
export function exceptedGroups(result: ScanResult, judgement: Judgement): readonly PolicyGroup[] {
  const target = scannedTarget(result, judgement);
  return grouped(judgement.verdict.excepted.map((excepted) => ({ target, result: excepted, effect: 'allow' })));
}
