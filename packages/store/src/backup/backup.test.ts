import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { describeWithPostgres, testDatabase } from '@pratique/testkit';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appendAudit, verifyAudit } from '../audit/audit-log.ts';
import { migrations } from '../migrations/all.ts';
import { openStore, openStoreWith, type Store } from '../open-store.ts';
import { restoreBackup } from './restore-backup.ts';
import { readTar, tarEnd, tarPart } from './tar.ts';
import { writeBackup } from './write-backup.ts';

const now = new Date('2026-11-21T12:00:00Z');
const code = (expected: string): unknown => expect.objectContaining({ code: expected });

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pratique-backup-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Every character that COPY escapes, and one row larger than a part of the archive. */
const awkward = { tab: '\t', line: 'a\nb\r\\N\\.', quote: `"'`, none: null, long: 'x'.repeat(3 * 1024 * 1024) };

async function openMigrated(): Promise<Store> {
  const store = await openStore({ connectionString: await testDatabase() });
  await store.migrate();
  return store;
}

async function fill(store: Store): Promise<void> {
  await sql`INSERT INTO setting (key, value) VALUES ('awkward', ${JSON.stringify(awkward)})`.execute(store.database);
  await sql`INSERT INTO setting (key, value) SELECT 'k' || n, '{}' FROM generate_series(1, 5000) n`.execute(
    store.database,
  );
  await store.database.transaction().execute(async (transaction) => {
    for (let i = 0; i < 3; i += 1)
      await appendAudit(transaction, { at: now, actor: 'user:a', action: 'x', subject: 'y', details: { i } });
  });
}

async function settings(store: Store): Promise<unknown> {
  return (await sql`SELECT * FROM setting ORDER BY key`.execute(store.database)).rows;
}

