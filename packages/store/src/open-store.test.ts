import { describeWithPostgres, testDatabase } from '@pratique/testkit';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openStore } from './open-store.ts';

describeWithPostgres('a store', () => {
  test('is migrated once, and says so', async () => {
    const store = await openStore({ connectionString: await testDatabase() });
    await expect(store.checkSchema()).rejects.toThrow(expect.objectContaining({ code: 'store/not-migrated' }));
    expect(await store.migrate()).toContain('0001-core');
    expect(await store.migrate()).toEqual([]);
    await store.checkSchema();
    const { rows } = await sql<object>`SELECT 9007199254740991::int8 AS a, '2026-01-02'::date AS b`.execute(
      store.database,
    );
    expect(rows).toEqual([{ a: 9007199254740991, b: '2026-01-02' }]);
    await store.close();
  });
});
