import type { DatabaseSync } from 'node:sqlite';
import { type ChangeEntry, ChangeSet } from './change-set.ts';
import { readMeta, writeMeta } from './meta.ts';
import { packJson, unpackJson } from './pack.ts';

/** Generations that can be asked for. With hourly refreshes about three weeks. */
const MAX_GENERATIONS = 512;
const MAX_BYTES = 64 * 1024 * 1024;
/** A refresh that changes more records than this is no delta any more. */
const MAX_CHANGES = 1_000_000;

/**
 * Writes a generation's changes. After a first load, or one that changed almost everything, the log begins anew; older
 * entries go once there are too many.
 */
export function appendChanges(database: DatabaseSync, generation: number, changes: ChangeSet, whole: boolean): void {
  if (whole || changes.size > MAX_CHANGES) {
    database.exec('delete from change');
    writeMeta(database, 'log-from', generation);
    return;
  }
  database.prepare('insert into change values (?, ?)').run(generation, packJson(changes.entry()));
  const kept = database.prepare('select generation, length(body) as bytes from change order by generation desc').all();
  let bytes = 0;
  const surplus = kept.find((row, index) => {
    bytes += Number(row['bytes']);
    return index >= MAX_GENERATIONS || (index > 0 && bytes > MAX_BYTES);
  });
  if (!surplus) return;
  const oldest = Number(surplus['generation']);
  database.prepare('delete from change where generation <= ?').run(oldest);
  writeMeta(database, 'log-from', oldest);
}

/** Everything that changed after a generation, or undefined where the log does not reach back that far. */
export function changesSince(database: DatabaseSync, from: number): ChangeEntry | undefined {
  if (from < Number(readMeta(database, 'log-from') ?? 0)) return undefined;
  const changes = new ChangeSet();
  for (const row of database.prepare('select body from change where generation > ? order by generation').iterate(from))
    changes.addEntry(unpackJson(row['body'] as Uint8Array) as ChangeEntry);
  return changes.entry();
}
