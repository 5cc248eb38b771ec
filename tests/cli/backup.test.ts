import { rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStore, startEmbeddedPostgres } from '@pratique/store';
import { describeWithPostgres, scratchFolder, testDatabase } from '@pratique/testkit';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli } from './support.ts';

describeWithPostgres('pratique backup and restore', () => {
  let cwd: string;
  beforeAll(() => {
    cwd = scratchFolder('backup-cli');
  });
  afterAll(() => rmSync(cwd, { recursive: true }));

  test('the embedded database, while it is in use and after; onto another server', async () => {
    const postgres = await startEmbeddedPostgres({ directory: join(cwd, 'data/postgres') });
    const store = await openStore(postgres);
    await store.migrate();
    await sql`INSERT INTO setting (key, value) VALUES ('installation', '"one"')`.execute(store.database);
    // Beside the process that holds it.
    const during = await runCli(['backup', 'during.backup'], { cwd });
    expect(during).toMatchObject({ code: 0, stderr: '' });
    expect(during.stdout).toMatch(/^Wrote \d+ rows of \d+ tables \(PostgreSQL \d+\.\d+\) to during\.backup\n$/);
    expect(statSync(join(cwd, 'during.backup')).mode & 0o777).toBe(0o600);
    const refused = await runCli(['restore', 'during.backup', '--force'], { cwd });
    expect(refused).toMatchObject({ code: 4, stderr: expect.stringContaining(`process ${process.pid} uses it`) });
    await store.close();
    await postgres.stop();
    // It is started for the command.
    const notEmpty = await runCli(['restore', 'during.backup'], { cwd });
    expect(notEmpty).toMatchObject({ code: 2, stderr: expect.stringContaining('[store/not-empty]') });
    expect(await runCli(['restore', 'during.backup', '--force'], { cwd })).toMatchObject({ code: 0 });
    expect(await runCli(['backup', 'after.backup'], { cwd })).toMatchObject({ code: 0 });

    const elsewhere = await testDatabase();
    const restored = await runCli(['restore', 'after.backup'], { cwd, env: { PRATIQUE_DATABASE_URL: elsewhere } });
    expect(restored).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Restored \d+ rows of \d+ tables, of /) });
    const other = await openStore({ connectionString: elsewhere });
    await other.checkSchema();
    const { rows } = await sql`SELECT key, value FROM setting`.execute(other.database);
    expect(rows).toEqual([{ key: 'installation', value: 'one' }]);
    await other.close();
  });

  test('refusals carry their code, and no password', async () => {
    const url = `postgres://user:secret-word@127.0.0.1:1/none`;
    const unreachable = await runCli(['backup', 'x.backup', '--database-url', url], { cwd });
    expect(unreachable).toMatchObject({ code: 4, stderr: expect.stringContaining('[store/unreachable]') });
    expect(unreachable.stderr).not.toContain('secret-word');
    const invalid = await runCli(['backup', 'x.backup', '--database-url', 'mysql://a:secret-word@b/c'], { cwd });
    expect(invalid).toMatchObject({ code: 2, stderr: expect.stringContaining('[store/address-invalid]') });
    expect(invalid.stderr).not.toContain('secret-word');
    writeFileSync(join(cwd, 'no.backup'), 'no backup');
    const database = await testDatabase();
    const damaged = await runCli(['restore', 'no.backup', '--database-url', database], { cwd });
    expect(damaged).toMatchObject({ code: 4, stderr: expect.stringContaining('[store/backup-damaged]') });
  });
});
