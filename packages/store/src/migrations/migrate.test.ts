import { describeWithPostgres, testDatabase } from '@pratique/testkit';
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { expect, test } from 'vitest';
import { openStoreWith } from '../open-store.ts';
import * as core from './0001-core.ts';
import { migrations as all } from './all.ts';

const first: Readonly<Record<string, Migration>> = { '0001-core': core };
const newer: Readonly<Record<string, Migration>> = {
  ...all,
  '9999-later': {
    up: async (database) => {
      await sql`ALTER TABLE setting ADD note text NOT NULL DEFAULT 'none'`.execute(database);
    },
  },
};
const failing: Readonly<Record<string, Migration>> = {
  ...all,
  '9998-half': {
    up: async (database) => {
      await sql`CREATE TABLE half (id int8)`.execute(database);
      await sql`SELECT 1 / 0`.execute(database);
    },
  },
};

const code = (expected: string): unknown => expect.objectContaining({ code: expected });

describeWithPostgres('migrations', () => {
  test('carry the data of an older schema forward', async () => {
    const connectionString = await testDatabase();
    const old = await openStoreWith({ connectionString }, first);
    expect(await old.migrate()).toEqual(['0001-core']);
    await sql`INSERT INTO setting (key, value) VALUES ('a', '{"b": 1}')`.execute(old.database);
    await old.close();
    const store = await openStoreWith({ connectionString }, newer);
    await expect(store.checkSchema()).rejects.toThrow(code('store/not-migrated'));
    expect(await store.migrate()).toEqual(Object.keys(newer).slice(1));
    await store.checkSchema();
    const { rows } = await sql`SELECT key, value, note FROM setting`.execute(store.database);
    expect(rows).toEqual([{ key: 'a', value: { b: 1 }, note: 'none' }]);
    await store.close();
  });

  test('refuse a schema that a newer program made', async () => {
    const connectionString = await testDatabase();
    const store = await openStoreWith({ connectionString }, newer);
    await store.migrate();
    const old = await openStoreWith({ connectionString }, all);
    await expect(old.migrate()).rejects.toThrow(code('store/schema-newer'));
    await expect(old.checkSchema()).rejects.toThrow(/9999-later/);
    await Promise.all([store.close(), old.close()]);
  });

  test('run once where several replicas start at once', async () => {
    const connectionString = await testDatabase();
    const stores = await Promise.all(Array.from({ length: 4 }, () => openStoreWith({ connectionString }, newer)));
    const ran = await Promise.all(stores.map((store) => store.migrate()));
    expect(ran.flat().toSorted()).toEqual(Object.keys(newer));
    await Promise.all(stores.map((store) => store.close()));
  });

  test('that fail leave nothing behind', async () => {
    const connectionString = await testDatabase();
    const store = await openStoreWith({ connectionString }, failing);
    await expect(store.migrate()).rejects.toThrow(code('store/migration-failed'));
    await expect(store.migrate()).rejects.toThrow(/9998-half: division by zero/);
    const { rows } = await sql`SELECT FROM pg_class WHERE relname IN ('half', 'setting')`.execute(store.database);
    expect(rows).toEqual([]);
    await store.close();
  });
});
