import { fixedClock } from '@pratique/foundation';
import { type Fleet, openFleet } from '@pratique/fleet';
import type { AdvisoryDatabase, FeedRecord, Sbom } from '@pratique/model';
import { selectProfile } from '@pratique/policy';
import {
  type AccessScope,
  type ContainerReport,
  containersAtLevel,
  openStore,
  type OutboxEvent,
  outboxStart,
  readOutbox,
  type Store,
  whereIs,
} from '@pratique/store';
import {
  buildAdvisory,
  buildPackage,
  buildSbom,
  describeWithPostgres,
  memoryAdvisoryDatabase,
  testDatabase,
} from '@pratique/testkit';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { digestOf, objects } from './universe.ts';

const lodash = buildPackage({ type: 'npm', name: 'lodash', version: '4.17.0', foundBy: 'npm' });
const express = buildPackage({ type: 'npm', name: 'express', version: '4.0.0', foundBy: 'npm' });
const flaw = buildAdvisory(
  { id: 'CVE-2026-1', severity: 'critical' },
  { ecosystem: 'npm', name: 'lodash', scheme: 'semver', fixed: '4.17.21' },
);
const clock = fixedClock('2026-11-21T00:00:00Z');

function image(number: number, packages = [lodash, express], more: Partial<Sbom> = {}): Sbom {
  const name = `registry.example/shop/app-${number}:1`;
  const identity = {
    references: [name],
    manifestDigest: digestOf(number),
    configDigest: digestOf(number + 100),
    platform: { os: 'linux', architecture: 'amd64' },
  };
  return buildSbom(packages, { subject: { kind: 'image', name, image: identity }, ...more });
}

function databaseAt(generation: number, records: readonly FeedRecord[]): AdvisoryDatabase {
  const packages = [{ ecosystem: 'npm', name: 'lodash' }];
  return {
    ...memoryAdvisoryDatabase({ records, covers: ['npm'], generation }),
    delta: (from) => ({ from, to: generation, packages, vulnerabilities: [], lifecycles: [] }),
  };
}

const before = databaseAt(9, []);
const after = databaseAt(10, [flaw]);
const chosen = { name: 'chosen', policies: [{ name: 'critical-and-fixable' }] };
const set = selectProfile({ ...objects, profiles: [chosen] }, { profile: 'chosen' });

