import { sql } from 'kysely';
import { type Queryable, storableJson } from './queryable.ts';

/** Begins a change: the cause that everything it opens and resolves refers to. */
export async function beginChange(database: Queryable, kind: string, detail: unknown, at: Date): Promise<number> {
  const { rows } = await sql<{ id: number }>`INSERT INTO change (kind, detail, at)
    VALUES (${kind}, ${storableJson(detail)}, ${at}) RETURNING id`.execute(database);
  return rows[0]?.id ?? 0;
}

/** Violations that one change opened and resolved, by policy. */
export interface ViolationSummary {
  readonly policy: string;
  readonly opened: number;
  readonly resolved: number;
}

export async function summarizeChange(database: Queryable, change: number): Promise<readonly ViolationSummary[]> {
  const { rows } = await sql<ViolationSummary>`
    SELECT p.name AS policy, sum(opened)::int4 AS opened, sum(resolved)::int4 AS resolved FROM (
      SELECT policy_id, count(*) AS opened, 0 AS resolved FROM violation WHERE opened_by = ${change} GROUP BY 1
      UNION ALL SELECT policy_id, 0, count(*) FROM violation WHERE resolved_by = ${change} GROUP BY 1
    ) v JOIN policy p ON p.id = v.policy_id GROUP BY 1 ORDER BY 1`.execute(database);
  return rows;
}

/** Puts an event out: readers see it once the transaction and all that began before it have ended. */
export async function emit(database: Queryable, change: number, kind: string, payload: unknown): Promise<void> {
  await sql`INSERT INTO outbox (change_id, kind, payload) VALUES (${change}, ${kind}, ${storableJson(payload)})`.execute(
    database,
  );
}

/** Where a reader of the outbox stands. Opaque to readers. */
export interface OutboxPosition {
  readonly transaction: string;
  readonly id: number;
}

export interface OutboxEvent {
  readonly position: OutboxPosition;
  readonly change: { readonly id: number; readonly kind: string; readonly detail: unknown; readonly at: Date };
  readonly kind: string;
  readonly payload: unknown;
}

/** The position before the first event. */
export const outboxStart: OutboxPosition = { transaction: '0', id: 0 };

/**
 * Events after a position, in an order that never changes. Sequence order is not commit order: what stands behind the oldest
 * running transaction is not read yet. An event is delivered at least once; `position` tells it from others.
 */
export async function readOutbox(
  database: Queryable,
  after: OutboxPosition,
  most: number,
): Promise<readonly OutboxEvent[]> {
  const { rows } = await sql<
    OutboxEvent & { transaction: string; id: number; changeId: number; at: Date; detail: unknown; changeKind: string }
  >`
    SELECT o.transaction::text, o.id, o.kind, o.payload, c.id AS "changeId", c.kind AS "changeKind", c.detail, c.at
    FROM outbox o JOIN change c ON c.id = o.change_id
    WHERE o.transaction < pg_snapshot_xmin(pg_current_snapshot())
      AND (o.transaction, o.id) > (${after.transaction}::xid8, ${after.id}::int8)
    ORDER BY o.transaction, o.id LIMIT ${most}`.execute(database);
  return rows.map(({ transaction, id, kind, payload, changeId, changeKind, detail, at }) => ({
    position: { transaction, id },
    change: { id: changeId, kind: changeKind, detail, at },
    kind,
    payload,
  }));
}
