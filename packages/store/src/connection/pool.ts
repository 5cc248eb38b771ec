import { type CustomTypesConfig, Pool, types as defaults } from 'pg';
import { storeErrors } from '../errors.ts';

/** Type numbers of PostgreSQL (pg_type.dat). */
const INT8 = 20;
const DATE = 1082;

/** An id or count. Beyond 2^53 a number would silently be another one. */
function safeInteger(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw new RangeError(`the database holds the integer ${text}, which is not exact as a number`);
}

/** int8 is a number, date a text (a Date would shift it by the time zone); timestamps are Dates, json is parsed. */
const types: CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === INT8) return safeInteger;
    if (oid === DATE) return (text: string) => text;
    return defaults.getTypeParser(oid, format);
  }) as typeof defaults.getTypeParser,
};

/** How connections are made. */
export interface PoolOptions {
  readonly connectionString: string;
  readonly size: number;
  /** Milliseconds after which the server gives up a statement; 0: never. */
  readonly statementTimeout: number;
}

/** Milliseconds to reach the server, and to get a free connection. */
const CONNECT_LIMIT = 10_000;

/** Whether a text is an address of a PostgreSQL database. */
function checkAddress(connectionString: string): void {
  if (/^postgres(?:ql)?:\/\//.test(connectionString) && URL.canParse(connectionString)) return;
  const why = 'it does not begin with postgres:// or is no valid address';
  throw storeErrors.create('store/address-invalid', { attempted: 'understand', on: 'the database address', why });
}

/**
 * A pool of connections that survives the loss of idle ones.
 * @throws PratiqueError `store/address-invalid`
 */
export function createPool({ connectionString, size, statementTimeout }: PoolOptions): Pool {
  checkAddress(connectionString);
  const pool = new Pool({
    connectionString,
    max: size,
    types,
    application_name: 'pratique',
    connectionTimeoutMillis: CONNECT_LIMIT,
    statement_timeout: statementTimeout,
    idle_in_transaction_session_timeout: statementTimeout,
    keepAlive: true,
  });
  // Without a listener the end of an idle connection ends the process. The pool replaces it; whoever needs it is told then.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
