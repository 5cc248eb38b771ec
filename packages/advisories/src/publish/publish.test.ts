import { generateKeyPairSync } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fixedClock } from '@pratique/foundation';
import type { AdvisoryDatabase } from '@pratique/model';
import { buildOsvAffected, buildOsvRange, buildOsvRecord, buildZip } from '@pratique/testkit';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { openAdvisoryDatabase } from '../database/open.ts';
import { updateAdvisories } from '../update/update.ts';
import { generateSigningKey, readPrivateKey } from './keys.ts';
import { type Manifest, MANIFEST_FILE, signManifest } from './manifest.ts';
import { publishAdvisories, type PublishReport } from './publish.ts';
import { pullAdvisories } from './pull.ts';

const root = mkdtempSync(join(tmpdir(), 'publish-'));
afterAll(() => rmSync(root, { recursive: true }));
const key = generateSigningKey();
let place = '';
let count = 0;
const at = (...path: string[]): string => join(place, ...path);
beforeEach(() => {
  place = join(root, `${++count}`);
  mkdirSync(at('feeds'), { recursive: true });
});

function put(path: string, content: string | Buffer): void {
  mkdirSync(dirname(at('feeds', path)), { recursive: true });
  writeFileSync(at('feeds', path), content);
}

/** Feeds of every kind; `version` makes one day differ from the next. */
function putFeeds(version: number): void {
  const records = Array.from({ length: 120 }, (_, i) => {
    const fixed = i === 7 ? `1.0.${version}` : '1.0.0';
    const affected = [
      buildOsvAffected({ ranges: [buildOsvRange('SEMVER', { introduced: '0' }, { fixed })] }, { name: `package-${i}` }),
    ];
    const details = `The package number ${i} does not check what it is given: ${(i * 2654435761).toString(36)}.`;
    return [
      `GHSA-${i}.json`,
      JSON.stringify(
        buildOsvRecord({
          id: `GHSA-${i}`,
          details,
          affected,
          aliases: [`CVE-2026-${1000 + i}`],
          references: [{ url: `https://example.com/${i}` }],
        }),
      ),
    ];
  });
  if (version > 2) records.pop();
  put('osv/npm/all.zip', buildZip(Object.fromEntries(records)));
  put(
    'kev/known_exploited_vulnerabilities.json',
    JSON.stringify({ vulnerabilities: [{ cveID: `CVE-2026-100${version}`, dateAdded: '2026-01-01' }] }),
  );
  put(
    'epss/epss_scores-current.csv',
    `cve,epss,percentile\n${Array.from({ length: 50 }, (_, i) => `CVE-2026-${1000 + i},0.${10 + i + (i === 3 ? version : 0)},0.5\n`).join('')}`,
  );
  put(
    'eol/products.json',
    JSON.stringify({
      debian: {
        releases: [
          { releaseCycle: '13', eol: false },
          { releaseCycle: '12', eol: `202${version}-01-01` },
        ],
      },
    }),
  );
  put(
    'vex/a.json',
    JSON.stringify({
      '@context': 'https://openvex.dev/ns/v0.2.0',
      author: 'x',
      statements: [
        {
          vulnerability: { name: 'CVE-2026-1001', aliases: ['GHSA-1'] },
          products: [`pkg:npm/app@${version}`],
          status: 'fixed',
        },
      ],
    }),
  );
  put(
    'wolfi/security.json',
    JSON.stringify({
      urlprefix: 'https://packages.wolfi.dev',
      packages: [{ pkg: { name: 'curl', secfixes: { '1-r0': ['CVE-2026-1000'] } } }],
    }),
  );
}

async function publishAt(version: number, instant: string): Promise<PublishReport> {
  putFeeds(version);
  const clock = fixedClock(instant);
  await updateAdvisories({ databasePath: at('own.db'), origins: [at('feeds')], clock });
  return publishAdvisories({ databasePath: at('own.db'), folder: at('www'), privateKey: key.privateKey, clock });
}

