import { type Kysely, sql } from 'kysely';

/** One table as a backup names it. */
export interface TableShape {
  readonly name: string;
  /** Those that hold values of their own: what the server computes is left out. */
  readonly columns: readonly string[];
}

/** Where the migrations are noted; a restore makes it anew. */
const bookkeeping: ReadonlySet<string> = new Set(['schema_migration', 'schema_migration_lock']);

/** So that every table comes after those that it refers to. */
function inOrder(tables: readonly TableShape[], references: ReadonlyMap<string, readonly string[]>): TableShape[] {
  const byName = new Map(tables.map((table) => [table.name, table]));
  const ordered = new Set<TableShape>();
  const visiting = new Set<string>();
  function visit(table: TableShape): void {
    if (ordered.has(table) || visiting.has(table.name)) return;
    visiting.add(table.name);
    for (const name of references.get(table.name) ?? []) {
      const referred = byName.get(name);
      if (referred) visit(referred);
    }
    ordered.add(table);
  }
  for (const table of tables) visit(table);
  return [...ordered];
}

/** The tables that hold Pratique's data, in the order to fill them. */
export async function dataTables(database: Kysely<unknown>): Promise<readonly TableShape[]> {
  const { rows } = await sql<TableShape>`
    SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
      AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    GROUP BY c.relname ORDER BY c.relname`.execute(database);
  const { rows: keys } = await sql<{ name: string; refersTo: readonly string[] }>`
    SELECT t.relname AS name, array_agg(r.relname::text ORDER BY r.relname) AS "refersTo"
    FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid JOIN pg_class r ON r.oid = k.confrelid
    WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace GROUP BY t.relname`.execute(database);
  const references = new Map(keys.map(({ name, refersTo }) => [name, refersTo]));
  return inOrder(rows, references).filter(({ name }) => !bookkeeping.has(name));
}

/** Whether a database holds anything at all, and whether that is Pratique's. */
export async function occupancy(database: Kysely<unknown>): Promise<'empty' | 'pratique' | 'foreign'> {
  const { rows } = await sql<{ name: string }>`
    SELECT relname AS name FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')`.execute(database);
  if (rows.length === 0) return 'empty';
  return rows.some(({ name }) => name === 'schema_migration') ? 'pratique' : 'foreign';
}

/** Takes away every table and function of Pratique. Within a transaction, this too can be undone. */
export async function dropAll(database: Kysely<unknown>): Promise<void> {
  const { rows: tables } = await sql<{ name: string }>`
    SELECT relname AS name FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition`.execute(database);
  for (const { name } of tables) await sql`DROP TABLE IF EXISTS ${sql.table(name)} CASCADE`.execute(database);
  const { rows: routines } = await sql<{ signature: string }>`
    SELECT p.oid::regprocedure::text AS signature FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')`.execute(database);
  for (const { signature } of routines) {
    await sql`DROP ROUTINE IF EXISTS ${sql.raw(signature)} CASCADE`.execute(database);
  }
}

/** Where a sequence stands. */
export interface SequenceState {
  readonly name: string;
  readonly value: number;
}

/** The sequences that were used. */
export async function sequences(database: Kysely<unknown>): Promise<readonly SequenceState[]> {
  const { rows } = await sql<SequenceState>`
    SELECT sequencename AS name, last_value AS value FROM pg_sequences
    WHERE schemaname = 'public' AND last_value IS NOT NULL ORDER BY sequencename`.execute(database);
  return rows;
}
