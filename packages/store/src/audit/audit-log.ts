import { createHash } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import { storable } from '../fleet/queryable.ts';
import type { Schema } from '../schema.ts';

/** What somebody did. */
export interface AuditEvent {
  readonly at: Date;
  /** Who: `user:NAME`, `token:ID`, `system`. */
  readonly actor: string;
  /** What was done, such as `exception.approve`. */
  readonly action: string;
  /** What it was done to. */
  readonly subject: string;
  /** Network address that it came from. */
  readonly address?: string | undefined;
  /** Further facts. No secrets. */
  readonly details?: unknown;
}

/** An event as the log has it. */
export interface AuditEntry extends AuditEvent {
  /** Counts up from 1 without gaps. */
  readonly id: number;
  readonly details: unknown;
  /** Hexadecimal SHA-256 over this entry and the hash of the one before. */
  readonly hash: string;
}

/** Any number that no other lock of Pratique has. */
const AUDIT_LOCK = 7_061_702;

/** Before the first entry. */
const ORIGIN = Buffer.alloc(32);

interface Sealed {
  readonly id: number;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly address: string | null;
  /** JSON as it was written. */
  readonly details: string;
}

function hashOf(previous: Buffer, { id, at, actor, action, subject, address, details }: Sealed): Buffer {
  const content = JSON.stringify([id, at.toISOString(), actor, action, subject, address, details]);
  return createHash('sha256').update(previous).update(content).digest();
}

/**
 * Adds an entry in the caller's transaction: what was done and that it was done become true together. Append last:
 * other transactions that append wait until this one ends.
 */
export async function appendAudit(transaction: Transaction<Schema>, event: AuditEvent): Promise<AuditEntry> {
  await sql`SELECT pg_advisory_xact_lock(${AUDIT_LOCK})`.execute(transaction);
  const last = await transaction
    .selectFrom('audit_log')
    .select(['id', 'hash'])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  const sealed: Sealed = {
    id: (last?.id ?? 0) + 1,
    at: event.at,
    actor: storable(event.actor),
    action: storable(event.action),
    subject: storable(event.subject),
    address: event.address === undefined ? null : storable(event.address),
    details: JSON.stringify(event.details ?? null),
  };
  const previous = last?.hash ?? ORIGIN;
  const hash = hashOf(previous, sealed);
  await transaction
    .insertInto('audit_log')
    .values({ ...sealed, previous_hash: previous, hash })
    .execute();
  return entryOf({ ...sealed, hash });
}

function entryOf({ id, at, actor, action, subject, address, details, hash }: Sealed & { hash: Buffer }): AuditEntry {
  const from = address === null ? {} : { address };
  return { id, at, actor, action, subject, ...from, details: JSON.parse(details), hash: hash.toString('hex') };
}

/** Which entries, and how many. */
export interface AuditQuery {
  /** At most. 1 to 1000. */
  readonly limit: number;
  /** `next` of the page before. */
  readonly cursor?: number | undefined;
  readonly actor?: string | undefined;
  readonly subject?: string | undefined;
}

/** Entries, newest first. */
export interface AuditPage {
  readonly entries: readonly AuditEntry[];
  /** Cursor of the page that follows; absent: this is the last. */
  readonly next?: number;
}

const MAX_PAGE = 1000;

const columns = ['id', 'at', 'actor', 'action', 'subject', 'address', 'previous_hash', 'hash'] as const;
const details = sql<string>`details::text`.as('details');

/** A page of the log. Entries that are added meanwhile do not shift the pages that follow. */
export async function readAudit(database: Kysely<Schema>, query: AuditQuery): Promise<AuditPage> {
  const limit = Math.min(Math.max(1, Math.trunc(query.limit)), MAX_PAGE);
  let select = database.selectFrom('audit_log').select(columns).select(details);
  if (query.cursor !== undefined) select = select.where('id', '<', query.cursor);
  if (query.actor !== undefined) select = select.where('actor', '=', query.actor);
  if (query.subject !== undefined) select = select.where('subject', '=', query.subject);
  // One more than wanted tells whether there is another page.
  const rows = await select
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const entries = rows.slice(0, limit).map(entryOf);
  const last = entries.at(-1);
  return rows.length > limit && last ? { entries, next: last.id } : { entries };
}

/** What checking the whole log came to. */
export type AuditVerification =
  | {
      readonly intact: true;
      readonly entries: number;
      /** Hash of the last entry. Kept elsewhere, it also shows that the end was cut off later. */
      readonly head: string;
    }
  | { readonly intact: false; readonly brokenAt: number; readonly why: string };

const BATCH = 1000;

/** Follows the chain from the first entry: a changed, missing, added or reordered entry breaks it. */
export async function verifyAudit(database: Kysely<Schema>): Promise<AuditVerification> {
  let previous: Buffer = ORIGIN;
  let entries = 0;
  for (;;) {
    const rows = await database
      .selectFrom('audit_log')
      .select(columns)
      .select(details)
      .where('id', '>', entries)
      .orderBy('id')
      .limit(BATCH)
      .execute();
    for (const row of rows) {
      const broken = (why: string): AuditVerification => ({ intact: false, brokenAt: entries + 1, why });
      if (row.id !== entries + 1) return broken('the entry is missing');
      if (!row.previous_hash.equals(previous)) return broken('it does not follow on the entry before');
      if (!row.hash.equals(hashOf(previous, row))) return broken('its content is not what was written');
      previous = row.hash;
      entries += 1;
    }
    if (rows.length < BATCH) return { intact: true, entries, head: previous.toString('hex') };
  }
}
