import { type HeaderBlob, unreadable } from '../header-blob.ts';
import { type DatabaseFile, openDatabase } from './database-file.ts';
import { decodeRecord } from './record.ts';
import { TableWalk } from './table.ts';

/** The root page of a table by name, from the schema table, whose root is page 1 (fileformat2, 2.6). */
function rootPage(file: DatabaseFile, table: string): number | undefined {
  for (const row of new TableWalk(file).rows(1)) {
    const columns = row.ok ? decodeRecord(row.payload) : undefined;
    const [type, name, , root] = columns ?? [];
    if (!Buffer.isBuffer(type) || !Buffer.isBuffer(name) || typeof root !== 'number') continue;
    if (type.toString('latin1') === 'table' && name.toString('latin1') === table) return root;
  }
  return undefined;
}

/** The header blobs of `rpmdb.sqlite`: table `Packages (hnum INTEGER PRIMARY KEY, blob BLOB)`. */
export function* readSqlite(bytes: Buffer): Generator<HeaderBlob, undefined> {
  const file = openDatabase(bytes);
  if ('reason' in file) {
    yield unreadable(file.reason);
    return undefined;
  }
  const root = rootPage(file, 'Packages');
  if (root === undefined) {
    yield unreadable('has no table of packages');
    return undefined;
  }
  for (const row of new TableWalk(file).rows(root)) {
    const blob = row.ok ? decodeRecord(row.payload)?.[1] : undefined;
    if (!row.ok) yield row;
    else if (Buffer.isBuffer(blob)) yield { ok: true, bytes: blob };
    else yield unreadable('a row holds no header');
  }
  return undefined;
}