describeWithPostgres('changes of the fleet', () => {
  let store: Store;
  let database: AdvisoryDatabase;
  let fleet: Fleet;

  beforeEach(async () => {
    store = await openStore({ connectionString: await testDatabase() });
    await store.migrate();
    database = before;
    fleet = openFleet({ store, advisories: () => database, clock });
    await fleet.applyAdvisories();
    await fleet.changePolicySet(set);
  });
  afterEach(() => store.close());

  async function events(): Promise<readonly OutboxEvent[]> {
    return readOutbox(store.database, outboxStart, 1000);
  }

  async function count(table: string, where = 'true'): Promise<number> {
    const { rows } = await sql<{
      n: number;
    }>`SELECT count(*)::int4 AS n FROM ${sql.raw(`${table} WHERE ${where}`)}`.execute(store.database);
    return rows[0]?.n ?? 0;
  }

  test('one advisory over many containers is one group of events, with its cause and counts', async () => {
    await fleet.addImages(Array.from({ length: 5 }, (_, n) => image(n)));
    const report = (n: number) => ({
      uid: `c${n}`,
      name: 'main',
      imageDigest: digestOf((n % 5) + 100),
      namespace: 'web',
      labels: {},
      workload: { kind: 'Deployment', name: 'w' },
    });
    await fleet.setContainers('prod', { snapshot: Array.from({ length: 20 }, (_, n) => report(n)) });
    const known = await events();
    database = after;
    await fleet.applyAdvisories();
    const fresh = (await events()).slice(known.length);
    expect(
      fresh.map(({ kind, payload, change }) => ({ kind, payload, cause: change.kind, detail: change.detail })),
    ).toEqual([
      {
        kind: 'violations',
        cause: 'advisories',
        detail: { from: 9, to: 10 },
        payload: [{ policy: 'critical-and-fixable', opened: 1, resolved: 0 }],
      },
      {
        kind: 'compliance',
        cause: 'advisories',
        detail: { from: 9, to: 10 },
        payload: [{ from: 0, to: 2, images: 5, containers: 20 }],
      },
    ]);
  });

  test('done again, a change changes nothing and says nothing', async () => {
    await fleet.addImages([image(1)]);
    database = after;
    await fleet.applyAdvisories();
    const known = await events();
    const open = await count('violation');
    await fleet.applyAdvisories();
    await fleet.addImages([image(1)]);
    await fleet.changePolicySet(set);
    await fleet.tick();
    expect(await events()).toHaveLength(known.length);
    expect(await count('violation')).toBe(open);
  });

  test('images that share content share its rows', async () => {
    await fleet.addImages([image(1), image(2), image(3, [lodash])]);
    expect(await count('package')).toBe(2);
    expect(await count('package_set')).toBe(2);
  });

  test('of one image the first SBOM counts, and a later one leaves nothing behind', async () => {
    await fleet.addImages([image(1, [lodash]), image(1, [express])]);
    await fleet.addImages([image(1, [express])]);
    const { rows } = await sql<{ purl: string }>`SELECT purl FROM package`.execute(store.database);
    expect(rows).toEqual([{ purl: lodash.purl }]);
    expect(await count('package_set')).toBe(1);
  });

  test('what the last image of a package leaves is taken away, and its violation resolved', async () => {
    database = after;
    await fleet.applyAdvisories();
    await fleet.addImages([image(1), image(2)]);
    await fleet.removeImages([digestOf(1)]);
    expect(await count('violation', 'resolved IS NULL')).toBe(1);
    await fleet.removeImages([digestOf(2), digestOf(2), digestOf(7)]);
    for (const table of [
      'package',
      'package_key',
      'package_finding',
      'package_set',
      'package_set_member',
      'set_compliance',
      'compliance',
      'scope_class',
    ])
      expect(await count(table), table).toBe(0);
    expect(await count('violation', 'resolved IS NULL')).toBe(0);
    expect(await count('violation')).toBe(1);
  });

  test('an image that comes while advisories are applied elsewhere is matched against them', async () => {
    const other = openFleet({ store, advisories: () => after, clock });
    // The database of this process is behind by the time that its turn comes: it has to be opened anew.
    const opened: number[] = [];
    const late = openFleet({
      store,
      clock,
      advisories: () => {
        opened.push(after.generation);
        return after;
      },
    });
    await Promise.all([other.applyAdvisories(), late.addImages([image(1)]), late.addImages([image(2, [lodash])])]);
    expect(opened.length).toBeGreaterThan(0);
    expect(await count('package_finding')).toBe(1);
    expect(await fleet.sweep().catch((error: { code: string }) => error.code)).toBe('fleet/advisories-behind');
    expect(await other.sweep()).toBe(0);
  });

  test('a process whose advisories are behind refuses to match, and changes nothing', async () => {
    await openFleet({ store, advisories: () => after, clock }).applyAdvisories();
    await expect(fleet.addImages([image(1)])).rejects.toMatchObject({ code: 'fleet/advisories-behind' });
    expect(await count('image')).toBe(0);
    expect(await count('package')).toBe(0);
  });

  test('the sweep finds a package that was left behind, and makes it right', async () => {
    await fleet.addImages([image(1)]);
    database = after;
    await fleet.applyAdvisories();
    await sql`DELETE FROM package_finding`.execute(store.database);
    await sql`UPDATE package SET matched_generation = 9`.execute(store.database);
    expect(await fleet.sweep()).toBe(1);
    expect(await count('package_finding')).toBe(1);
    expect(await fleet.sweep()).toBe(0);
  });

  test('readers of the outbox stop at the oldest running transaction', async () => {
    await fleet.addImages([image(1)]);
    const known = await events();
    await store.database.transaction().execute(async (transaction) => {
      await sql`SELECT pg_current_xact_id()`.execute(transaction);
      database = after;
      await fleet.applyAdvisories();
      expect(await events()).toHaveLength(known.length);
    });
    const all = await events();
    expect(all.length).toBeGreaterThan(known.length);
    const last = all.at(-1)?.position ?? outboxStart;
    expect(await readOutbox(store.database, last, 10)).toEqual([]);
  });

  test('text that PostgreSQL does not hold is no reason to refuse an image', async () => {
    const odd = buildPackage({ type: 'npm', name: 'a\0b\uD800', version: '1', license: 'x\0', foundBy: 'npm' });
    const config = {
      user: '', env: [], entrypoint: ['\0'], cmd: [], workingDir: '', exposedPorts: [], volumes: [],
      labels: { $instant: '5', 'k\0': '\uDC00' }, healthcheck: false, history: [], diffIds: [],
    }; // prettier-ignore
    const sbom = image(1, [odd]);
    await fleet.addImages([{ ...sbom, subject: { ...sbom.subject, config } }]);
    expect(await count('image')).toBe(1);
  });

  const places = [
    ['a', 'web', 'red', 1],
    ['b', 'web', 'blue', 1],
    ['c', 'data', undefined, 1],
    ['d', 'web', 'red', 2],
  ] as const;

  test.each<[string, AccessScope, string[]]>([
    ['everything', { all: true }, ['a', 'b', 'c']],
    ['nothing', { clusters: [] }, []],
    ['another cluster', { clusters: ['test'] }, []],
    ['a namespace', { namespaces: ['web'] }, ['a', 'b']],
    ['a team', { teams: ['red', 'green'] }, ['a']],
    ['a repository', { repositories: ['shop/app-1'], clusters: ['prod'] }, ['a', 'b', 'c']],
    ['another repository', { repositories: ['shop/app'] }, []],
  ])('who may see %s sees no more', async (_what, scope, expected) => {
    database = after;
    await fleet.applyAdvisories();
    await fleet.addImages([image(1), image(2, [express])]);
    const snapshot = places.map(([name, namespace, team, number]): ContainerReport => ({
      uid: name,
      name,
      imageDigest: digestOf(number),
      namespace,
      ...(team !== undefined && { team }),
      labels: {},
      workload: { kind: 'Deployment', name: 'w' },
    }));
    await fleet.setContainers('prod', { snapshot });
    const page = { after: 0, most: 10 };
    const found = await whereIs(store.database, scope, 'CVE-2026-1', page);
    expect(found.map(({ container }) => container)).toEqual(expected);
    const bad = await containersAtLevel(store.database, scope, 2, page);
    expect(bad.map(({ container }) => container)).toEqual(expected);
    const rest = await whereIs(store.database, scope, 'CVE-2026-1', { after: found[0]?.id ?? 0, most: 10 });
    expect(rest.map(({ container }) => container)).toEqual(expected.slice(1));
  });

  test('an SBOM without an image is refused', async () => {
    await expect(fleet.addImages([buildSbom([lodash])])).rejects.toMatchObject({ code: 'fleet/no-digest' });
  });
});