describeWithPostgres('backup and restore', () => {
  let source: Store;
  let file: string;
  beforeAll(async () => {
    source = await openMigrated();
    await fill(source);
    file = join(folder, 'whole.backup');
    await writeBackup({ connectionString: source.connectionString, file, now });
  });
  afterAll(() => source.close());

  /** Writes a changed copy of the archive. */
  function changed(name: string, change: (content: Buffer) => Buffer): string {
    const path = join(folder, name);
    writeFileSync(path, zstdCompressSync(change(zstdDecompressSync(readFileSync(file)))));
    return path;
  }

  test('everything is there again', async () => {
    const connectionString = await testDatabase();
    const report = await restoreBackup({ connectionString, file });
    expect(report).toMatchObject({ createdAt: now.toISOString(), tables: expect.any(Number) });
    expect(report.rows).toBeGreaterThan(5000);
    const store = await openStore({ connectionString });
    await store.checkSchema();
    expect(await settings(store)).toEqual(await settings(source));
    expect(await verifyAudit(store.database)).toEqual(await verifyAudit(source.database));
    await expect(sql`DELETE FROM audit_log`.execute(store.database)).rejects.toThrow(/permission denied/);
    // A backup of the restored database holds the same rows.
    const again = join(folder, 'again.backup');
    await writeBackup({ connectionString, file: again, now });
    expect(zstdDecompressSync(readFileSync(again)).equals(zstdDecompressSync(readFileSync(file)))).toBe(true);
    await store.close();
  });

  test('only its owner may read the file, and nothing half-written lies beside it', () => {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('shows one instant, whatever is written meanwhile', async () => {
    const store = await openMigrated();
    const path = join(folder, 'busy.backup');
    await sql`INSERT INTO setting (key, value) VALUES ('n', '0')`.execute(store.database);
    const done = new AbortController();
    const writer = (async () => {
      // The setting and the log move together; a backup that mixed two instants would hold one more of one of them.
      for (let n = 1; !done.signal.aborted; n += 1) {
        await store.database.transaction().execute(async (transaction) => {
          await sql`UPDATE setting SET value = ${JSON.stringify(n)}::jsonb WHERE key = 'n'`.execute(transaction);
          await appendAudit(transaction, { at: now, actor: 'a', action: 'b', subject: 'c' });
        });
      }
    })();
    await writeBackup({ connectionString: store.connectionString, file: path, now });
    done.abort();
    await writer;
    const connectionString = await testDatabase();
    await restoreBackup({ connectionString, file: path });
    const restored = await openStore({ connectionString });
    const { rows } = await sql<{ value: number }>`SELECT value FROM setting WHERE key = 'n'`.execute(restored.database);
    expect(await verifyAudit(restored.database)).toMatchObject({ intact: true, entries: rows[0]?.value });
    await Promise.all([store.close(), restored.close()]);
  });

  test('only an empty database is filled, unless forced; what is not ours is never dropped', async () => {
    const store = await openMigrated();
    const { connectionString } = store;
    await sql`INSERT INTO setting (key, value) VALUES ('kept', '1')`.execute(store.database);
    await expect(restoreBackup({ connectionString, file })).rejects.toThrow(code('store/not-empty'));
    expect(await settings(store)).toHaveLength(1);
    await restoreBackup({ connectionString, file, force: true });
    expect(await settings(store)).toEqual(await settings(source));
    await store.close();
    const foreign = await openStore({ connectionString: await testDatabase() });
    await sql`CREATE TABLE theirs (id int)`.execute(foreign.database);
    const restoring = restoreBackup({ connectionString: foreign.connectionString, file, force: true });
    await expect(restoring).rejects.toThrow(code('store/not-empty'));
    await foreign.close();
  });

  describe('a file that is not whole changes nothing', () => {
    const changes: readonly (readonly [string, (content: Buffer) => Buffer])[] = [
      ['a changed row', (content) => replaced(content, 'k4999\t', 'k4998x')],
      ['a row less', (content) => replaced(content, 'k77\t', 'k77\n')],
      ['a changed manifest', (content) => replaced(content, '"createdAt": "2026', '"createdAt": "2025')],
      ['the end missing', (content) => content.subarray(0, -4096)],
      ['half of it missing', (content) => content.subarray(0, content.length >> 1)],
      ['something else', () => Buffer.alloc(4096, 'not a backup')],
      ['nothing', () => Buffer.alloc(0)],
    ];
    test.each(changes)('%s', async (name, change) => {
      const store = await openMigrated();
      await sql`INSERT INTO setting (key, value) VALUES ('kept', '1')`.execute(store.database);
      const damaged = changed(`${name}.backup`, change);
      const restoring = restoreBackup({ connectionString: store.connectionString, file: damaged, force: true });
      await expect(restoring).rejects.toThrow(code('store/backup-damaged'));
      expect(await settings(store)).toHaveLength(1);
      await store.close();
    });

    test('a file that is not compressed, one that is cut off, one that is not there', async () => {
      const connectionString = await testDatabase();
      const plain = join(folder, 'plain');
      writeFileSync(plain, 'plain text');
      await expect(restoreBackup({ connectionString, file: plain })).rejects.toThrow(code('store/backup-damaged'));
      const cut = join(folder, 'cut');
      writeFileSync(cut, readFileSync(file).subarray(0, -20));
      await expect(restoreBackup({ connectionString, file: cut })).rejects.toThrow(code('store/backup-damaged'));
      const none = join(folder, 'none');
      await expect(restoreBackup({ connectionString, file: none })).rejects.toThrow(code('store/backup-unreadable'));
    });
  });

  test('a backup of a newer schema is refused, one of an older schema is carried forward', async () => {
    const connectionString = await testDatabase();
    const newer = changed('newer', (content) => replaced(content, '"0001-core"', '"9001-core"'));
    await expect(restoreBackup({ connectionString, file: newer })).rejects.toThrow(code('store/schema-newer'));
    const [name = '', first] = Object.entries(migrations)[0] ?? [];
    const old = await openStoreWith({ connectionString: await testDatabase() }, first ? { [name]: first } : {});
    await old.migrate();
    await fill(old);
    const path = join(folder, 'old.backup');
    await writeBackup({ connectionString: old.connectionString, file: path, now });
    await restoreBackup({ connectionString, file: path });
    const store = await openStore({ connectionString });
    await store.checkSchema();
    expect(await settings(store)).toEqual(await settings(old));
    await Promise.all([store.close(), old.close()]);
  });

  test('a database without a schema is not backed up; a file that cannot be written says so', async () => {
    const connectionString = await testDatabase();
    const nothing = writeBackup({ connectionString, file: join(folder, 'never'), now });
    await expect(nothing).rejects.toThrow(code('store/not-migrated'));
    const nowhere = { connectionString: source.connectionString, file: join(folder, 'no/where'), now };
    await expect(writeBackup(nowhere)).rejects.toThrow(code('store/backup-unwritable'));
    const taken = join(folder, 'taken');
    mkdirSync(taken);
    await expect(writeBackup({ ...nowhere, file: taken })).rejects.toThrow(code('store/backup-unwritable'));
  });
});

/** Replaces a text that stands there by one of the same length. */
function replaced(content: Buffer, before: string, after: string): Buffer {
  const at = content.indexOf(before);
  expect(at).toBeGreaterThan(0);
  content.write(after, at);
  return content;
}

test('the archive is read in chunks of any size', async () => {
  const parts = [0, 1, 511, 512, 513, 2000].map((size) => ({ name: `f${size}`, content: Buffer.alloc(size, 'z') }));
  const whole = Buffer.concat([...parts.map(tarPart), tarEnd]);
  for (const step of [1, 7, 512, 5000]) {
    async function* chunks(): AsyncGenerator<Buffer> {
      for (let at = 0; at < whole.length; at += step) yield whole.subarray(at, at + step);
    }
    expect(await Array.fromAsync(readTar(chunks()))).toEqual(parts);
  }
});
