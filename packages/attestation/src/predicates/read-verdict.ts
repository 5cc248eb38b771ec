import { attestationErrors } from '../errors.ts';
import { asObject, type JsonObject, listOf, member } from '../json.ts';
import type { Statement } from '../statement/statement.ts';
import { type AttestedException, type AttestedResult, VERDICT_PREDICATE, type VerdictPredicate } from './verdict.ts';

const MAX_LISTED = 1000;
const MAX_TEXT = 64 * 1024;

function malformed(why: string): Error {
  return attestationErrors.create('attestation/predicate-malformed', { attempted: 'read', on: 'the verdict', why });
}

function optionalText(object: JsonObject | undefined, key: string): string | undefined {
  const value = member(object, key);
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || value.length > MAX_TEXT) throw malformed(`${key} is no text, or too long`);
  return value;
}

function requiredText(object: JsonObject | undefined, key: string): string {
  const value = optionalText(object, key);
  if (value === undefined) throw malformed(`${key} is missing`);
  return value;
}

function instant(object: JsonObject | undefined, key: string): string {
  const value = requiredText(object, key);
  if (!/^\d{4}-\d\d-\d\dT/.test(value) || Number.isNaN(Date.parse(value))) throw malformed(`${key} is no instant`);
  return value;
}

function oneOf<Word extends string>(object: JsonObject | undefined, key: string, words: readonly Word[]): Word {
  const value = requiredText(object, key);
  const word = words.find((candidate) => candidate === value);
  if (!word) throw malformed(`${key} is none of ${words.join(', ')}`);
  return word;
}

function count(object: JsonObject | undefined, key: string): number {
  const value = member(object, key);
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw malformed(`${key} is no count`);
  return value;
}

function items<Item>(object: JsonObject, key: string, read: (item: JsonObject | undefined) => Item): Item[] {
  const list = listOf(object, key);
  if (!list || list.length > MAX_LISTED) throw malformed(`${key} is no list, or too long`);
  return list.map((item) => read(asObject(item)));
}

function readResult(item: JsonObject | undefined): AttestedResult {
  const field = optionalText(item, 'field');
  return {
    policy: requiredText(item, 'policy'),
    severity: oneOf(item, 'severity', ['critical', 'high', 'medium', 'low']),
    decision: oneOf(item, 'decision', ['allow', 'warn', 'deny']),
    subject: requiredText(item, 'subject'),
    message: requiredText(item, 'message'),
    ...(field !== undefined && { field }),
  };
}

function readException(item: JsonObject | undefined): AttestedException {
  const approvedBy = optionalText(item, 'approvedBy');
  return {
    ...readResult(item),
    exception: requiredText(item, 'exception'),
    owner: requiredText(item, 'owner'),
    reason: requiredText(item, 'reason'),
    ...(approvedBy !== undefined && { approvedBy }),
    expires: requiredText(item, 'expires'),
  };
}

function readAdvisories(advisories: JsonObject): VerdictPredicate['advisories'] {
  const asOf = member(advisories, 'asOf') === undefined ? undefined : instant(advisories, 'asOf');
  return { generation: count(advisories, 'generation'), ...(asOf !== undefined && { asOf }) };
}

/**
 * The verdict of a statement that was verified. Whether it still holds is for the reader to ask: `judgedAt`, `nextChange`,
 * `policies.digest` and `advisories` are there for it.
 * @throws PratiqueError `attestation/predicate-mismatch`, `attestation/predicate-malformed`
 */
export function readVerdict({ predicate, predicateType }: Statement): VerdictPredicate {
  if (predicateType !== VERDICT_PREDICATE) {
    const why = `its predicate is not ${VERDICT_PREDICATE}`;
    throw attestationErrors.create('attestation/predicate-mismatch', { attempted: 'use', on: 'the attestation', why });
  }
  const policies = asObject(member(predicate, 'policies'));
  const counts = asObject(member(predicate, 'counts'));
  const advisories = asObject(member(predicate, 'advisories'));
  const judge = asObject(member(predicate, 'judge'));
  const digest = optionalText(policies, 'digest');
  return {
    stage: oneOf(predicate, 'stage', ['build', 'registry', 'deploy', 'runtime']),
    decision: oneOf(predicate, 'decision', ['allow', 'warn', 'deny', 'unknown']),
    compliance: oneOf(predicate, 'compliance', ['noncompliant', 'unknown', 'compliant']),
    profile: requiredText(predicate, 'profile'),
    policies: { count: count(policies, 'count'), ...(digest !== undefined && { digest }) },
    counts: {
      violations: count(counts, 'violations'),
      exceptions: count(counts, 'exceptions'),
      unknowns: count(counts, 'unknowns'),
    },
    violations: items(predicate, 'violations', readResult),
    exceptions: items(predicate, 'exceptions', readException),
    unknowns: items(predicate, 'unknowns', readResult),
    judgedAt: instant(predicate, 'judgedAt'),
    ...(member(predicate, 'nextChange') !== undefined && { nextChange: instant(predicate, 'nextChange') }),
    ...(advisories && { advisories: readAdvisories(advisories) }),
    judge: { uri: requiredText(judge, 'uri'), version: requiredText(judge, 'version') },
  };
}
