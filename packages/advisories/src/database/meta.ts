import type { DatabaseSync } from 'node:sqlite';

/** Single values of the database: the generation, where the change log begins, what was pulled from whom. */
export type MetaKey = 'generation' | 'log-from' | 'publisher' | 'published-generation' | 'published-intact';

/** A single value, or undefined where it was never written. */
export function readMeta(database: DatabaseSync, key: MetaKey): string | number | undefined {
  const value = database.prepare('select value from meta where key = ?').get(key)?.['value'];
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}

/** Writes a single value; `undefined` removes it. */
export function writeMeta(database: DatabaseSync, key: MetaKey, value: string | number | undefined): void {
  if (value === undefined) database.prepare('delete from meta where key = ?').run(key);
  else
    database.prepare('insert into meta values (?, ?) on conflict do update set value = excluded.value').run(key, value);
}
