import { Kysely, PostgresDialect, sql } from 'kysely';
import { type Migration, Migrator, type MigratorProps } from 'kysely/migration';
import { connectionFailure, placeOf } from '../connection/failure.ts';
import { createPool } from '../connection/pool.ts';
import { storeErrors } from '../errors.ts';

/** What the migrations of a database come to. */
export interface SchemaState {
  /** Those that were run, in order. */
  readonly applied: readonly string[];
  /** Those of this program that were not. */
  readonly missing: readonly string[];
  /** Those that this program does not know: a newer one ran them. */
  readonly unknown: readonly string[];
}

const TABLE = 'schema_migration';

/** How migrations are run and noted. */
export function migratorOptions(migrations: Readonly<Record<string, Migration>>): Omit<MigratorProps, 'db'> {
  return {
    provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
    migrationTableName: TABLE,
    migrationLockTableName: `${TABLE}_lock`,
  };
}

/** Compares a database with the migrations of this program. */
export async function schemaState(
  database: Kysely<unknown>,
  migrations: Readonly<Record<string, Migration>>,
): Promise<SchemaState> {
  const { rows: found } = await sql<{ there: boolean }>`
    SELECT to_regclass(${TABLE}) IS NOT NULL AS there`.execute(database);
  const { rows } = found[0]?.there
    ? await sql<{ name: string }>`SELECT name FROM ${sql.table(TABLE)} ORDER BY name`.execute(database)
    : { rows: [] };
  const applied = rows.map(({ name }) => name);
  return {
    applied,
    missing: Object.keys(migrations).filter((name) => !applied.includes(name)),
    unknown: applied.filter((name) => !Object.hasOwn(migrations, name)),
  };
}

/** @throws PratiqueError `store/schema-newer` */
export function refuseNewer({ unknown }: SchemaState, attempted: string, connectionString: string): void {
  if (unknown.length === 0) return;
  const why = `it has changes that this version does not know: ${unknown.join(', ')}`;
  throw storeErrors.create('store/schema-newer', { attempted, on: placeOf(connectionString), why });
}

/**
 * Brings a database forward to the given migrations, in one transaction: all of it or nothing. The transaction holds an
 * advisory lock, so that of two replicas that start at once one migrates and the other finds it done.
 * @returns the names of those that it ran
 * @throws PratiqueError `store/schema-newer`, `store/migration-failed`, …
 */
export async function migrate(
  connectionString: string,
  migrations: Readonly<Record<string, Migration>>,
): Promise<readonly string[]> {
  // A change of a large table takes what it takes: a connection of its own, without a limit.
  const pool = createPool({ connectionString, size: 1, statementTimeout: 0 });
  const database = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    refuseNewer(await schemaState(database, migrations), 'migrate', connectionString);
    const migrator = new Migrator({ db: database, ...migratorOptions(migrations) });
    const { error, results = [] } = await migrator.migrateToLatest();
    if (error !== undefined) {
      const failed = results.find(({ status }) => status === 'Error')?.migrationName ?? 'the preparation';
      const why = `${failed}: ${connectionFailure('migrate', connectionString, error).facts.why}`;
      const on = placeOf(connectionString);
      throw storeErrors.create('store/migration-failed', { attempted: 'migrate', on, why, cause: error });
    }
    return results.filter(({ status }) => status === 'Success').map(({ migrationName }) => migrationName);
  } catch (error) {
    throw connectionFailure('migrate', connectionString, error);
  } finally {
    await database.destroy();
  }
}
