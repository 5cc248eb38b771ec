import { createHash } from 'node:crypto';
import { jsonText, printable } from '@pratique/foundation';
import type { CheckedTarget, CheckResult, PolicyResult } from '@pratique/model';
import { webAddress } from '../markup.ts';
import type { CheckReporter } from './reporter.ts';
import { type CheckRow, countingRows, levelOf, lineOf, messageOf, severityScores, targetName } from './rows.ts';

/** A policy as a SARIF rule. */
export function policyRule({ policy, title, severity, remediation, references }: PolicyResult): object {
  const help = references.map(webAddress).find((address) => address !== undefined);
  return {
    id: policy,
    name: policy,
    shortDescription: { text: printable(title) },
    fullDescription: { text: printable(title) },
    help: { text: printable(remediation || title) },
    ...(help && { helpUri: help }),
    properties: { 'security-severity': severityScores[severity], tags: ['security', severity, ...references] },
  };
}

/** SARIF wants relative URIs. */
function uriOf(file: string): string {
  return file.replace(/^\.\//, '').toWellFormed().split('/').map(encodeURIComponent).join('/');
}

/** The same policy on the same object has the same fingerprint wherever it moves within the file. */
function fingerprint({ target, result }: CheckRow): string {
  const identity = [result.policy, target.file, targetName(target), result.field ?? '', result.subject.name].join('\n');
  return createHash('sha256').update(identity).digest('hex');
}

function location(target: CheckedTarget, line: number, field?: string): object {
  return {
    physicalLocation: { artifactLocation: { uri: uriOf(target.file) }, region: { startLine: Math.max(1, line) } },
    logicalLocations: [{ fullyQualifiedName: [targetName(target), field].filter(Boolean).join(' '), kind: 'object' }],
  };
}

/** A violation or unknown as a SARIF result. */
export function policyResultJson(row: CheckRow): object {
  const { target, result } = row;
  return {
    ruleId: result.policy,
    level: levelOf(row),
    message: { text: printable(`${messageOf(row)}${result.remediation ? ` ${result.remediation}` : ''}`) },
    locations: [location(target, lineOf(row), result.field)],
    partialFingerprints: { 'pratique/v1': fingerprint(row) },
    properties: { decision: result.decision, result: result.result, target: targetName(target) },
  };
}

function suppressed(result: CheckResult): object[] {
  return result.targets.flatMap((target) =>
    target.verdict.excepted.map((excepted) => {
      const row: CheckRow = { target, result: excepted, effect: 'allow' };
      const reason = excepted.exception;
      const justification = reason && `${reason.reason} (${reason.owner}, until ${reason.expires})`;
      return { ...policyResultJson(row), suppressions: [{ kind: 'external', status: 'accepted', justification }] };
    }),
  );
}

function notifications(result: CheckResult): object[] {
  return result.targets
    .filter(({ problem }) => problem !== undefined)
    .map((target) => ({
      level: 'warning',
      descriptor: { id: 'unreadable' },
      message: { text: printable(`${target.file}: ${target.problem}`) },
      locations: [location(target, target.line)],
    }));
}

/** SARIF 2.1.0 (OASIS), results at file and line. */
export const checkSarifReporter: CheckReporter = {
  render(result, { version }) {
    const rows = countingRows(result);
    const excepted = result.targets.flatMap(({ verdict }) => verdict.excepted);
    const rules = new Map([...rows.map((row) => row.result), ...excepted].map((one) => [one.policy, policyRule(one)]));
    const document = {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: 'Pratique',
              version,
              informationUri: 'https://pratique.dev',
              rules: [...rules.values()],
              notifications: [{ id: 'unreadable' }],
            },
          },
          invocations: [
            {
              executionSuccessful: true,
              endTimeUtc: result.checkedAt,
              toolExecutionNotifications: notifications(result),
            },
          ],
          results: [...rows.map(policyResultJson), ...suppressed(result)],
          properties: { profile: result.profile, stage: result.stage, decision: result.decision },
        },
      ],
    };
    return jsonText(document);
  },
};
