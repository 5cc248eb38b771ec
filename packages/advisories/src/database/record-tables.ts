import type { DatabaseSync } from 'node:sqlite';
import type { Epss, KnownExploited, Lifecycle } from '@pratique/model';
import type { Written } from './advisory-table.ts';
import type { ChangeSet } from './change-set.ts';
import { epssKey, unpackScore } from './epss-key.ts';
import { lazyStatements } from './statements.ts';

/** Entries of the known-exploited catalogue. */
export class KnownExploitedTable {
  readonly #statements;

  constructor(database: DatabaseSync) {
    this.#statements = lazyStatements(database, {
      find: 'select body from known_exploited where id = ?',
      ids: 'select id from known_exploited where feed = ?',
      put: 'insert or replace into known_exploited values (?, ?, ?)',
      remove: 'delete from known_exploited where id = ?',
    });
  }

  ids(feed: number): string[] {
    return this.#statements.ids.all(feed).map((row) => String(row['id']));
  }

  read(id: string): KnownExploited | undefined {
    const body = this.#statements.find.get(id)?.['body'];
    return typeof body === 'string' ? (JSON.parse(body) as KnownExploited) : undefined;
  }

  put(feed: number, record: KnownExploited, changes: ChangeSet): Written {
    const body = JSON.stringify(record);
    const old = this.#statements.find.get(record.vulnerability)?.['body'];
    if (old === body) return 'unchanged';
    this.#statements.put.run(record.vulnerability, feed, body);
    changes.knownExploited(record.vulnerability);
    return old === undefined ? 'added' : 'changed';
  }

  remove(id: string, changes: ChangeSet): boolean {
    const removed = this.#statements.remove.run(id).changes > 0;
    if (removed) changes.knownExploited(id);
    return removed;
  }
}

/** EPSS scores: an integer key and an integer value, 12 bytes a row. */
export class EpssTable {
  readonly #statements;

  constructor(database: DatabaseSync) {
    this.#statements = lazyStatements(database, {
      find: 'select value from epss where id = ?',
      all: 'select id, value from epss',
      put: 'insert or replace into epss values (?, ?)',
      remove: 'delete from epss where id = ?',
    });
  }

  /** All keys with their values: what a whole file is compared with. */
  stored(): Map<number, number> {
    const stored = new Map<number, number>();
    for (const row of this.#statements.all.iterate()) stored.set(Number(row['id']), Number(row['value']));
    return stored;
  }

  read(vulnerability: string): Epss | undefined {
    const key = epssKey(vulnerability);
    const value = key === undefined ? undefined : this.#statements.find.get(key)?.['value'];
    return typeof value === 'number' ? { vulnerability, ...unpackScore(value) } : undefined;
  }

  /** The stored value of a key. */
  value(key: number): number | undefined {
    const value = this.#statements.find.get(key)?.['value'];
    return typeof value === 'number' ? value : undefined;
  }

  /** Writes a score that is known to differ from what is stored. */
  write(key: number, value: number, changes: ChangeSet): void {
    this.#statements.put.run(key, value);
    changes.epss(key);
  }

  removeKey(key: number, changes: ChangeSet): void {
    if (this.#statements.remove.run(key).changes > 0) changes.epss(key);
  }
}

/** Release cycles of products, in the publisher's order. */
export class LifecycleTable {
  readonly #statements;

  constructor(database: DatabaseSync) {
    this.#statements = lazyStatements(database, {
      find: 'select position, body from lifecycle where product = ? and cycle = ?',
      of: 'select body from lifecycle where product = ? order by position, cycle',
      keys: 'select product, cycle from lifecycle where feed = ? order by product, position, cycle',
      put: 'insert or replace into lifecycle values (?, ?, ?, ?, ?)',
      remove: 'delete from lifecycle where product = ? and cycle = ?',
    });
  }

  keys(feed: number): (readonly [string, string])[] {
    return this.#statements.keys.all(feed).map((row) => [String(row['product']), String(row['cycle'])] as const);
  }

  of(product: string): Lifecycle[] {
    return this.#statements.of.all(product).map((row) => JSON.parse(String(row['body'])) as Lifecycle);
  }

  read(product: string, cycle: string): { record: Lifecycle; position: number } | undefined {
    const row = this.#statements.find.get(product, cycle);
    return row && { record: JSON.parse(String(row['body'])) as Lifecycle, position: Number(row['position']) };
  }

  put(feed: number, record: Lifecycle, position: number, changes: ChangeSet): Written {
    const body = JSON.stringify(record);
    const old = this.#statements.find.get(record.product, record.cycle);
    if (old?.['body'] === body && old['position'] === position) return 'unchanged';
    this.#statements.put.run(record.product, record.cycle, feed, position, body);
    changes.lifecycle(record.product, record.cycle);
    return old ? 'changed' : 'added';
  }

  remove(product: string, cycle: string, changes: ChangeSet): boolean {
    const removed = this.#statements.remove.run(product, cycle).changes > 0;
    if (removed) changes.lifecycle(product, cycle);
    return removed;
  }
}