/** Every test begins with the same first publication: it is made once and copied. */
const template = { place: '', report: undefined as PublishReport | undefined };

async function publish(version: number, instant = `2026-11-${10 + version}T00:00:00Z`): Promise<PublishReport> {
  if (version > 1 || instant !== '2026-11-11T00:00:00Z') return publishAt(version, instant);
  if (template.report) cpSync(template.place, place, { recursive: true, preserveTimestamps: true });
  else {
    template.report = await publishAt(version, instant);
    template.place = join(root, 'template');
    cpSync(place, template.place, { recursive: true, preserveTimestamps: true });
  }
  return template.report;
}

function pull(options: { from?: string; databasePath?: string; publicKey?: string } = {}) {
  return pullAdvisories({
    from: at('www'),
    databasePath: at('pulled.db'),
    publicKey: key.publicKey,
    clock: fixedClock('2026-11-20T00:00:00Z'),
    waitMs: 0,
    ...options,
  });
}

function contentOf(path: string): unknown {
  const database: AdvisoryDatabase = openAdvisoryDatabase(path);
  const numbers = Array.from({ length: 120 }, (_, i) => i);
  const content = {
    generation: database.generation,
    feeds: database.feeds().filter(({ feed }) => feed !== 'alpine-secdb/wolfi'),
    covers: database.covers('npm'),
    packages: numbers.map((i) => database.lookup('npm', `package-${i}`)),
    advisories: numbers.map((i) => database.advisory('osv/npm', `GHSA-${i}`)),
    aliases: numbers.map((i) =>
      database.advisoriesFor(`CVE-2026-${1000 + i}`).filter(({ feed }) => feed === 'osv/npm'),
    ),
    exploited: numbers.map((i) => database.knownExploited(`CVE-2026-${1000 + i}`)),
    epss: numbers.map((i) => database.epss(`CVE-2026-${1000 + i}`)),
    lifecycles: database.lifecycles('debian'),
    vex: [database.vex('CVE-2026-1001'), database.vex('GHSA-1')],
  };
  database.close();
  return content;
}

