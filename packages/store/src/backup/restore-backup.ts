import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createZstdDecompress } from 'node:zlib';
import { PratiqueError, reasonOf } from '@pratique/foundation';
import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { connectionFailure, placeOf } from '../connection/failure.ts';
import { storeErrors } from '../errors.ts';
import { migrations } from '../migrations/all.ts';
import { migrate, migratorOptions } from '../migrations/migrate.ts';
import { copyIn } from './copy.ts';
import {
  type BackupContents,
  type BackupManifest,
  CONTENTS,
  damagedBackup,
  MANIFEST,
  parseContents,
  parseManifest,
  type TableContents,
} from './manifest.ts';
import { type Session, withSession } from './session.ts';
import { dataTables, dropAll, occupancy, type TableShape } from './tables.ts';
import { type BackupPart, readTar } from './tar.ts';
import { type BackupReport, copyStatement } from './write-backup.ts';

/** What is restored, and where to. */
export interface RestoreOptions {
  readonly connectionString: string;
  readonly file: string;
  /** Replace what the database holds. */
  readonly force?: boolean;
}

/** The files of a backup, of which the next can be looked at before it is taken. */
class Parts {
  readonly #parts: AsyncGenerator<BackupPart>;
  #next: Promise<IteratorResult<BackupPart>> | undefined;

  constructor(file: string) {
    // What either stream fails with comes out of the second one, where it is read.
    const content = pipeline(createReadStream(file), createZstdDecompress(), () => undefined);
    this.#parts = readTar(content as AsyncIterable<Buffer>);
  }

  async peek(): Promise<string | undefined> {
    this.#next ??= this.#parts.next();
    const { done, value } = await this.#next;
    return done ? undefined : value.name;
  }

  async take(name: string): Promise<Buffer> {
    if ((await this.peek()) !== name) throw damagedBackup(`${name} is missing`);
    const { value } = (await this.#next) as IteratorYieldResult<BackupPart>;
    this.#next = undefined;
    return value.content;
  }

  async close(): Promise<void> {
    await this.#parts.return(undefined);
  }
}

async function makeRoom({ transaction }: Session, { connectionString, force }: RestoreOptions): Promise<void> {
  const held = await occupancy(transaction);
  if (held === 'empty') return;
  if (held === 'pratique' && force) {
    await dropAll(transaction);
    return;
  }
  const why = held === 'foreign' ? 'it holds tables that are not of Pratique' : 'it is not empty';
  throw storeErrors.create('store/not-empty', { attempted: 'restore into', on: placeOf(connectionString), why });
}

/** The schema that the backup was taken from, empty. Rows that a migration made are in the backup too. */
async function makeSchema({ transaction }: Session, manifest: BackupManifest): Promise<void> {
  const known = Object.keys(migrations);
  const unknown = manifest.migrations.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    const why = `it has changes of the schema that this version does not know: ${unknown.join(', ')}`;
    throw storeErrors.create('store/schema-newer', { attempted: 'restore', on: 'the backup', why });
  }
  const migrator = new Migrator({ db: transaction, ...migratorOptions(migrations) });
  const { error } = await migrator.migrateTo(manifest.migrations.at(-1) as string);
  if (error !== undefined) throw error;
  const tables = await dataTables(transaction);
  const shapes = new Map(tables.map(({ name, columns }) => [name, columns]));
  for (const { name, columns } of manifest.tables) {
    if (!columns.every((column) => shapes.get(name)?.includes(column))) {
      throw damagedBackup(`its table ${name} is not the one of its schema`);
    }
  }
  for (const { name } of tables.toReversed()) {
    // Nobody may delete from it, and nothing writes to it before it is used.
    if (name !== 'audit_log') await sql`DELETE FROM ${sql.table(name)}`.execute(transaction);
  }
}

