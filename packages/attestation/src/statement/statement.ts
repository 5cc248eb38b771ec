import type { Digest } from '@pratique/model';
import { attestationErrors } from '../errors.ts';
import { asObject, type JsonObject, listOf, member, parseObject, textOf } from '../json.ts';

/** Payload type of an in-toto statement in a DSSE envelope (in-toto/attestation, spec/v1/envelope.md). */
export const STATEMENT_PAYLOAD_TYPE = 'application/vnd.in-toto+json';

const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';
/** v0.1 has the same fields; cosign and many builders still write it. */
const READABLE_TYPES: ReadonlySet<string | undefined> = new Set([STATEMENT_TYPE, 'https://in-toto.io/Statement/v0.1']);
const MAX_BYTES = 24 * 1024 * 1024;
const MAX_SUBJECTS = 10_000;
const MAX_DIGESTS = 32;
const MAX_TEXT = 4096;

/** One artifact that a statement speaks of, known by its digest alone. */
export interface StatementSubject {
  readonly name?: string;
  /** Algorithm (`sha256`) → lower-case hexadecimal. */
  readonly digest: Readonly<Record<string, string>>;
}

/** An in-toto statement: what is said (`predicate`) of what (`subject`). */
export interface Statement {
  readonly subject: readonly StatementSubject[];
  readonly predicateType: string;
  /** Empty where it is left out: the specification treats both the same. */
  readonly predicate: JsonObject;
}

/** A subject with one digest. */
export function subjectOf(digest: Digest, name?: string): StatementSubject {
  const colon = digest.indexOf(':');
  return { ...(name !== undefined && { name }), digest: { [digest.slice(0, colon)]: digest.slice(colon + 1) } };
}

/** The statement as in-toto v1 JSON. */
export function formatStatement({ subject, predicateType, predicate }: Statement): string {
  return JSON.stringify({ _type: STATEMENT_TYPE, subject, predicateType, predicate });
}

function malformed(why: string): Error {
  return attestationErrors.create('attestation/statement-malformed', { attempted: 'read', on: 'the statement', why });
}

function readSubject(value: unknown): StatementSubject {
  const item = asObject(value);
  const name = textOf(item, 'name');
  const digests = Object.entries(asObject(member(item, 'digest')) ?? {});
  if (digests.length === 0 || digests.length > MAX_DIGESTS) throw malformed('a subject has no digests, or too many');
  if (name !== undefined && name.length > MAX_TEXT) throw malformed('the name of a subject is too long');
  const known = digests.filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  if (known.length !== digests.length) throw malformed('a digest of a subject is no text');
  return { ...(name !== undefined && { name }), digest: Object.fromEntries(known) };
}

/**
 * Reads an in-toto statement of version 1 or 0.1; fields it does not know are ignored.
 * @throws PratiqueError `attestation/statement-malformed`
 */
export function parseStatement(bytes: Uint8Array): Statement {
  const root = parseObject(bytes, MAX_BYTES);
  if (typeof root === 'string') throw malformed(root);
  if (!READABLE_TYPES.has(textOf(root, '_type'))) throw malformed('its _type is no in-toto statement of v0.1 or v1');
  const subjects = listOf(root, 'subject');
  const predicateType = textOf(root, 'predicateType');
  const predicate = member(root, 'predicate') ?? {};
  if (!subjects?.length || subjects.length > MAX_SUBJECTS) throw malformed('it has no subjects, or too many');
  if (!predicateType || predicateType.length > MAX_TEXT) throw malformed('its predicateType is missing or too long');
  const content = asObject(predicate);
  if (!content) throw malformed('its predicate is no object');
  return { subject: subjects.map(readSubject), predicateType, predicate: content };
}

/** Whether one of the subjects has one of the digests. Only sha256 and sha512 count: the others may collide. */
export function speaksOf(statement: Statement, digests: readonly Digest[]): boolean {
  return digests.some((digest) => {
    const [algorithm = '', value] = digest.split(':');
    return (
      (algorithm === 'sha256' || algorithm === 'sha512') &&
      statement.subject.some(
        (subject) => Object.hasOwn(subject.digest, algorithm) && subject.digest[algorithm] === value,
      )
    );
  });
}