describe('publish and pull', () => {
  test('a base, then deltas: what was pulled answers as the original, generation and freshness included', async () => {
    const base = await publish(1);
    expect(base).toMatchObject({ wrote: 'base', generation: 1, withheld: ['alpine-secdb/wolfi'] });
    expect(await pull()).toMatchObject({
      applied: 'base',
      generation: 1,
      previousGeneration: 0,
      publishedGeneration: 1,
      files: 1,
    });
    expect(contentOf(at('pulled.db'))).toEqual(contentOf(at('own.db')));

    const second = await publish(2);
    expect(second).toMatchObject({ wrote: 'delta', generation: 2, deltas: [{ from: 1, to: 2 }] });
    const third = await publish(3);
    expect(third).toMatchObject({ wrote: 'delta', generation: 3 });
    expect(await pull()).toMatchObject({ applied: 'deltas', generation: 3, previousGeneration: 1, files: 2 });
    expect(contentOf(at('pulled.db'))).toEqual(contentOf(at('own.db')));
    expect(await pull()).toMatchObject({ applied: 'nothing', generation: 3, files: 0 });

    const database = openAdvisoryDatabase(at('pulled.db'));
    expect(
      database
        .delta(1)
        .packages.map(({ name }) => name)
        .toSorted(),
    ).toEqual(['package-119', 'package-7']);
    expect(database.delta(1).lifecycles).toEqual(['debian']);
    expect(database.lookup('Wolfi', 'curl')).toEqual([]);
    database.close();
    // Somebody who comes late takes base and deltas.
    expect(await pull({ databasePath: at('late.db') })).toMatchObject({ applied: 'base', generation: 3, files: 3 });
    expect(contentOf(at('late.db'))).toEqual(contentOf(at('own.db')));
  });

  test('without changes only the manifest is renewed, and freshness with it', async () => {
    await publish(1);
    await pull();
    expect(await publish(1, '2026-11-15T00:00:00Z')).toMatchObject({ wrote: 'manifest', generation: 1 });
    expect(await pull()).toMatchObject({
      applied: 'nothing',
      publishedAt: '2026-11-15T00:00:00.000Z',
      age: 5 * 24 * 3600 * 1000,
    });
    const database = openAdvisoryDatabase(at('pulled.db'));
    expect(database.feeds().find(({ feed }) => feed === 'kev')?.fetchedAt).toBe('2026-11-15T00:00:00Z');
    database.close();
  });

  test('over the web', async () => {
    await publish(1);
    const server = createServer((request, response) => {
      try {
        response.end(readFileSync(at('www', `.${request.url}`)));
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const from = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    expect(await pull({ from })).toMatchObject({ applied: 'base', generation: 1 });
    server.closeAllConnections();
    server.close();
  });

  test('feeds loaded from elsewhere stay; a pulled feed loaded from elsewhere is pulled whole again', async () => {
    await publish(1);
    await pull();
    put('kubernetes/upstream-cves.zip', buildZip({}));
    await updateAdvisories({ databasePath: at('pulled.db'), origins: [at('feeds')], feeds: ['kubernetes'] });
    await publish(2);
    expect(await pull()).toMatchObject({ applied: 'deltas' });
    const database = openAdvisoryDatabase(at('pulled.db'));
    expect(database.feeds().map(({ feed }) => feed)).toContain('kubernetes');
    database.close();
    await updateAdvisories({ databasePath: at('pulled.db'), origins: [at('feeds')], feeds: ['kev'] });
    await publish(3);
    expect(await pull()).toMatchObject({ applied: 'base' });
  });

  test('deltas that grew too large make a new base; the old files go', async () => {
    for (let version = 1; version <= 3; version++) await publish(version);
    put(
      'osv/npm/all.zip',
      buildZip(
        Object.fromEntries(
          Array.from({ length: 300 }, (_, i) => [
            `GHSA-n${i}.json`,
            JSON.stringify(buildOsvRecord({ id: `GHSA-n${i}`, details: `${(i * 2654435761).toString(36)}`.repeat(9) })),
          ]),
        ),
      ),
    );
    await updateAdvisories({ databasePath: at('own.db'), origins: [at('feeds')] });
    const report = await publishAdvisories({
      databasePath: at('own.db'),
      folder: at('www'),
      privateKey: key.privateKey,
    });
    expect(report).toMatchObject({ wrote: 'base', base: { generation: 4 } });
    expect(readdirSync(at('www')).toSorted()).toEqual(
      [MANIFEST_FILE, report.base.file, ...report.deltas.map(({ file }) => file)].toSorted(),
    );
    expect(await pull()).toMatchObject({ applied: 'base', generation: 4, files: 1 });
  });
});

describe('distrust', () => {
  function manifestOf(): Manifest {
    const envelope = JSON.parse(readFileSync(at('www', MANIFEST_FILE), 'utf8')) as { payload: string };
    return JSON.parse(Buffer.from(envelope.payload, 'base64').toString()) as Manifest;
  }

  function rewrite(manifest: Manifest): void {
    writeFileSync(at('www', MANIFEST_FILE), signManifest(manifest, readPrivateKey(key.privateKey)));
  }

  async function expectRefused(code: string): Promise<void> {
    await expect(pull()).rejects.toMatchObject({ code });
  }

  test('another key', async () => {
    await publish(1);
    await expect(pull({ publicKey: generateSigningKey().publicKey })).rejects.toMatchObject({
      code: 'advisories/signature-invalid',
    });
  });

  test('a manifest that was touched', async () => {
    await publish(1);
    const envelope = JSON.parse(readFileSync(at('www', MANIFEST_FILE), 'utf8')) as Record<string, string>;
    envelope['payload'] = Buffer.from(JSON.stringify({ ...manifestOf(), generation: 99 })).toString('base64');
    writeFileSync(at('www', MANIFEST_FILE), JSON.stringify(envelope));
    await expectRefused('advisories/signature-invalid');
  });

  test.each([
    ['no manifest', () => rmSync(at('www', MANIFEST_FILE))],
    ['no JSON', () => writeFileSync(at('www', MANIFEST_FILE), '<html>')],
    ['another form', () => rewrite({ ...manifestOf(), base: { ...manifestOf().base, file: '../../etc/passwd' } })],
    ['a format of the future', () => rewrite({ ...manifestOf(), format: 2 } as Manifest)],
  ])('%s', async (_title, spoil) => {
    await publish(1);
    spoil();
    await expectRefused('advisories/manifest-invalid');
  });

  test.each([
    ['a base that was touched', (file: string) => writeFileSync(file, readFileSync(file).fill(1, 100, 120))],
    ['a base that breaks off', (file: string) => writeFileSync(file, readFileSync(file).subarray(0, 50))],
    ['a base that is not there', (file: string) => rmSync(file)],
  ])('%s', async (_title, spoil) => {
    const { base } = await publish(1);
    spoil(at('www', base.file));
    await expectRefused('advisories/digest-mismatch');
    // Nothing of it was kept.
    const database = openAdvisoryDatabase(at('pulled.db'));
    expect(database.feeds()).toMatchObject([{ feed: 'starter' }]);
    database.close();
  });

  test('a delta that was touched leaves the old generation', async () => {
    await publish(1);
    await pull();
    const { deltas } = await publish(2);
    writeFileSync(at('www', deltas[0]?.file ?? ''), 'x');
    await expectRefused('advisories/digest-mismatch');
    const database = openAdvisoryDatabase(at('pulled.db'));
    expect(database.generation).toBe(1);
    database.close();
  });

  test('deltas that lead nowhere', async () => {
    await publish(1);
    await publish(2);
    rewrite({ ...manifestOf(), deltas: [] });
    await expectRefused('advisories/chain-broken');
  });

  test('an older publication, correctly signed', async () => {
    await publish(1);
    cpSync(at('www'), at('old'), { recursive: true });
    await publish(2);
    await pull();
    await expect(pull({ from: at('old') })).rejects.toMatchObject({ code: 'advisories/rollback' });
  });

  test('a folder that is ahead of the database is not published into', async () => {
    await publish(1);
    await publish(2);
    await updateAdvisories({ databasePath: at('new.db'), origins: [at('feeds')] });
    const publishing = publishAdvisories({ databasePath: at('new.db'), folder: at('www'), privateKey: key.privateKey });
    await expect(publishing).rejects.toMatchObject({ code: 'advisories/rollback' });
  });

  test('a folder of another publisher is not published into', async () => {
    await publish(1);
    const publishing = publishAdvisories({
      databasePath: at('own.db'),
      folder: at('www'),
      privateKey: generateSigningKey().privateKey,
    });
    await expect(publishing).rejects.toMatchObject({ code: 'advisories/signature-invalid' });
  });

  test('a database that is not there', async () => {
    const publishing = publishAdvisories({
      databasePath: at('none.db'),
      folder: at('www'),
      privateKey: key.privateKey,
    });
    await expect(publishing).rejects.toMatchObject({ code: 'advisories/database-missing' });
  });

  test.each([
    ['no key', 'x'],
    ['a private key', key.privateKey],
    [
      'a key of another kind',
      generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    ],
  ])('%s', async (_title, publicKey) => {
    await publish(1);
    const refused: Error = await pull({ publicKey }).then(
      () => new Error('pulled'),
      (thrown: Error) => thrown,
    );
    expect(refused).toMatchObject({ code: 'advisories/key-invalid' });
    expect(refused.message).not.toContain('BEGIN');
  });
});
