import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gzipSync } from 'node:zlib';
import { fixedClock } from '@pratique/foundation';
import { buildOsvAffected, buildOsvRange, buildOsvRecord, buildZip } from '@pratique/testkit';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { openAdvisoryDatabase } from '../database/open.ts';
import { updateAdvisories, type UpdateOptions } from './update.ts';

const root = mkdtempSync(join(tmpdir(), 'update-'));
afterAll(() => rmSync(root, { recursive: true }));
let folder = '';
let databasePath = '';
let count = 0;
beforeEach(() => {
  folder = join(root, `${++count}`, 'feeds');
  databasePath = join(root, `${count}`, 'data', 'advisories.db');
  mkdirSync(folder, { recursive: true });
});

function put(path: string, content: string | Buffer): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

function advisory(id: string, name: string, fixed: string, more: object = {}): [string, string] {
  const affected = [buildOsvAffected({ ranges: [buildOsvRange('SEMVER', { introduced: '0' }, { fixed })] }, { name })];
  return [`${id}.json`, JSON.stringify(buildOsvRecord({ id, affected, ...more }))];
}

function putNpm(...records: [string, string][]): void {
  put('osv/npm/all.zip', buildZip(Object.fromEntries(records)));
}

function update(options: Partial<UpdateOptions> = {}) {
  return updateAdvisories({
    databasePath,
    origins: [folder],
    clock: fixedClock('2026-11-21T00:00:00Z'),
    waitMs: 0,
    ...options,
  });
}

