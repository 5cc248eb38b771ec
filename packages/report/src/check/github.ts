import { printable } from '@pratique/foundation';
import type { CheckReporter } from './reporter.ts';
import { countingRows, levelOf, lineOf, messageOf } from './rows.ts';

/** Workflow commands end at a line and read `%` (GitHub Actions, "Workflow commands"). */
function data(text: string): string {
  return printable(text.replace(/\s+/g, ' ')).replaceAll('%', '%25');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

const commands = { error: 'error', warning: 'warning', note: 'notice' } as const;

/** Annotations of GitHub Actions: one workflow command per row. */
export const checkGithubReporter: CheckReporter = {
  render(result) {
    const problems = result.targets
      .filter(({ problem }) => problem !== undefined)
      .map(({ file, line, problem }) => `::warning file=${property(file)},line=${line}::${data(problem ?? '')}`);
    const rows = countingRows(result).map((row) => {
      const place = `file=${property(row.target.file)},line=${lineOf(row)}`;
      const text = `${messageOf(row)} ${row.result.remediation}`.trim();
      return `::${commands[levelOf(row)]} ${place},title=${property(row.result.policy)}::${data(text)}`;
    });
    return [...problems, ...rows].map((line) => `${line}\n`).join('');
  },
};
