import type { CheckedTarget } from '@pratique/model';
import { escapeMarkup } from '../markup.ts';
import type { CheckReporter } from './reporter.ts';
import { type CheckRow, countingRows, messageOf, placeOf, targetName } from './rows.ts';

/** One test case. */
export interface PolicyCase {
  readonly name: string;
  readonly outcome: 'failure' | 'error' | 'skipped' | 'passed';
  readonly message: string;
}

/** What denies fails, what could not be told is an error, what only warns or is excepted is skipped with its reason. */
export function policyCase(row: CheckRow): PolicyCase {
  const { result } = row;
  const outcome = row.effect === 'deny' ? 'failure' : row.effect === 'unknown' ? 'error' : 'skipped';
  return { name: result.policy, outcome, message: `${messageOf(row)} (${placeOf(row)})` };
}

function casesOf(
  target: CheckedTarget,
  counting: ReadonlySet<unknown>,
  all: readonly CheckRow[],
): readonly PolicyCase[] {
  if (target.problem !== undefined) return [{ name: 'readable', outcome: 'error', message: target.problem }];
  const rows = all.filter((row) => row.target === target && counting.has(row.result)).map(policyCase);
  const excepted = target.verdict.excepted.map(({ policy, message, exception }): PolicyCase => ({
    name: policy,
    outcome: 'skipped',
    message: `${message} (excepted until ${exception?.expires}: ${exception?.reason})`,
  }));
  const cases = [...rows, ...excepted];
  return cases.length > 0 ? cases : [{ name: 'policies', outcome: 'passed', message: '' }];
}

function caseXml(suite: string, { name, outcome, message }: PolicyCase): string {
  const open = `    <testcase classname="${escapeMarkup(suite)}" name="${escapeMarkup(name)}" time="0"`;
  if (outcome === 'passed') return `${open}/>`;
  return `${open}>\n      <${outcome} message="${escapeMarkup(message)}"/>\n    </testcase>`;
}

function count(cases: readonly PolicyCase[], outcome: PolicyCase['outcome']): number {
  return cases.filter((one) => one.outcome === outcome).length;
}

/** JUnit XML: one suite per document. */
export const checkJunitReporter: CheckReporter = {
  render(result) {
    const rows = countingRows(result);
    const counting = new Set(rows.map((row) => row.result));
    const suites = result.targets.map((target) => ({ target, cases: casesOf(target, counting, rows) }));
    const all = suites.flatMap(({ cases }) => cases);
    const totals = (cases: readonly PolicyCase[]): string =>
      `tests="${cases.length}" failures="${count(cases, 'failure')}" errors="${count(cases, 'error')}"`;
    const lines = suites.flatMap(({ target, cases }) => {
      const name = `${target.file}: ${targetName(target)}`;
      return [
        `  <testsuite name="${escapeMarkup(name)}" ${totals(cases)} skipped="${count(cases, 'skipped')}" timestamp="${result.checkedAt.slice(0, 19)}" time="0">`,
        ...cases.map((one) => caseXml(name, one)),
        '  </testsuite>',
      ];
    });
    const head = `<testsuites name="pratique" ${totals(all)} time="0">`;
    return `${['<?xml version="1.0" encoding="UTF-8"?>', head, ...lines, '</testsuites>'].join('\n')}\n`;
  },
};