describe('a refresh', () => {
  test('writes what changed, and says what that was', async () => {
    putNpm(
      advisory('GHSA-1', 'a', '1.0.0'),
      advisory('GHSA-2', 'b', '1.0.0', { aliases: ['CVE-2026-1000'] }),
      advisory('GHSA-3', 'c', '1.0.0'),
    );
    const first = await update();
    expect(first).toMatchObject({
      previousGeneration: 0,
      generation: 1,
      feeds: [{ feed: 'osv/npm', outcome: 'loaded', records: 3, added: 3, covers: ['npm'] }],
    });

    putNpm(
      advisory('GHSA-1', 'a', '1.0.0'),
      advisory('GHSA-2', 'b', '1.0.1', { aliases: ['CVE-2026-1000'] }),
      advisory('GHSA-4', 'd', '1.0.0'),
    );
    const second = await update();
    expect(second).toMatchObject({ generation: 2, feeds: [{ records: 3, added: 1, changed: 1, removed: 1 }] });
    const database = openAdvisoryDatabase(databasePath);
    expect(database.lookup('npm', 'b')).toMatchObject([{ advisory: 'GHSA-2', ranges: [{ fixed: '1.0.1' }] }]);
    expect(database.lookup('npm', 'c')).toEqual([]);
    const delta = database.delta(1);
    expect(delta.packages.map(({ name }) => name).toSorted()).toEqual(['b', 'c', 'd']);
    // The alias and severity of GHSA-2 are as they were: only its own package is to be looked at.
    expect(delta.vulnerabilities.toSorted()).toEqual(['GHSA-3', 'GHSA-4']);
    expect(database.delta(0)).toMatchObject({ full: true });
    expect(database.delta(2)).toEqual({ from: 2, to: 2, packages: [], vulnerabilities: [], lifecycles: [] });
    database.close();
  });

  test('without changes keeps the generation and renews the freshness', async () => {
    putNpm(advisory('GHSA-1', 'a', '1.0.0'));
    await update();
    const again = await update({ clock: fixedClock('2026-11-22T00:00:00Z') });
    expect(again).toMatchObject({ generation: 1, feeds: [{ outcome: 'unchanged', records: 1, covers: ['npm'] }] });
    const database = openAdvisoryDatabase(databasePath);
    expect(database.feeds()[0]?.fetchedAt).toBe('2026-11-22T00:00:00Z');
    database.close();
  });

  test.each(['reader 0: ', ''])('what another version of the reader read (%j) is read again', async (mark) => {
    putNpm(advisory('GHSA-1', 'a', '1.0.0'));
    await update();
    const stored = new DatabaseSync(databasePath);
    stored.prepare('update feed set validator = ? || substr(validator, instr(validator, ?))').run(mark, '{');
    stored.close();
    expect(await update()).toMatchObject({ generation: 1, feeds: [{ outcome: 'loaded', records: 1, changed: 0 }] });
    expect(await update()).toMatchObject({ feeds: [{ outcome: 'unchanged' }] });
  });

  test('newest record: dates of the future and of year 1 do not count', async () => {
    putNpm(
      advisory('GHSA-1', 'a', '1', { modified: '0001-01-01T00:00:00Z' }),
      advisory('GHSA-2', 'a', '1', { modified: '2027-07-09T00:00:00Z', published: '2026-05-01T00:00:00Z' }),
      advisory('GHSA-3', 'a', '1', { modified: '2026-04-01T00:00:00Z' }),
    );
    await update();
    const database = openAdvisoryDatabase(databasePath);
    expect(database.feeds()[0]?.newestRecord).toBe('2026-05-01T00:00:00Z');
    database.close();
  });

  test('a record that cannot be read takes the coverage away, and keeps its last readable version', async () => {
    putNpm(advisory('GHSA-1', 'a', '1.0.0'), advisory('GHSA-2', 'b', '1.0.0'));
    await update();
    putNpm(advisory('GHSA-1', 'a', '1.0.0'), ['GHSA-2.json', '{']);
    expect(await update()).toMatchObject({
      generation: 2,
      feeds: [{ rejected: 1, rejections: [{ id: 'GHSA-2' }], covers: [] }],
    });
    const spoiled = openAdvisoryDatabase(databasePath);
    expect([spoiled.covers('npm'), spoiled.lookup('npm', 'b').length]).toEqual([false, 1]);
    spoiled.close();
    putNpm(advisory('GHSA-1', 'a', '1.0.0'), advisory('GHSA-2', 'b', '1.0.0'));
    expect(await update()).toMatchObject({ feeds: [{ rejected: 0, covers: ['npm'] }] });
  });

  test('a withdrawn advisory is not looked up, but known', async () => {
    putNpm(advisory('GHSA-1', 'a', '1.0.0', { aliases: ['CVE-2026-1000'] }));
    await update();
    putNpm(advisory('GHSA-1', 'a', '1.0.0', { aliases: ['CVE-2026-1000'], withdrawn: '2026-11-01T00:00:00Z' }));
    await update();
    const database = openAdvisoryDatabase(databasePath);
    expect(database.lookup('npm', 'a')).toEqual([]);
    expect(database.advisoriesFor('CVE-2026-1000')).toEqual([]);
    expect(database.advisory('osv/npm', 'GHSA-1')).toMatchObject({ withdrawn: '2026-11-01T00:00:00Z' });
    expect(database.delta(1)).toMatchObject({
      packages: [{ ecosystem: 'npm', name: 'a' }],
      vulnerabilities: ['GHSA-1', 'CVE-2026-1000'],
    });
    database.close();
  });

  test('samples cover nothing, whether declared by the folder or by the caller', async () => {
    putNpm(advisory('GHSA-1', 'a', '1.0.0'));
    put('pratique-feeds.json', '{"samples": ["osv/npm"]}');
    expect(await update()).toMatchObject({ feeds: [{ sample: true, covers: [] }] });
    put('pratique-feeds.json', '{}');
    expect(await update()).toMatchObject({
      generation: 2,
      feeds: [{ outcome: 'unchanged', sample: false, covers: ['npm'] }],
    });
    expect(await update({ samples: ['osv/*'] })).toMatchObject({
      generation: 3,
      feeds: [{ sample: true, covers: [] }],
    });
  });

  test('one feed that fails does not stop the others, and keeps what it had', async () => {
    putNpm(advisory('GHSA-1', 'a', '1.0.0'));
    put('kev/known_exploited_vulnerabilities.json', '{"vulnerabilities": []}');
    await update();
    put('osv/npm/all.zip', 'no zip');
    put(
      'kev/known_exploited_vulnerabilities.json',
      '{"vulnerabilities": [{"cveID": "CVE-2026-1000", "dateAdded": "2026-11-01"}]}',
    );
    const report = await update();
    expect(report.feeds).toMatchObject([
      { feed: 'osv/npm', outcome: 'failed', error: { code: 'advisories/malformed' } },
      { feed: 'kev', outcome: 'loaded', added: 1 },
    ]);
    const database = openAdvisoryDatabase(databasePath);
    expect(database.lookup('npm', 'a')).toHaveLength(1);
    expect(database.knownExploited('CVE-2026-1000')).toMatchObject({ dateAdded: '2026-11-01' });
    expect(database.delta(1)).toMatchObject({ packages: [], vulnerabilities: ['CVE-2026-1000'] });
    database.close();
  });

  test('when every feed fails, so does the update', async () => {
    put('osv/npm/all.zip', 'no zip');
    await expect(update()).rejects.toMatchObject({ code: 'advisories/malformed' });
    const database = new DatabaseSync(databasePath, { readOnly: true });
    expect(database.prepare('pragma user_version').get()).toEqual({ user_version: 0 });
    database.close();
  });

  test('an origin without feeds', async () => {
    await expect(update()).rejects.toMatchObject({ code: 'advisories/no-feeds' });
  });

  test('a feed is taken from the first origin that has it', async () => {
    putNpm(advisory('GHSA-1', 'a', '1.0.0'));
    const first = folder;
    folder = join(root, 'second');
    putNpm(advisory('GHSA-2', 'b', '1.0.0'));
    const report = await update({ origins: [first, folder] });
    expect(report.feeds).toMatchObject([{ feed: 'osv/npm', origin: first, added: 1 }]);
  });

  test('only the feeds that were asked for', async () => {
    putNpm(advisory('GHSA-1', 'a', '1.0.0'));
    put('kev/known_exploited_vulnerabilities.json', '{"vulnerabilities": []}');
    expect((await update({ feeds: ['kev'] })).feeds.map(({ feed }) => feed)).toEqual(['kev']);
    expect((await update({ origins: [{ address: folder, feeds: ['osv'] }] })).feeds.map(({ feed }) => feed)).toEqual([
      'osv/npm',
    ]);
  });

  test('progress, and an end by signal that leaves nothing', async () => {
    putNpm(...Array.from({ length: 2500 }, (_, i) => advisory(`GHSA-${i}`, 'a', '1.0.0')));
    const seen: number[] = [];
    const controller = new AbortController();
    const running = update({
      signal: controller.signal,
      onProgress: ({ records }) => {
        seen.push(records);
        if (records > 1000) controller.abort(new Error('enough'));
      },
    });
    await expect(running).rejects.toThrow('enough');
    expect(seen).toEqual([1, 1001]);
    const database = openAdvisoryDatabase(databasePath);
    expect(database.feeds()).toMatchObject([{ feed: 'starter' }]);
    database.close();
  });
});

