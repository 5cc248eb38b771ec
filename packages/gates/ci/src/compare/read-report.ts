import type { PolicyResult } from '@pratique/model';
import { ciErrors } from '../errors.ts';

/** Characters of a report; larger ones are none of ours. */
const MAX_LENGTH = 256 * 1024 * 1024;

type Json = Readonly<Record<string, unknown>>;

function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

const decisions: ReadonlySet<unknown> = new Set(['allow', 'warn', 'deny']);

/** What a report keeps of a result: enough to compare and to name it. */
function readResult(value: unknown, result: PolicyResult['result']): PolicyResult | undefined {
  const item = objectOf(value);
  const fingerprint = textOf(item['fingerprint']);
  if (fingerprint === '') return undefined;
  return {
    policy: textOf(item['policy']),
    title: textOf(item['title']),
    severity: (['critical', 'high', 'medium', 'low'] as const).find((one) => one === item['severity']) ?? 'low',
    result,
    decision: decisions.has(item['decision']) ? (item['decision'] as PolicyResult['decision']) : 'deny',
    enforced: item['enforced'] === true,
    subject: { kind: 'image', name: textOf(item['subject']) },
    message: textOf(item['message']),
    field: textOf(item['field']),
    remediation: textOf(item['remediation']),
    references: [],
    fingerprint,
  };
}

function resultsIn(verdict: Json): PolicyResult[] {
  const violations = listOf(verdict['violations']).map((item) => readResult(item, 'violated'));
  const unknowns = listOf(verdict['unknowns']).map((item) => readResult(item, 'unknown'));
  return [...violations, ...unknowns].filter((result) => result !== undefined);
}

/** Whether a text is a report of `scan` or `check` in the JSON format. */
export function isReport(text: string): boolean {
  return /^\s*\{\s*"\$schema"\s*:\s*"https:\/\/pratique\.dev\/schema\/(?:scan|check)-report-1\.json"/.test(
    text.slice(0, 400),
  );
}

/**
 * What a JSON report of `check`, or of `scan` with a policy, says was violated.
 * @throws PratiqueError `gate-ci/report-invalid`
 */
export function readReport(text: string, path: string): readonly PolicyResult[] {
  const invalid = (why: string, cause?: unknown): Error =>
    ciErrors.create('gate-ci/report-invalid', { attempted: 'compare with', on: path, why, cause });
  if (text.length > MAX_LENGTH) throw invalid(`it is longer than ${MAX_LENGTH} characters`);
  let document: Json;
  try {
    document = objectOf(JSON.parse(text));
  } catch (cause) {
    throw invalid('it is no JSON', cause);
  }
  if (Array.isArray(document['targets'])) return document['targets'].flatMap((target) => resultsIn(objectOf(target)));
  if (document['policy'] === undefined) throw invalid('it holds no verdict: it was written without a policy');
  return resultsIn(objectOf(document['policy']));
}
