import type { DatabaseSync } from 'node:sqlite';
import type { FeedStatus } from '@pratique/model';
import type { Numbering } from './numbering.ts';
import { lazyStatements } from './statements.ts';

/** A feed as it is stored: its coverage before rejected records are held against it, and how to go on fetching. */
export interface StoredFeed {
  readonly status: Omit<FeedStatus, 'covers'>;
  readonly covers: readonly string[];
  /** Declared a sample: it covers nothing, whatever it loaded. */
  readonly sample: boolean;
  readonly validator?: string;
  /** Fingerprint of the publisher that it was pulled from; absent: loaded from the feed's own origin. */
  readonly publisher?: string;
}

/** What a stored feed says to the outside: a record that could not be read takes its coverage away. */
export function statusOf({ status, covers, sample }: StoredFeed): FeedStatus {
  return { ...status, covers: sample || status.rejected > 0 ? [] : covers };
}

/** Feeds with their state, and the records of each that could not be read. */
export class FeedTable {
  readonly #numbers: Numbering;
  readonly #statements;

  constructor(database: DatabaseSync, numbers: Numbering) {
    this.#numbers = numbers;
    this.#statements = lazyStatements(database, {
      all: 'select id, status, covers, validator, publisher from feed order by id',
      find: 'select id, status, covers, validator, publisher from feed where id = ?',
      put: 'update feed set status = ?, covers = ?, validator = ?, publisher = ? where no = ?',
      rejected: 'select id, reason from rejected where feed = ? order by id limit ?',
      countRejected: 'select count(*) as count from rejected where feed = ?',
      putRejected: 'insert or replace into rejected values (?, ?, ?)',
      removeRejected: 'delete from rejected where feed = ? and id = ?',
      clearRejected: 'delete from rejected where feed = ?',
    });
  }

  #stored(row: Record<string, unknown>): StoredFeed {
    const { validator, publisher } = row;
    const { covers, sample } = JSON.parse(String(row['covers'])) as { covers?: string[]; sample?: boolean };
    return {
      status: JSON.parse(String(row['status'])) as StoredFeed['status'],
      covers: covers ?? [],
      sample: sample ?? false,
      ...(typeof validator === 'string' && { validator }),
      ...(typeof publisher === 'string' && { publisher }),
    };
  }

  /** Feeds that were loaded, by id. */
  all(): StoredFeed[] {
    return this.#statements.all
      .all()
      .map((row) => this.#stored(row))
      .filter(({ status }) => status.feed !== undefined);
  }

  find(id: string): StoredFeed | undefined {
    const row = this.#statements.find.get(id);
    const stored = row && this.#stored(row);
    return stored?.status.feed === undefined ? undefined : stored;
  }

  put({ status, covers, sample, validator, publisher }: StoredFeed): void {
    const no = this.#numbers.number(status.feed);
    const listed = JSON.stringify({ covers: [...new Set(covers)].sort(), sample });
    this.#statements.put.run(JSON.stringify(status), listed, validator ?? null, publisher ?? null, no);
  }

  /** Marks a feed as gone; its number stays. */
  forget(id: string): void {
    const no = this.#numbers.find(id);
    if (no === undefined) return;
    this.#statements.put.run('{}', '{}', null, null, no);
    this.#statements.clearRejected.run(no);
  }

  rejected(feed: number, limit: number): { id: string; reason: string }[] {
    const rows = this.#statements.rejected.all(feed, limit);
    return rows.map((row) => ({ id: String(row['id']), reason: String(row['reason']) }));
  }

  countRejected(feed: number): number {
    return Number(this.#statements.countRejected.get(feed)?.['count'] ?? 0);
  }

  reject(feed: number, id: string, reason: string): void {
    this.#statements.putRejected.run(feed, id, reason.slice(0, 300));
  }

  /** The record can be read now. */
  accept(feed: number, id: string): void {
    this.#statements.removeRejected.run(feed, id);
  }

  clearRejected(feed: number): void {
    this.#statements.clearRejected.run(feed);
  }
}