describe('from the web', () => {
  test('the shapes of the public addresses: whole at first, then what is newer, then nothing', async () => {
    const records = Object.fromEntries([advisory('GHSA-1', 'a', '1.0.0'), advisory('GHSA-2', 'b', '1.0.0')]);
    const files: Record<string, string | Buffer> = {
      'ecosystems.txt': 'npm\nAndroid\n',
      'npm/all.zip': buildZip(records),
      'npm/modified_id.csv': '2026-01-02T00:00:00Z,GHSA-2\n2026-01-01T00:00:00Z,GHSA-1\n',
      'tracker/data/json': '{"curl": {"CVE-2026-1000": {"releases": {"bookworm": {"status": "open"}}}}}',
      'known_exploited_vulnerabilities.json': '{"vulnerabilities": []}',
      'epss_scores-current.csv.gz': gzipSync('cve,epss,percentile\nCVE-2026-1000,0.1,0.2\n'),
      'api/debian.json': '[{"cycle": "12", "eol": "2026-07-11"}]',
    };
    const asked: string[] = [];
    const server = createServer((request, response) => {
      const path = decodeURIComponent(request.url ?? '').slice(1);
      const content = files[path];
      if (content === undefined) return void response.writeHead(404).end();
      asked.push(path);
      const etag = `"${createHash('sha256').update(content).digest('hex')}"`;
      if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end();
      return void response.writeHead(200, { etag }).end(content);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origins = [`http://127.0.0.1:${(server.address() as AddressInfo).port}`];
    const first = await update({ origins });
    expect(first.feeds.map(({ feed, outcome }) => [feed, outcome])).toEqual(
      ['osv/npm', 'debian-tracker', 'kev', 'epss', 'end-of-life'].map((feed) => [feed, 'loaded']),
    );

    Object.assign(
      files,
      Object.fromEntries([advisory('GHSA-2', 'b', '1.0.9')].map(([name, text]) => [`npm/${name}`, text])),
    );
    files['npm/modified_id.csv'] = '2026-01-03T00:00:00Z,GHSA-2\n2026-01-01T00:00:00Z,GHSA-1\n';
    asked.length = 0;
    const second = await update({ origins });
    expect(second.feeds.map(({ outcome, changed }) => [outcome, changed])).toEqual([
      ['loaded', 1],
      ['unchanged', 0],
      ['unchanged', 0],
      ['unchanged', 0],
      ['unchanged', 0],
    ]);
    expect(second.feeds[0]).toMatchObject({ records: 2, covers: ['npm'] });
    expect(asked).not.toContain('npm/all.zip');
    expect((await update({ origins })).feeds.every(({ outcome }) => outcome === 'unchanged')).toBe(true);
    server.closeAllConnections();
    server.close();
  });

  test('an address that does not answer fails that origin alone', async () => {
    putNpm(advisory('GHSA-1', 'a', '1.0.0'));
    const report = await update({
      origins: [{ address: 'http://127.0.0.1:9/', feeds: ['kev'] }, folder],
      http: { backoff: 1 },
    });
    expect(report.feeds).toMatchObject([
      { feed: 'kev', outcome: 'failed', error: { code: 'advisories/origin-unreadable' } },
      { feed: 'osv/npm', outcome: 'loaded' },
    ]);
  });
});

describe('readers and writers', () => {
  test('a reader stays at its generation', async () => {
    putNpm(advisory('GHSA-1', 'a', '1.0.0'));
    await update();
    const old = openAdvisoryDatabase(databasePath);
    putNpm(advisory('GHSA-2', 'a', '2.0.0'));
    await update();
    expect([old.generation, old.lookup('npm', 'a')[0]?.advisory]).toEqual([1, 'GHSA-1']);
    const current = openAdvisoryDatabase(databasePath);
    expect([current.generation, current.lookup('npm', 'a')[0]?.advisory]).toEqual([2, 'GHSA-2']);
    old.close();
    current.close();
  });

  test('a second writer waits, or says that it is busy', async () => {
    putNpm(advisory('GHSA-1', 'a', '1.0.0'));
    await update();
    const other = new DatabaseSync(databasePath);
    other.exec('begin immediate');
    await expect(update()).rejects.toMatchObject({ code: 'advisories/database-busy' });
    const waiting = update({ waitMs: 30_000 });
    setImmediate(() => other.exec('rollback'));
    expect(await waiting).toMatchObject({ generation: 1 });
    other.close();
  });

  test('killed in the middle, the old generation is there', async () => {
    putNpm(advisory('GHSA-1', 'a', '1.0.0'));
    await update();
    putNpm(...Array.from({ length: 3000 }, (_, i) => advisory(`GHSA-${i}`, `p${i}`, '2.0.0')));
    const script = `
      import { updateAdvisories } from ${JSON.stringify(join(import.meta.dirname, 'update.ts'))};
      await updateAdvisories({ databasePath: ${JSON.stringify(databasePath)}, origins: [${JSON.stringify(folder)}],
        onProgress: ({ records }) => { if (records > 2000) process.kill(process.pid, 'SIGKILL'); } });`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' });
    const [, signal] = (await once(child, 'exit')) as [number | null, string];
    expect(signal).toBe('SIGKILL');
    const database = openAdvisoryDatabase(databasePath);
    expect([database.generation, database.lookup('npm', 'a').length, database.lookup('npm', 'p1').length]).toEqual([
      1, 1, 0,
    ]);
    database.close();
    expect(await update()).toMatchObject({ generation: 2, feeds: [{ records: 3000 }] });
  });

  test('a file on a medium that cannot be written to', async () => {
    putNpm(advisory('GHSA-1', 'a', '1.0.0'));
    await update();
    expect(existsSync(`${databasePath}-wal`)).toBe(false);
    const copy = join(folder, 'copy.db');
    copyFileSync(databasePath, copy);
    const database = openAdvisoryDatabase(copy, { readOnly: true });
    expect(database.lookup('npm', 'a')).toHaveLength(1);
    database.close();
  });
});

describe('files that are no database of ours', () => {
  function damage(at: number): void {
    const bytes = Buffer.alloc(4096, 0xa5);
    const database = new DatabaseSync(databasePath);
    database.exec('pragma journal_mode = delete');
    database.close();
    const content = Buffer.concat([Buffer.alloc(at), bytes]);
    writeFileSync(databasePath, content, { flag: at === 0 ? 'w' : 'r+' });
  }

  test.each([
    ['text', () => writeFileSync(databasePath, '<html>'.repeat(1000))],
    ['another program', () => new DatabaseSync(databasePath).exec('create table x (y)')],
    ['overwritten', () => damage(0)],
  ])('%s', async (_title, spoil) => {
    mkdirSync(dirname(databasePath), { recursive: true });
    spoil();
    expect(() => openAdvisoryDatabase(databasePath)).toThrow(
      expect.objectContaining({ code: 'advisories/database-unreadable' }),
    );
  });

  test('a newer schema', async () => {
    putNpm(advisory('GHSA-1', 'a', '1.0.0'));
    await update();
    const database = new DatabaseSync(databasePath);
    database.exec('pragma user_version = 99');
    database.close();
    expect(() => openAdvisoryDatabase(databasePath)).toThrow(
      expect.objectContaining({ code: 'advisories/database-newer' }),
    );
    await expect(update()).rejects.toMatchObject({ code: 'advisories/database-newer' });
  });

  test.each([
    ['no file', () => undefined],
    ['an empty file', () => writeFileSync(databasePath, '')],
  ])('%s: the starter set', (_title, prepare) => {
    mkdirSync(dirname(databasePath), { recursive: true });
    prepare();
    const database = openAdvisoryDatabase(databasePath);
    expect(database.feeds()).toMatchObject([{ feed: 'starter' }]);
    database.close();
  });
});
