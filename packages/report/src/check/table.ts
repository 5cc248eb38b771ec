import { printable } from '@pratique/foundation';
import type { CheckedTarget, CheckResult } from '@pratique/model';
import { effectWord } from '../table/policy.ts';
import { createStyle, type Style } from '../table/style.ts';
import { exceptionPhrase, plural } from '../words.ts';
import type { CheckReporter } from './reporter.ts';
import { type CheckRow, countDecisions, messageOf, placeOf, rowsOf, targetName } from './rows.ts';

/** Rows of one target that are printed; the rest is counted. Other formats carry all. */
const MAX_ROWS = 25;

function rowLines(row: CheckRow, style: Style): string[] {
  const { result } = row;
  const { exception } = result;
  return [
    `  ${effectWord(row.effect, style)} ${printable(result.policy)}: ${printable(messageOf(row))} ${style.faint(printable(`(${placeOf(row)})`))}`,
    ...(exception ? [style.faint(printable(`          ${exceptionPhrase(result)}`))] : []),
    ...(result.remediation && row.effect === 'deny'
      ? [style.faint(printable(`          → ${result.remediation}`))]
      : []),
  ];
}

/** What could not be told and means nothing at this stage: it would drown what does. */
function isForOtherStages({ effect, result }: CheckRow): boolean {
  return effect === 'unknown' && result.decision === 'allow';
}

function targetLines(target: CheckedTarget, style: Style): string[] {
  const head = `${printable(`${target.file}:${target.line}`)}  ${style.heading(printable(targetName(target)))}`;
  if (target.problem !== undefined)
    return ['', head, `  ${effectWord('unknown', style)} could not be read: ${printable(target.problem)}`];
  const all = rowsOf(target);
  const rows = all.filter((row) => !isForOtherStages(row));
  const later = new Set(all.filter(isForOtherStages).map(({ result }) => result.policy));
  const { excepted, decision } = target.verdict;
  const rest = rows.length - MAX_ROWS;
  return [
    '',
    `${head}  ${decision === 'allow' && rows.length === 0 ? style.good('allowed') : ''}`.trimEnd(),
    ...rows.slice(0, MAX_ROWS).flatMap((row) => rowLines(row, style)),
    ...(rest > 0 ? [style.faint(`  and ${rest} more`)] : []),
    ...(later.size > 0
      ? [style.faint(`  not known yet, and asked at other stages: ${[...later].map(printable).join(', ')}`)]
      : []),
    ...excepted.map(
      (result) =>
        `  ${effectWord('allow', style)} ${printable(result.policy)}: ${printable(result.message)} ${style.faint(printable(`(${exceptionPhrase(result)})`))}`,
    ),
  ];
}

function inactiveLines(result: CheckResult, style: Style): string[] {
  const reasons = new Map(
    result.targets.flatMap(({ verdict }) => verdict.inactive.map(({ policy, reason }) => [policy, reason] as const)),
  );
  return [...reasons].map(([policy, reason]) => style.faint(printable(`Inactive: ${policy}: ${reason}`)));
}

function comparisonLines({ comparison }: CheckResult, style: Style): string[] {
  if (!comparison) return [];
  const { introduced, standing, fixed } = comparison;
  return [
    `Against ${printable(comparison.with)}: ${introduced.length} introduced, ${standing.length} stood before, ${fixed.length} fixed`,
    ...introduced.map(({ policy, subject }) => `  introduced ${printable(`${policy}: ${subject.name}`)}`),
    ...fixed.map(({ policy, subject }) => style.good(`  fixed      ${printable(`${policy}: ${subject.name}`)}`)),
  ];
}

/** For people: every document, what denies first. */
export const checkTableReporter: CheckReporter = {
  render(result, { color }) {
    const style = createStyle(color);
    const counts = countDecisions(result);
    const lines = [
      ...result.targets.flatMap((target) => targetLines(target, style)),
      '',
      ...inactiveLines(result, style),
      ...comparisonLines(result, style),
      style.heading(
        `${result.decision}: ${plural(result.targets.length, 'document')}: ${counts.deny} denied, ${counts.unknown} unknown, ${counts.warn} with warnings, ${counts.allow} allowed (profile ${printable(result.profile)}, stage ${result.stage})`,
      ),
    ];
    return `${lines.join('\n').replace(/^\n/, '')}\n`;
  },
};
