import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describeWithPostgres, scratchFolder } from '@pratique/testkit';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { runningPostgres } from './running.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './start.ts';

const asRoot = process.getuid?.() === 0;
const code = (expected: string): unknown => expect.objectContaining({ code: expected });

/** Starts the database, says where it is, and holds it until it is killed. */
const holding = `
  import { startEmbeddedPostgres } from ${JSON.stringify(new URL('start.ts', import.meta.url).href)};
  try {
    const { connectionString, pid } = await startEmbeddedPostgres({ directory: process.argv[1] });
    console.log(JSON.stringify({ connectionString, pid }));
    setInterval(() => undefined, 1000);
  } catch (error) {
    console.log(JSON.stringify({ code: error.code, message: error.message }));
  }`;

interface Said {
  readonly connectionString: string;
  readonly pid: number;
  readonly code?: string;
  readonly message?: string;
}

interface Holder {
  readonly child: ChildProcess;
  readonly said: Said;
}

async function hold(directory: string, user?: { readonly uid: number; readonly gid: number }): Promise<Holder> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', holding, directory], {
    stdio: ['ignore', 'pipe', 'ignore'],
    cwd: '/',
    ...user,
  });
  const stdout = child.stdout;
  if (!stdout) throw new Error('no output');
  let text = '';
  for await (const chunk of stdout.setEncoding('utf8')) {
    text += String(chunk);
    if (text.includes('\n')) break;
  }
  return { child, said: JSON.parse(text) };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

async function query(connectionString: string, statement: string): Promise<readonly unknown[]> {
  const client = new Client({ connectionString });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('it did not become so');
    await delay(10);
  }
}

