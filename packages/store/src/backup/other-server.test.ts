import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describeWithPostgres, scratchFolder, testDatabase } from '@pratique/testkit';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appendAudit, verifyAudit } from '../audit/audit-log.ts';
import { findBinaries } from '../embedded/binaries.ts';
import { runUser } from '../embedded/run-user.ts';
import { OLDEST_SERVER, openStore } from '../open-store.ts';
import { restoreBackup } from './restore-backup.ts';
import { writeBackup } from './write-backup.ts';

/** Where Debian and its derivatives install a server, by major version. */
const INSTALLED = '/usr/lib/postgresql';

function otherMajors(): readonly string[] {
  if (!existsSync(INSTALLED)) return [];
  const shipped = String(findBinaries().major);
  return readdirSync(INSTALLED).filter(
    (major) => major !== shipped && Number(major) >= OLDEST_SERVER && existsSync(join(INSTALLED, major, 'bin/initdb')),
  );
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function suite(major: string): void {
  describeWithPostgres(`a backup on PostgreSQL ${major}`, () => {
    let folder: string;
    let server: ChildProcess;
    let port: number;
    beforeAll(async () => {
      folder = scratchFolder('other');
      chmodSync(folder, 0o755);
      const data = join(folder, 'data');
      mkdirSync(data, { mode: 0o700 });
      const user = runUser(data);
      if (user) chownSync(data, user.uid, user.gid);
      const run = { ...user, cwd: '/', env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' }, stdio: 'ignore' } as const;
      const bin = join(INSTALLED, major, 'bin');
      spawnSync(join(bin, 'initdb'), ['-D', data, '-U', 'pratique', '-A', 'trust', '-E', 'UTF8', '--no-sync'], run);
      port = await freePort();
      const settings = ['-c', `port=${port}`, '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='];
      server = spawn(join(bin, 'postgres'), ['-D', data, '-c', 'fsync=off', ...settings], run);
      const ready = (): boolean =>
        existsSync(join(data, 'postmaster.pid')) &&
        readFileSync(join(data, 'postmaster.pid'), 'utf8').includes('ready');
      const deadline = Date.now() + 30_000;
      while (!ready() && Date.now() < deadline) await delay(10);
    });
    afterAll(async () => {
      const gone = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGINT');
      await gone;
      rmSync(folder, { recursive: true });
    });

    test('goes there and comes back, row for row', async () => {
      const source = await openStore({ connectionString: await testDatabase() });
      await source.migrate();
      await sql`INSERT INTO setting (key, value) VALUES ('a', '{"b": "ü\\n"}')`.execute(source.database);
      await source.database
        .transaction()
        .execute((transaction) => appendAudit(transaction, { at: new Date(0), actor: 'a', action: 'b', subject: 'c' }));
      const there = join(folder, 'there.backup');
      const connectionString = `postgres://pratique@127.0.0.1:${port}/postgres`;
      const written = await writeBackup({ connectionString: source.connectionString, file: there, now: new Date(0) });
      const restored = await restoreBackup({ connectionString, file: there });
      expect(restored).toEqual(written);
      const other = await openStore({ connectionString });
      await other.checkSchema();
      expect(await verifyAudit(other.database)).toEqual(await verifyAudit(source.database));
      await other.close();
      const back = join(folder, 'back.backup');
      const again = await writeBackup({ connectionString, file: back, now: new Date(0) });
      expect(again.postgres.split('.')[0]).toBe(major);
      await restoreBackup({ connectionString: source.connectionString, file: back, force: true });
      const { rows } = await sql`SELECT key, value FROM setting`.execute(source.database);
      expect(rows).toEqual([{ key: 'a', value: { b: 'ü\n' } }]);
      await source.close();
    });
  });
}

const majors = otherMajors();
for (const major of majors) suite(major);
if (majors.length === 0) {
  describe.skip(`a backup on another major version (skipped: none is installed below ${INSTALLED})`, () => {
    test('goes there and comes back, row for row', () => undefined);
  });
}
