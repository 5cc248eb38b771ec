import { printable } from '@pratique/foundation';
import type { Judgement, ScanResult } from '@pratique/model';
import { exceptedGroups, type PolicyGroup, policyGroups } from '../check/policy-groups.ts';
import { messageOf } from '../check/rows.ts';
import { escapeMarkdown } from '../markup.ts';
import { exceptionPhrase } from '../words.ts';

/** Violations of one policy: comments on pull requests have a size limit. */
const MAX_ROWS = 20;

function cell(text: string): string {
  return escapeMarkdown(printable(text));
}

function groupLines({ policy, effect, rows }: PolicyGroup): string[] {
  const rest = rows.length - MAX_ROWS;
  const remediation = effect === 'deny' && policy.remediation ? ` ${cell(policy.remediation)}` : '';
  return [
    `- **${effect}** ${cell(policy.policy)}: ${cell(policy.title)}.${remediation}`,
    ...rows.slice(0, MAX_ROWS).map((row) => {
      const exception = row.result.exception ? ` (${cell(exceptionPhrase(row.result))})` : '';
      return `  - ${cell(messageOf(row))}${exception}`;
    }),
    ...(rest > 0 ? [`  - and ${rest} more`] : []),
  ];
}

/** What the policies say of a scanned target. */
export function policySection(result: ScanResult, judgement: Judgement): string[] {
  const { verdict, comparison } = judgement;
  const groups = [...policyGroups(result, judgement), ...exceptedGroups(result, judgement)];
  const compared = comparison && [
    '',
    `Against ${cell(comparison.with)}: ${comparison.introduced.length} introduced, ${comparison.standing.length} stood before, ${comparison.fixed.length} fixed.`,
    ...comparison.fixed.slice(0, MAX_ROWS).map(({ policy, message }) => `- fixed: ${cell(policy)}: ${cell(message)}`),
  ];
  return [
    '',
    `### Policy: ${verdict.decision} (${cell(verdict.profile)}, stage ${verdict.stage})`,
    '',
    ...groups.flatMap(groupLines),
    ...(groups.length === 0 ? ['Nothing is violated.'] : []),
    ...(compared ?? []),
  ];
}