async function restoreTable({ client }: Session, table: TableShape, parts: Parts): Promise<TableContents> {
  const hash = createHash('sha256');
  let rows = 0;
  async function* content(): AsyncGenerator<Buffer> {
    for (;;) {
      const name = await parts.peek();
      if (!name?.startsWith(`tables/${table.name}/`)) return;
      const part = await parts.take(name);
      hash.update(part);
      // In COPY's text form a line feed within a value is written as an escape.
      for (let at = part.indexOf(0x0a); at !== -1; at = part.indexOf(0x0a, at + 1)) rows += 1;
      yield part;
    }
  }
  await copyIn(client, copyStatement(table, 'FROM STDIN'), content());
  return { rows, sha256: hash.digest('hex') };
}

async function restoreRows(
  session: Session,
  manifest: BackupManifest,
  parts: Parts,
): Promise<Map<string, TableContents>> {
  const restored = new Map<string, TableContents>();
  for (const table of manifest.tables) {
    try {
      restored.set(table.name, await restoreTable(session, table, parts));
    } catch (error) {
      // 22: the rows are no rows. 23: they contradict each other.
      if (!/^2[23]/.test(String((error as { code?: unknown }).code))) throw error;
      throw damagedBackup(`its table ${table.name}: ${reasonOf(error)}`, error);
    }
  }
  return restored;
}

function compare(contents: BackupContents, manifest: Buffer, restored: ReadonlyMap<string, TableContents>): void {
  const sum = createHash('sha256').update(manifest).digest('hex');
  if (sum !== contents.manifest) throw damagedBackup(`${MANIFEST} is not what was written`);
  for (const [name, { rows, sha256 }] of restored) {
    const stated = contents.tables[name];
    if (stated?.rows !== rows || stated.sha256 !== sha256)
      throw damagedBackup(`the rows of ${name} are not what was written`);
  }
}

async function restore(session: Session, options: RestoreOptions, parts: Parts): Promise<BackupReport> {
  const head = await parts.take(MANIFEST);
  const manifest = parseManifest(head);
  await makeRoom(session, options);
  await makeSchema(session, manifest);
  const restored = await restoreRows(session, manifest, parts);
  const contents = parseContents(await parts.take(CONTENTS));
  compare(contents, head, restored);
  for (const { name, value } of contents.sequences) {
    await sql`SELECT setval(${`public.${name}`}::regclass, ${value})`.execute(session.transaction);
  }
  const rows = [...restored.values()].reduce((sum, table) => sum + table.rows, 0);
  const { createdAt, postgres, tables } = manifest;
  return { createdAt, postgres, tables: tables.length, rows };
}

/** The typed error of what reading a backup or filling the database failed with. */
function restoreFailure({ connectionString, file }: RestoreOptions, error: unknown): PratiqueError {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (error instanceof PratiqueError) {
    const ours = error.code === 'store/backup-damaged' && error.facts.on === 'the backup';
    if (!ours) return error;
    return storeErrors.create('store/backup-damaged', { ...error.facts, on: file, cause: error.cause });
  }
  if (syscall === 'open' || syscall === 'read') {
    const facts = { attempted: 'read', on: file, why: reasonOf(error), cause: error };
    return storeErrors.create('store/backup-unreadable', facts);
  }
  if (code?.startsWith('ZSTD') || code?.startsWith('Z_') || code === 'ERR_STREAM_PREMATURE_CLOSE') {
    const why = `it is damaged or cut off (${reasonOf(error)})`;
    return storeErrors.create('store/backup-damaged', { attempted: 'read', on: file, why, cause: error });
  }
  return connectionFailure('restore into', connectionString, error);
}

/**
 * Fills a database from a backup, in one transaction: whatever fails, the database is as it was. Then brings the schema
 * forward to this program's.
 * @throws PratiqueError `store/not-empty`, `store/backup-damaged`, `store/backup-unreadable`, `store/schema-newer`, …
 */
export async function restoreBackup(options: RestoreOptions): Promise<BackupReport> {
  const { connectionString, file } = options;
  const report = await withSession('restore into', connectionString, async (session) => {
    const parts = new Parts(file);
    try {
      return await restore(session, options, parts);
    } catch (error) {
      throw restoreFailure(options, error);
    } finally {
      await parts.close().catch(() => undefined);
    }
  });
  await migrate(connectionString, migrations);
  return report;
}