describeWithPostgres('embedded PostgreSQL', () => {
  let template: string;
  let folder: string;
  let directory: string;
  let running: EmbeddedPostgres | undefined;
  const holders: ChildProcess[] = [];

  // Under root this folder is closed (0700) to the user that the database runs as.
  beforeAll(async () => {
    template = scratchFolder('embedded');
    const first = await startEmbeddedPostgres({ directory: join(template, 'postgres') });
    await query(first.connectionString, `CREATE TABLE kept (id int); INSERT INTO kept VALUES (1)`);
    await first.stop();
  });
  afterAll(() => rmSync(template, { recursive: true }));

  beforeEach(() => {
    folder = scratchFolder('embedded');
    directory = join(folder, 'postgres');
    spawnSync('cp', ['-a', join(template, 'postgres'), directory]);
  });
  afterEach(async () => {
    await running?.stop();
    running = undefined;
    for (const child of holders.splice(0)) await kill(child);
    // What a killed holder left.
    if (existsSync(join(directory, 'data/postmaster.pid'))) {
      const left = await startEmbeddedPostgres({ directory }).catch(() => undefined);
      await left?.stop();
    }
    rmSync(folder, { recursive: true, force: true });
  });

  const start = async (): Promise<EmbeddedPostgres> => (running = await startEmbeddedPostgres({ directory }));
  const held = async (user?: { readonly uid: number; readonly gid: number }): Promise<Holder> => {
    const holder = await hold(directory, user);
    holders.push(holder.child);
    return holder;
  };
  const kept = async ({ connectionString }: { readonly connectionString: string }): Promise<readonly unknown[]> =>
    (await query(connectionString, 'SELECT id FROM kept ORDER BY id')).map((row) => (row as { id: number }).id);

  test('keeps its files to itself', async () => {
    await start();
    const mode = (path: string): number => statSync(join(directory, path)).mode & 0o777;
    expect(mode('password')).toBe(0o600);
    expect(mode('postgres.log')).toBe(0o600);
    expect(mode('data')).toBe(0o700);
    expect(mode('')).toBe(asRoot ? 0o711 : 0o700);
    if (asRoot) expect(statSync(join(directory, 'data')).uid).not.toBe(0);
  });

  test('takes the one role with its password alone, which is no superuser; nothing is lost to crashes', async () => {
    const { connectionString } = await start();
    const [facts] = await query(
      connectionString,
      `SELECT rolsuper, current_setting('fsync') AS fsync, current_setting('full_page_writes') AS pages,
       current_setting('listen_addresses') AS addresses,
       current_setting('data_checksums') AS checksums, current_setting('server_encoding') AS encoding
       FROM pg_roles WHERE rolname = current_user`,
    );
    expect(facts).toEqual({
      rolsuper: false,
      fsync: 'on',
      pages: 'on',
      addresses: '127.0.0.1',
      checksums: 'on',
      encoding: 'UTF8',
    });
    const wrong = connectionString.replace(/:[^:@]+@/, ':wrong@');
    await expect(query(wrong, 'SELECT 1')).rejects.toThrow(/password authentication failed/);
    const superuser = connectionString.replace('pratique:', 'postgres:');
    await expect(query(superuser, 'SELECT 1')).rejects.toThrow(/no pg_hba.conf entry/);
    expect(runningPostgres(directory)).toBe(connectionString);
  });

  test('data outlives a stop, and the port and log are not in the way', async () => {
    for (const id of [2, 3]) {
      const postgres = await start();
      await query(postgres.connectionString, `INSERT INTO kept VALUES (${id})`);
      await postgres.stop();
      await postgres.stop();
      expect(alive(postgres.pid)).toBe(false);
    }
    expect(await kept(await start())).toEqual([1, 2, 3]);
  });

  test('kill -9 of the process: its server is found and stopped, every acknowledged write is there', async () => {
    const { child, said } = await held();
    await query(said.connectionString, 'INSERT INTO kept VALUES (2)');
    await kill(child);
    expect(alive(said.pid)).toBe(true);
    const lines: string[] = [];
    running = await startEmbeddedPostgres({ directory, log: (line) => lines.push(line) });
    expect(lines).toEqual([expect.stringContaining('killed process')]);
    expect(alive(said.pid)).toBe(false);
    expect(await kept(running)).toEqual([1, 2]);
  });

  test('kill -9 of the server: said once, and the next start recovers', async () => {
    const ends: string[] = [];
    const postgres = await startEmbeddedPostgres({ directory, onExit: (why) => ends.push(why) });
    await query(postgres.connectionString, 'INSERT INTO kept VALUES (2)');
    process.kill(postgres.pid, 'SIGKILL');
    await until(() => ends.length > 0);
    await postgres.stop();
    expect(ends).toEqual(['ended by SIGKILL']);
    expect(await kept(await start())).toEqual([1, 2]);
  });

  test('kill -9 of both', async () => {
    const { child, said } = await held();
    await query(said.connectionString, 'INSERT INTO kept VALUES (2)');
    process.kill(said.pid, 'SIGKILL');
    await kill(child);
    expect(await kept(await start())).toEqual([1, 2]);
  });

  test('of two that start at once one gets it, and the other names it', async () => {
    rmSync(directory, { recursive: true });
    const both = await Promise.all([held(), held()]);
    const winner = both.find(({ said }) => said.pid);
    const loser = both.find(({ said }) => said.code);
    expect(loser?.said).toMatchObject({ code: 'store/embedded-locked' });
    expect(loser?.said.message).toContain(`process ${winner?.child.pid}`);
    expect(await query(winner?.said.connectionString ?? '', 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await expect(startEmbeddedPostgres({ directory })).rejects.toThrow(code('store/embedded-locked'));
  });

  test('twice in one process is refused too', async () => {
    await start();
    await expect(startEmbeddedPostgres({ directory })).rejects.toThrow(`process ${process.pid}`);
  });

  test('a lock that nobody holds any more is taken over, whose pid ever it names', async () => {
    writeFileSync(join(directory, 'lock.pid'), `${process.ppid}\n`);
    expect(await kept(await start())).toEqual([1]);
  });

  test('a pid that by now is somebody else is not harmed', async () => {
    const stranger = spawn('sleep', ['60'], { stdio: 'ignore' });
    const found = statSync(join(directory, 'data'));
    const path = join(directory, 'data/postmaster.pid');
    writeFileSync(path, `${stranger.pid}\n${directory}/data\n0\n1\n\n127.0.0.1\n\nready\n`, { mode: 0o600 });
    chownSync(path, found.uid, found.gid);
    expect(await kept(await start())).toEqual([1]);
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
    await kill(stranger);
  });

  test('what an interrupted first start left is made anew', async () => {
    rmSync(join(directory, 'data'), { recursive: true });
    mkdirSync(join(directory, 'new-0000/base'), { recursive: true });
    const { connectionString } = await start();
    expect(await query(connectionString, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(readdirSync(directory).filter((name) => name.startsWith('new-'))).toEqual([]);
  });

  test('data of another major version is refused', async () => {
    writeFileSync(join(directory, 'data/PG_VERSION'), '17\n');
    await expect(start()).rejects.toThrow(code('store/embedded-version'));
  });

  test('a directory that lacks files is refused, and not made anew', async () => {
    unlinkSync(join(directory, 'password'));
    await expect(start()).rejects.toThrow(code('store/embedded-damaged'));
    expect(existsSync(join(directory, 'data/base'))).toBe(true);
  });

  test('a server that does not start says why', async () => {
    writeFileSync(join(directory, 'data/postgresql.conf'), 'max_connections = none\n');
    await expect(start()).rejects.toThrow(/max_connections/);
    await expect(start()).rejects.toThrow(code('store/embedded-failed'));
  });

  test('a path that is no folder', async () => {
    writeFileSync(join(folder, 'file'), '');
    const starting = startEmbeddedPostgres({ directory: join(folder, 'file/postgres') });
    await expect(starting).rejects.toThrow(code('store/embedded-inaccessible'));
  });

  const nobody = { uid: 65_534, gid: 65_534 };
  test.runIf(asRoot)('an ordinary user has a database too, and is told of a folder that is read-only', async () => {
    chmodSync(folder, 0o755);
    rmSync(directory, { recursive: true });
    mkdirSync(directory, { mode: 0o755 });
    expect((await held(nobody)).said).toMatchObject({ code: 'store/embedded-inaccessible' });
    chownSync(directory, nobody.uid, nobody.gid);
    const { said } = await held(nobody);
    expect(await query(said.connectionString, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(statSync(join(directory, 'data')).uid).toBe(nobody.uid);
  });

  const small = join(tmpdir(), `pratique-small-${process.pid}`);
  function mountSmall(): boolean {
    if (!asRoot) return false;
    mkdirSync(small, { recursive: true });
    return spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', small]).status === 0;
  }
  test('a full disk (skipped where none can be mounted)', async ({ skip }) => {
    if (!mountSmall()) skip();
    try {
      const starting = startEmbeddedPostgres({ directory: join(small, 'postgres') });
      await expect(starting).rejects.toThrow(code('store/embedded-inaccessible'));
      expect(readFileSync(join(small, 'postgres/lock.pid'), 'utf8')).toBe(`${process.pid}\n`);
    } finally {
      spawnSync('umount', [small]);
      rmSync(small, { recursive: true, force: true });
    }
  });
});
