import { Kysely, PostgresDialect, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { connectionFailure, placeOf } from './connection/failure.ts';
import { createPool } from './connection/pool.ts';
import { storeErrors } from './errors.ts';
import { migrations as allMigrations } from './migrations/all.ts';
import { migrate, refuseNewer, schemaState } from './migrations/migrate.ts';
import type { Schema } from './schema.ts';

/** How a store is opened. */
export interface StoreOptions {
  /** `postgres://USER:PASSWORD@HOST:PORT/DATABASE`. */
  readonly connectionString: string;
  /** Connections at most. Default: 10. */
  readonly poolSize?: number;
  /** Milliseconds after which the server gives up a statement; 0: never. Default: 60,000. */
  readonly statementTimeout?: number;
}

/** An open database. */
export interface Store {
  readonly database: Kysely<Schema>;
  readonly connectionString: string;
  /**
   * Brings the schema forward; answers the names of the migrations that it ran.
   * @throws PratiqueError `store/schema-newer`, `store/migration-failed`
   */
  migrate(): Promise<readonly string[]>;
  /**
   * Makes sure that the schema is this program's.
   * @throws PratiqueError `store/not-migrated`, `store/schema-newer`
   */
  checkSchema(): Promise<void>;
  /** Waits for running statements and closes the connections. */
  close(): Promise<void>;
}

/** Oldest PostgreSQL: `NULLS NOT DISTINCT`, and rights on schemas as of 15. */
export const OLDEST_SERVER = 15;

/** Part of `server_version_num` below the major version. */
const MINOR_VERSIONS = 10_000;

/** @throws PratiqueError `store/unreachable`, `store/login-refused`, `store/server-too-old`, … */
async function checkServer(database: Kysely<Schema>, connectionString: string): Promise<void> {
  let version: number;
  try {
    const { rows } = await sql<{ version: number }>`
      SELECT current_setting('server_version_num')::int4 AS version`.execute(database);
    version = rows[0]?.version ?? 0;
  } catch (error) {
    throw connectionFailure('connect to', connectionString, error);
  }
  const major = Math.floor(version / MINOR_VERSIONS);
  if (major >= OLDEST_SERVER) return;
  const why = `it is PostgreSQL ${major}; the oldest that works is ${OLDEST_SERVER}`;
  throw storeErrors.create('store/server-too-old', { attempted: 'use', on: placeOf(connectionString), why });
}

/** As {@link openStore}, with migrations of its own, so that tests can stand on an older or newer schema. */
export async function openStoreWith(
  { connectionString, poolSize = 10, statementTimeout = 60_000 }: StoreOptions,
  migrations: Readonly<Record<string, Migration>>,
): Promise<Store> {
  const pool = createPool({ connectionString, size: poolSize, statementTimeout });
  const database = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  try {
    await checkServer(database, connectionString);
  } catch (error) {
    await database.destroy();
    throw error;
  }
  return {
    database,
    connectionString,
    migrate: () => migrate(connectionString, migrations),
    async checkSchema() {
      const state = await schemaState(database as Kysely<unknown>, migrations).catch((error: unknown) => {
        throw connectionFailure('read the schema of', connectionString, error);
      });
      refuseNewer(state, 'use', connectionString);
      if (state.missing.length === 0) return;
      const why = state.applied.length === 0 ? 'it holds no schema' : `it lacks ${state.missing.join(', ')}`;
      throw storeErrors.create('store/not-migrated', { attempted: 'use', on: placeOf(connectionString), why });
    },
    close: () => database.destroy(),
  };
}

/**
 * Connects to a database. Its schema is not looked at: see `migrate` and `checkSchema`.
 * @throws PratiqueError `store/unreachable`, `store/login-refused`, `store/database-missing`, `store/server-too-old`,
 *   `store/address-invalid`
 */
export function openStore(options: StoreOptions): Promise<Store> {
  return openStoreWith(options, allMigrations);
}
