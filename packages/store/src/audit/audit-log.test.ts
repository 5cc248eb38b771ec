import { describeWithPostgres, testDatabase } from '@pratique/testkit';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore, type Store } from '../open-store.ts';
import { appendAudit, type AuditEvent, readAudit, verifyAudit } from './audit-log.ts';

const event: AuditEvent = {
  at: new Date('2026-11-21T12:00:00.123Z'),
  actor: 'user:ada',
  action: 'exception.approve',
  subject: 'exception:42',
};

describeWithPostgres('the audit log', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openStore({ connectionString: await testDatabase() });
    await store.migrate();
  });
  afterEach(() => store.close());

  const append = (...events: readonly Partial<AuditEvent>[]): Promise<unknown> =>
    store.database.transaction().execute(async (transaction) => {
      for (const each of events) await appendAudit(transaction, { ...event, ...each });
    });
  /** As somebody who got around the rights and the trigger. */
  const tamper = async (statement: string): Promise<void> => {
    await sql
      .raw('GRANT ALL ON audit_log TO CURRENT_USER; ALTER TABLE audit_log DISABLE TRIGGER USER')
      .execute(store.database);
    await sql.raw(statement).execute(store.database);
  };

  test('gives back what was written, newest first, page by page', async () => {
    await append(
      { subject: 'a' },
      { subject: 'b', details: { z: 1, a: [null, 'ü'] } },
      { subject: 'c', address: '::1' },
    );
    const first = await readAudit(store.database, { limit: 2 });
    expect(first.entries.map(({ id, subject, address, details }) => [id, subject, address, details])).toEqual([
      [3, 'c', '::1', null],
      [2, 'b', undefined, { z: 1, a: [null, 'ü'] }],
    ]);
    expect(first.entries[0]).toMatchObject({ at: event.at, actor: 'user:ada', action: 'exception.approve' });
    await append({ subject: 'd' });
    const second = await readAudit(store.database, { limit: 2, cursor: first.next });
    expect(second.entries.map(({ subject }) => subject)).toEqual(['a']);
    expect(second.next).toBeUndefined();
    expect((await readAudit(store.database, { limit: 9, subject: 'b' })).entries).toHaveLength(1);
    expect((await readAudit(store.database, { limit: 9, actor: 'user:bob' })).entries).toEqual([]);
  });

  test('takes what text there is', async () => {
    await append({ actor: 'a\0b', subject: '\ud800', details: { 'k\0': '\ud800 \0', n: -0, big: 1e300 } });
    expect(await verifyAudit(store.database)).toMatchObject({ intact: true, entries: 1 });
    const { entries } = await readAudit(store.database, { limit: 1 });
    expect(entries[0]).toMatchObject({ actor: 'a\u{fffd}b', details: { 'k\0': '\ud800 \0', big: 1e300 } });
  });

  test('an entry becomes true with what it tells of, or not at all', async () => {
    const failing = store.database.transaction().execute(async (transaction) => {
      await appendAudit(transaction, event);
      throw new Error('the action failed');
    });
    await expect(failing).rejects.toThrow('the action failed');
    await append({});
    expect(await verifyAudit(store.database)).toMatchObject({ intact: true, entries: 1 });
  });

  test('many writers at once make one chain', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, i) => append({ subject: `s${i}` })));
    expect(await verifyAudit(store.database)).toMatchObject({ intact: true, entries: 20 });
  });

  test.each(['UPDATE audit_log SET actor = NULL', 'DELETE FROM audit_log', 'TRUNCATE audit_log'])(
    'refuses %s, by right and by trigger',
    async (statement) => {
      await append({});
      await expect(sql.raw(statement).execute(store.database)).rejects.toThrow(/permission denied/);
      await sql.raw('GRANT ALL ON audit_log TO CURRENT_USER').execute(store.database);
      await expect(sql.raw(statement).execute(store.database)).rejects.toThrow(/append-only/);
      expect(await verifyAudit(store.database)).toMatchObject({ intact: true, entries: 1 });
    },
  );

  test.each([
    [`UPDATE audit_log SET actor = 'user:eve' WHERE id = 2`, 2, /content/],
    [`UPDATE audit_log SET at = at + interval '1 ms' WHERE id = 1`, 1, /content/],
    [`UPDATE audit_log SET details = '{"x":2}' WHERE id = 3`, 3, /content/],
    [`DELETE FROM audit_log WHERE id = 2`, 2, /missing/],
    [`DELETE FROM audit_log WHERE id = 1`, 1, /missing/],
    [`DELETE FROM audit_log WHERE id = 2; UPDATE audit_log SET id = 2 WHERE id = 3`, 2, /follow/],
  ])('shows that somebody did: %s', async (statement, brokenAt, why) => {
    await append({}, {}, { details: { x: 1 } });
    const before = await verifyAudit(store.database);
    await tamper(statement);
    expect(await verifyAudit(store.database)).toEqual({ intact: false, brokenAt, why: expect.stringMatching(why) });
    expect(before).toMatchObject({ intact: true });
  });

  test('a log whose end was cut off has another head', async () => {
    await append({}, {});
    const before = await verifyAudit(store.database);
    await tamper('DELETE FROM audit_log WHERE id = 2');
    const after = await verifyAudit(store.database);
    expect([before, after]).toMatchObject([{ entries: 2 }, { entries: 1 }]);
  });
});
