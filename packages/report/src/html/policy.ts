import type { Judgement, ScanResult } from '@pratique/model';
import { exceptedGroups, type PolicyGroup, policyGroups } from '../check/policy-groups.ts';
import { messageOf } from '../check/rows.ts';
import { escapeMarkup } from '../markup.ts';
import { exceptionPhrase } from '../words.ts';

function groupItem({ policy, effect, rows }: PolicyGroup): string {
  const items = rows.map((row) => {
    const exception = row.result.exception ? ` <small>${escapeMarkup(exceptionPhrase(row.result))}</small>` : '';
    return `<li>${escapeMarkup(messageOf(row))}${exception}</li>`;
  });
  const remediation = effect === 'deny' && policy.remediation ? `<p>${escapeMarkup(policy.remediation)}</p>` : '';
  const title = `<strong>${effect}</strong> ${escapeMarkup(policy.policy)}: ${escapeMarkup(policy.title)} (${rows.length})`;
  return `<details${effect === 'deny' ? ' open' : ''}><summary>${title}</summary>${remediation}<ul>${items.join('')}</ul></details>`;
}

/** What the policies say of a scanned target. */
export function policySection(result: ScanResult, judgement: Judgement): string {
  const { verdict, comparison } = judgement;
  const groups = [...policyGroups(result, judgement), ...exceptedGroups(result, judgement)];
  const compared = comparison
    ? `<p>Against ${escapeMarkup(comparison.with)}: ${comparison.introduced.length} introduced, ${comparison.standing.length} stood before, ${comparison.fixed.length} fixed.</p>`
    : '';
  const said = groups.length > 0 ? groups.map(groupItem).join('') : '<p>Nothing is violated.</p>';
  return `<h2>Policy: ${verdict.decision} <small>${escapeMarkup(verdict.profile)}, stage ${verdict.stage}</small></h2>${compared}${said}`;
}
