import { PratiqueError, reasonOf, redactUrl } from '@pratique/foundation';
import { storeErrors } from '../errors.ts';

/** Where a database is, for messages: no user, no password. */
export function placeOf(connectionString: string): string {
  return redactUrl(connectionString);
}

type Code = Parameters<typeof storeErrors.create>[0];

/** By SQLSTATE (PostgreSQL appendix A) or by what the network answered. */
const codes: ReadonlyMap<string, Code> = new Map([
  ['3D000', 'store/database-missing'],
  ['28000', 'store/login-refused'],
  ['28P01', 'store/login-refused'],
  ['57P03', 'store/unreachable'],
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'ECONNRESET', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOENT'].map(
    (code): [string, Code] => [code, 'store/unreachable'],
  ),
]);

function codeOf(error: unknown): Code {
  const { code } = error as { code?: unknown };
  const known = typeof code === 'string' ? codes.get(code) : undefined;
  if (known) return known;
  // pg tells these two by their text alone.
  if (/timeout|Connection terminated|no password|SASL/i.test(reasonOf(error))) {
    return /password|SASL/i.test(reasonOf(error)) ? 'store/login-refused' : 'store/unreachable';
  }
  return 'store/database-refused';
}

function wordsOf(error: unknown): string {
  // Every address of a name was tried.
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return reasonOf(error);
}

/** The typed error of what a connection or a statement failed with. */
export function connectionFailure(attempted: string, connectionString: string, cause: unknown): PratiqueError {
  if (cause instanceof PratiqueError) return cause;
  const facts = { attempted, on: placeOf(connectionString), why: wordsOf(cause), cause };
  return storeErrors.create(codeOf(cause), facts);
}
