import { createHash } from 'node:crypto';
import { jsonText, printable } from '@pratique/foundation';
import type { PolicySeverity } from '@pratique/model';
import type { CheckReporter } from './reporter.ts';
import { countingRows, lineOf, messageOf, targetName } from './rows.ts';

/** GitLab's words (Code Quality, "Code quality report format"). */
const severities: Readonly<Record<PolicySeverity, string>> = {
  critical: 'blocker',
  high: 'critical',
  medium: 'major',
  low: 'minor',
};

/** GitLab's code quality report. */
export const checkGitlabReporter: CheckReporter = {
  render(result) {
    const problems = result.targets
      .filter(({ problem }) => problem !== undefined)
      .map(({ file, line, problem }) => ({
        description: printable(problem ?? ''),
        check_name: 'unreadable',
        fingerprint: createHash('sha256').update(`unreadable\n${file}\n${line}`).digest('hex'),
        severity: 'info',
        location: { path: file.replace(/^\.\//, ''), lines: { begin: line } },
      }));
    const rows = countingRows(result).map((row) => {
      const identity = [row.result.policy, row.target.file, targetName(row.target), row.result.field ?? ''].join('\n');
      return {
        description: printable(`${messageOf(row)} ${row.result.remediation}`.trim()),
        check_name: row.result.policy,
        fingerprint: createHash('sha256').update(`${identity}\n${row.result.subject.name}`).digest('hex'),
        severity: row.effect === 'deny' ? severities[row.result.severity] : 'minor',
        location: { path: row.target.file.replace(/^\.\//, ''), lines: { begin: lineOf(row) } },
      };
    });
    return jsonText([...problems, ...rows]);
  },
};
