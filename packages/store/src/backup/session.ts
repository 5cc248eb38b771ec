import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import type { PoolClient } from 'pg';
import { connectionFailure } from '../connection/failure.ts';
import { createPool } from '../connection/pool.ts';

/** A transaction, and the very connection that it runs on: COPY needs that. */
export interface Session {
  readonly transaction: Transaction<unknown>;
  readonly client: PoolClient;
}

/** Runs a repeatable-read transaction without time limits on a connection of its own. */
export async function withSession<Result>(
  attempted: string,
  connectionString: string,
  work: (session: Session) => Promise<Result>,
): Promise<Result> {
  const pool = createPool({ connectionString, size: 1, statementTimeout: 0 });
  let client: PoolClient | undefined;
  pool.on('connect', (connected) => (client = connected));
  const database = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    return await database
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute((transaction) => work({ transaction, client: client as PoolClient }));
  } catch (error) {
    throw connectionFailure(attempted, connectionString, error);
  } finally {
    await database.destroy();
  }
}
