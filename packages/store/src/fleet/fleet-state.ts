import { sql } from 'kysely';
import { type Queryable, storableJson } from './queryable.ts';

/** What is remembered of the advisory database. */
export interface AdvisoryState {
  /** RFC 3339: the oldest fetch among the feeds that carry advisories. */
  readonly asOf?: string;
  /** Only the starter set is loaded. */
  readonly starter: boolean;
  /** Whether a feed covers each ecosystem that packages are looked up in. */
  readonly covered: Readonly<Record<string, boolean>>;
}

/** What everything in the fleet was last computed from. */
export interface FleetState {
  /** Of the advisory database. */
  readonly generation: number;
  readonly advisories: AdvisoryState;
  readonly policySet: { readonly id: number; readonly content: unknown } | undefined;
  readonly exceptions: readonly unknown[];
}

/** Any number that no other lock of Pratique has. */
const FLEET_LOCK = 7_061_701;

/**
 * Lets changes of the fleet pass one at a time, until the transaction ends. Readers do not wait.
 */
export async function lockFleet(database: Queryable): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${FLEET_LOCK})`.execute(database);
}

export async function readFleetState(database: Queryable): Promise<FleetState> {
  const { rows } = await sql<{
    generation: number;
    advisories: FleetState['advisories'];
    exceptions: readonly unknown[];
    id: number | null;
    content: unknown;
  }>`SELECT s.generation, s.advisories, s.exceptions, p.id, p.content
    FROM fleet_state s LEFT JOIN policy_set p ON p.id = s.policy_set_id`.execute(database);
  const [row] = rows;
  if (!row) return { generation: 0, advisories: { starter: false, covered: {} }, policySet: undefined, exceptions: [] };
  const { generation, advisories, exceptions, id, content } = row;
  return { generation, advisories, exceptions, policySet: id === null ? undefined : { id, content } };
}

export async function writeAdvisoryState(
  database: Queryable,
  { generation, advisories }: Pick<FleetState, 'generation' | 'advisories'>,
): Promise<void> {
  await sql`UPDATE fleet_state SET generation = ${generation}, advisories = ${storableJson(advisories)}`.execute(
    database,
  );
}

/** Adds a version of the policy set and makes it the one that counts. */
export async function writePolicySet(
  database: Queryable,
  set: { readonly digest: string; readonly content: unknown; readonly since: Date },
): Promise<void> {
  await sql`WITH added AS (
      INSERT INTO policy_set (digest, content, since)
      VALUES (${set.digest}, ${storableJson(set.content)}, ${set.since}) RETURNING id
    ) UPDATE fleet_state SET policy_set_id = (SELECT id FROM added)`.execute(database);
}

export async function writeExceptions(database: Queryable, exceptions: readonly unknown[]): Promise<void> {
  await sql`UPDATE fleet_state SET exceptions = ${storableJson(exceptions)}`.execute(database);
}

/** A policy's condition with its parameters: its id stays while they do. */
export interface PolicyCondition {
  readonly name: string;
  /** Digest of everything that its outcome depends on. */
  readonly condition: string;
}

/** Ids by `name condition`; those that are new are added. */
export async function policyIds(
  database: Queryable,
  conditions: readonly PolicyCondition[],
): Promise<ReadonlyMap<string, number>> {
  const names = conditions.map(({ name }) => name);
  const digests = conditions.map(({ condition }) => condition);
  await sql`INSERT INTO policy (name, condition) SELECT * FROM unnest(${names}::text[], ${digests}::text[])
    ON CONFLICT DO NOTHING`.execute(database);
  const { rows } = await sql<PolicyCondition & { id: number }>`SELECT p.id, p.name, p.condition
    FROM policy p JOIN unnest(${names}::text[], ${digests}::text[]) AS c(name, condition)
    USING (name, condition)`.execute(database);
  return new Map(rows.map(({ id, name, condition }) => [`${name} ${condition}`, id]));
}
