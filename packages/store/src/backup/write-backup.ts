import { createHash, type Hash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress } from 'node:zlib';
import { asideOf, reasonOf, sweepAsides } from '@pratique/foundation';
import { sql } from 'kysely';
import { placeOf } from '../connection/failure.ts';
import { storeErrors } from '../errors.ts';
import { migrations } from '../migrations/all.ts';
import { refuseNewer, schemaState } from '../migrations/migrate.ts';
import { copyOut } from './copy.ts';
import { type BackupContents, type BackupManifest, CONTENTS, MANIFEST, type TableContents } from './manifest.ts';
import { type Session, withSession } from './session.ts';
import { dataTables, sequences, type TableShape } from './tables.ts';
import { tarEnd, tarPart } from './tar.ts';

/** What is backed up, and where to. */
export interface BackupOptions {
  readonly connectionString: string;
  /** Written whole or not at all, readable by its owner alone. */
  readonly file: string;
  readonly now: Date;
  /** Gives up, leaving nothing half-written. */
  readonly signal?: AbortSignal | undefined;
}

/** What a backup or a restore moved. */
export interface BackupReport {
  readonly createdAt: string;
  readonly postgres: string;
  readonly tables: number;
  readonly rows: number;
}

/** Bytes of rows that are gathered to one file of the archive. */
const PART = 1024 * 1024;

/** The COPY statement of a table; names come from the catalog or were checked to be plain identifiers. */
export function copyStatement({ name, columns }: TableShape, direction: 'TO STDOUT' | 'FROM STDIN'): string {
  return `COPY public."${name}" (${columns.map((column) => `"${column}"`).join(', ')}) ${direction}`;
}

async function* tableParts({ client }: Session, table: TableShape, hash: Hash): AsyncGenerator<Buffer, number> {
  let rows = 0;
  let gathered: Buffer[] = [];
  let size = 0;
  let number = 0;
  function part(): Buffer {
    const content = Buffer.concat(gathered);
    hash.update(content);
    gathered = [];
    size = 0;
    number += 1;
    return tarPart({ name: `tables/${table.name}/${String(number).padStart(8, '0')}.copy`, content });
  }
  for await (const row of copyOut(client, copyStatement(table, 'TO STDOUT'))) {
    rows += 1;
    gathered.push(row);
    size += row.length;
    if (size >= PART) yield part();
  }
  if (size > 0) yield part();
  return rows;
}

async function describe(session: Session, { connectionString, now }: BackupOptions): Promise<BackupManifest> {
  const state = await schemaState(session.transaction, migrations);
  refuseNewer(state, 'back up', connectionString);
  if (state.applied.length === 0) {
    const why = 'it holds no schema of Pratique';
    throw storeErrors.create('store/not-migrated', { attempted: 'back up', on: placeOf(connectionString), why });
  }
  const { rows } = await sql<{ version: string }>`SELECT current_setting('server_version') AS version`.execute(
    session.transaction,
  );
  return {
    format: 'pratique-backup',
    version: 1,
    createdAt: now.toISOString(),
    postgres: rows[0]?.version ?? '',
    migrations: state.applied,
    tables: await dataTables(session.transaction),
  };
}

async function* archive(
  session: Session,
  manifest: BackupManifest,
  count: (rows: number) => void,
): AsyncGenerator<Buffer> {
  const head = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
  yield tarPart({ name: MANIFEST, content: head });
  const tables: [string, TableContents][] = [];
  for (const table of manifest.tables) {
    const hash = createHash('sha256');
    const rows = yield* tableParts(session, table, hash);
    tables.push([table.name, { rows, sha256: hash.digest('hex') }]);
    count(rows);
  }
  const contents: BackupContents = {
    manifest: createHash('sha256').update(head).digest('hex'),
    tables: Object.fromEntries(tables),
    // Sequences know no snapshot: read last, they are never behind the rows.
    sequences: await sequences(session.transaction),
  };
  yield tarPart({ name: CONTENTS, content: Buffer.from(`${JSON.stringify(contents, null, 2)}\n`) });
  yield tarEnd;
}

async function writeWhole({ file, signal }: BackupOptions, content: AsyncIterable<Buffer>): Promise<void> {
  const aside = asideOf(file);
  try {
    const compress = createZstdCompress({ params: { [constants.ZSTD_c_checksumFlag]: 1 } });
    await pipeline(Readable.from(content), compress, createWriteStream(aside, { flags: 'wx', mode: 0o600 }), {
      signal,
    });
    const written = await open(aside, 'r');
    await written.sync().finally(() => written.close());
    await rename(aside, file);
    await sweepAsides(file);
  } catch (cause) {
    await rm(aside, { force: true }).catch(() => undefined);
    const { syscall } = cause as NodeJS.ErrnoException;
    if (!['open', 'write', 'rename', 'fsync', 'close'].includes(syscall ?? '')) throw cause;
    throw storeErrors.create('store/backup-unwritable', { attempted: 'write', on: file, why: reasonOf(cause), cause });
  }
}

/**
 * Writes a backup: every table as of one instant, while others go on working.
 * @throws PratiqueError `store/not-migrated`, `store/schema-newer`, `store/backup-unwritable`, …
 */
export function writeBackup(options: BackupOptions): Promise<BackupReport> {
  return withSession('back up', options.connectionString, async (session) => {
    const manifest = await describe(session, options);
    let rows = 0;
    await writeWhole(
      options,
      archive(session, manifest, (more) => (rows += more)),
    );
    const { createdAt, postgres, tables } = manifest;
    return { createdAt, postgres, tables: tables.length, rows };
  });
}
