import { jsonText } from '@pratique/foundation';
import type { CheckedTarget, Comparison, PolicyResult } from '@pratique/model';
import { lineOf, rowsOf } from './rows.ts';
import type { CheckReporter } from './reporter.ts';

/** Address that names the schema; the schema itself stands in docs/reference/check-report.schema.json. */
export const CHECK_SCHEMA_ID = 'https://pratique.dev/schema/check-report-1.json';

function item(target: CheckedTarget, result: PolicyResult): object {
  return {
    policy: result.policy,
    title: result.title,
    severity: result.severity,
    result: result.result,
    decision: result.decision,
    enforced: result.enforced,
    message: result.message,
    field: result.field ?? '',
    line: lineOf({ target, result, effect: 'allow' }),
    subject: result.subject.name,
    remediation: result.remediation,
    references: result.references,
    exception: result.exception,
    nextChange: result.nextChange,
    fingerprint: result.fingerprint,
  };
}

/** A target's verdict: what `check` and `scan` say in the same words. */
export function verdictJson(target: CheckedTarget): object {
  const { verdict } = target;
  const rows = rowsOf(target).map(({ result }) => result);
  return {
    decision: verdict.decision,
    compliance: verdict.compliance,
    violations: rows.filter(({ result }) => result !== 'unknown').map((result) => item(target, result)),
    unknowns: rows.filter(({ result }) => result === 'unknown').map((result) => item(target, result)),
    excepted: verdict.excepted.map((result) => item(target, result)),
    inactive: verdict.inactive,
    nextChange: verdict.nextChange,
  };
}

function targetJson(target: CheckedTarget): object {
  const { file, line, kind, name, namespace, problem } = target;
  return { file, line, kind, name, namespace, problem, ...verdictJson(target) };
}

const brief = ({ policy, message, field, subject }: PolicyResult): object => ({
  policy,
  message,
  field: field ?? '',
  subject: subject.name,
  file: subject.file,
});

/** What a change introduces and takes away. */
export function comparisonJson(comparison: Comparison | undefined): object | undefined {
  if (!comparison) return undefined;
  const { introduced, standing, fixed } = comparison;
  return {
    with: comparison.with,
    introduced: introduced.map(brief),
    standing: standing.map(brief),
    fixed: fixed.map(brief),
  };
}

/** Everything, for programs. */
export const checkJsonReporter: CheckReporter = {
  render(result, { version }) {
    const { profile, stage, checkedAt, decision, targets, comparison } = result;
    const document = {
      $schema: CHECK_SCHEMA_ID,
      schemaVersion: 1,
      tool: { name: 'pratique', version },
      checkedAt,
      profile,
      stage,
      decision,
      targets: targets.map(targetJson),
      comparison: comparisonJson(comparison),
    };
    return jsonText(document);
  },
};
