import { printable } from '@pratique/foundation';
import type { Judgement, PolicyResult, ScanResult } from '@pratique/model';
import { exceptedGroups, type PolicyGroup, policyGroups } from '../check/policy-groups.ts';
import { messageOf } from '../check/rows.ts';
import { exceptionPhrase, plural } from '../words.ts';
import type { Style } from './style.ts';

/** Violations of one policy that are printed; the rest is counted. Other formats carry all. */
const MAX_ROWS = 5;

/** The effect as a word with its colour. */
export function effectWord(effect: PolicyGroup['effect'], style: Style): string {
  const word = effect.padEnd(7);
  if (effect === 'allow') return style.good(word);
  return effect === 'deny' ? style.bad(word) : style.warning(word);
}

function exceptionLine(result: PolicyResult, style: Style): string[] {
  return result.exception ? [style.faint(printable(`             ${exceptionPhrase(result)}`))] : [];
}

function groupLines({ policy, effect, rows }: PolicyGroup, style: Style): string[] {
  const rest = rows.length - MAX_ROWS;
  const count = rows.length > 1 ? style.faint(` (${rows.length})`) : '';
  return [
    `  ${effectWord(effect, style)}  ${printable(policy.policy)}: ${printable(policy.title)}${count}`,
    ...rows
      .slice(0, MAX_ROWS)
      .flatMap((row) => [`           ${printable(messageOf(row))}`, ...exceptionLine(row.result, style)]),
    ...(rest > 0 ? [style.faint(`           and ${rest} more`)] : []),
    ...(effect === 'deny' && policy.remediation ? [style.faint(printable(`           → ${policy.remediation}`))] : []),
  ];
}

function comparisonLines({ comparison }: Judgement, style: Style): string[] {
  if (!comparison) return [];
  const { introduced, standing, fixed } = comparison;
  return [
    printable(
      `  Against ${comparison.with}: ${introduced.length} introduced, ${standing.length} stood before, ${fixed.length} fixed`,
    ),
    ...fixed.slice(0, MAX_ROWS).map(({ policy, message }) => style.good(printable(`    fixed  ${policy}: ${message}`))),
    ...(fixed.length > MAX_ROWS ? [style.faint(`    and ${plural(fixed.length - MAX_ROWS, 'more')}`)] : []),
  ];
}

/** What the policies say of the target: what denies first, what is excepted, what is inactive. */
export function policySection(result: ScanResult, judgement: Judgement, style: Style): string[] {
  const { profile, stage, inactive, policies } = judgement.verdict;
  const groups = policyGroups(result, judgement);
  return [
    '',
    style.heading(
      printable(`Policy: ${profile || 'given'}, stage ${stage}, ${plural(policies, 'policy', 'policies')}`),
    ),
    ...groups.flatMap((group) => groupLines(group, style)),
    ...(groups.length === 0 ? [style.good('  nothing is violated')] : []),
    ...exceptedGroups(result, judgement).flatMap((group) => groupLines(group, style)),
    ...inactive.map(({ policy, reason }) => style.faint(printable(`  inactive ${policy}: ${reason}`))),
    ...comparisonLines(judgement, style),
  ];
}
