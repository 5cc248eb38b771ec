import { describeWithPostgres, testDatabase } from '@pratique/testkit';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openStore } from './open-store.ts';

const code = (expected: string): unknown => expect.objectContaining({ code: expected });

describeWithPostgres('a store', () => {
  test('a refused connection has a typed error, without the password', async () => {
    const good = await testDatabase();
    const cases: readonly (readonly [string, string])[] = [
      [good.replace(/:\d+\//, ':1/'), 'store/unreachable'],
      ['postgres://pratique:secret-word@no-such-host.invalid/x', 'store/unreachable'],
      [good.replace(/:[^:@]+@/, ':secret-word@'), 'store/login-refused'],
      [good.replace(/:[^:@]+@/, '@'), 'store/login-refused'],
      [good.replace(/[^/]+$/, 'none'), 'store/database-missing'],
      ['mysql://pratique:secret-word@localhost/x', 'store/address-invalid'],
      ['postgres://a:b@[', 'store/address-invalid'],
    ];
    for (const [connectionString, expected] of cases) {
      const error: unknown = await openStore({ connectionString }).catch((thrown: unknown) => thrown);
      expect(error, connectionString).toEqual(code(expected));
      expect(String(error)).not.toContain('secret-word');
    }
  });

  test('the loss of its connections ends nothing; the next statement has a new one', async () => {
    const store = await openStore({ connectionString: await testDatabase(), poolSize: 2 });
    const name = store.connectionString.split('/').at(-1);
    const other = await openStore({ connectionString: await testDatabase() });
    await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ${name}`.execute(other.database);
    let rows: readonly unknown[] = [];
    // The pool may hand out a connection whose end it has not yet heard of.
    for (const deadline = Date.now() + 10_000; rows.length === 0 && Date.now() < deadline;) {
      ({ rows } = await sql`SELECT 1`.execute(store.database).catch(() => ({ rows: [] })));
    }
    expect(rows).toHaveLength(1);
    await Promise.all([store.close(), other.close()]);
  });

  test('a statement that takes too long is given up', async () => {
    const store = await openStore({ connectionString: await testDatabase(), statementTimeout: 50 });
    await expect(sql`SELECT pg_sleep(30)`.execute(store.database)).rejects.toThrow(/statement timeout/);
    await store.close();
  });

  test('an integer that is not exact as a number is refused', async () => {
    const store = await openStore({ connectionString: await testDatabase() });
    await expect(sql`SELECT 9007199254740992::int8`.execute(store.database)).rejects.toThrow(/not exact/);
    await store.close();
  });

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
