import { printable } from '@pratique/foundation';
import type { CheckResult, PolicyResult } from '@pratique/model';
import { escapeMarkdown } from '../markup.ts';
import { plural } from '../words.ts';
import type { CheckReporter } from './reporter.ts';
import { type CheckRow, countDecisions, countingRows, lineOf, messageOf, targetName } from './rows.ts';

/** Comments on pull requests have a size limit. */
const MAX_ROWS = 200;

function cell(text: string): string {
  return escapeMarkdown(printable(text));
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}

function rowCells(row: CheckRow): readonly string[] {
  const { target, result } = row;
  return [
    row.effect,
    cell(result.policy),
    cell(messageOf(row)),
    `${cell(target.file)}:${lineOf(row)}`,
    cell(targetName(target)),
  ];
}

function exceptedLine({ policy, subject, exception }: PolicyResult): string {
  return `- ${cell(policy)} on ${cell(subject.name)}: excepted by ${cell(exception?.approvedBy ?? '')} until ${cell(exception?.expires ?? '')}: ${cell(exception?.reason ?? '')}`;
}

function section(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const rest = lines.length - MAX_ROWS;
  return ['', `### ${title}`, '', ...lines.slice(0, MAX_ROWS), ...(rest > 0 ? ['', `and ${rest} more`] : [])];
}

function comparison({ comparison: compared }: CheckResult): string[] {
  if (!compared) return [];
  const fixed = compared.fixed.map(({ policy, subject }) => `- ${cell(policy)} on ${cell(subject.name)}`);
  const standing = `${plural(compared.standing.length, 'violation')} stood before and does not count.`;
  return [
    ...section(`Fixed against ${cell(compared.with)}`, fixed),
    ...(compared.standing.length > 0 ? ['', standing] : []),
  ];
}

/** Markdown for a pull request. */
export const checkMarkdownReporter: CheckReporter = {
  render(result) {
    const counts = countDecisions(result);
    const rows = countingRows(result);
    const shown = rows.slice(0, MAX_ROWS);
    const problems = result.targets.filter(({ problem }) => problem !== undefined);
    const head = ['decision', 'policy', 'what', 'where', 'object'];
    const lines = [
      `## Policy check: ${result.decision}`,
      '',
      `${plural(result.targets.length, 'document')}: ${counts.deny} denied, ${counts.unknown} unknown, ${counts.warn} with warnings, ${counts.allow} allowed · profile ${cell(result.profile)}`,
      ...(shown.length > 0 ? ['', ...table(head, shown.map(rowCells))] : []),
      ...(rows.length > shown.length ? ['', `and ${plural(rows.length - shown.length, 'more row')}`] : []),
      ...section(
        'Could not be read',
        problems.map(({ file, line, problem }) => `- ${cell(file)}:${line}: ${cell(problem ?? '')}`),
      ),
      ...section(
        'Excepted',
        result.targets.flatMap(({ verdict }) => verdict.excepted.map(exceptedLine)),
      ),
      ...comparison(result),
    ];
    return `${lines.join('\n')}\n`;
  },
};
