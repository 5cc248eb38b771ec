import { DatabaseSync } from 'node:sqlite';
import type { Advisory, AdvisoryDatabase, AdvisoryEntry, FeedBatch, FeedRecord, Severity } from '@pratique/model';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDatabase } from './reader.ts';
import { Refresh } from './refresh.ts';
import { createTables } from './schema.ts';

const NOW = '2026-11-21T00:00:00Z';

function emptyDatabase(): DatabaseSync {
  const database = new DatabaseSync(':memory:');
  createTables(database);
  return database;
}

async function refresh(database: DatabaseSync, batches: readonly FeedBatch[]): Promise<number> {
  const next = new Refresh(database);
  for (const batch of batches) {
    next.tables.feedNumbers.number(batch.feed);
    const { records } = await next.atomically((changes) => next.writeBatch(batch, NOW, changes));
    next.putFeed({
      status: { feed: batch.feed, records, fetchedAt: NOW, origin: 'x', rejected: 0 },
      covers: batch.covers,
      sample: false,
    });
  }
  return next.seal();
}

const names = ['a', 'b', 'c', 'd'];
const cves = ['CVE-2026-1000', 'CVE-2026-1001', 'CVE-2026-1002'];
const products = ['debian', 'go'];

/** An advisory, as far as the tests vary it. */
interface Fields {
  readonly id: string;
  readonly names: readonly string[];
  readonly fixed: string;
  readonly channel?: string;
  readonly aliases?: readonly string[];
  readonly severity?: Severity;
  readonly title?: string;
  readonly withdrawn?: string;
}

/** From few keys and values, so that refreshes meet. */
const advisoryRecord: fc.Arbitrary<Fields> = fc.record({
  id: fc.constantFrom('GHSA-1', 'GHSA-2', 'GHSA-3', 'GHSA-4'),
  names: fc.uniqueArray(fc.constantFrom(...names), { maxLength: 3 }),
  fixed: fc.constantFrom('1.0.0', '2.0.0'),
  channel: fc.constantFrom(undefined, 'elts'),
  aliases: fc.uniqueArray(fc.constantFrom(...cves), { maxLength: 2 }),
  severity: fc.constantFrom(undefined, 'high', 'low'),
  title: fc.constantFrom('', 'title'),
  withdrawn: fc.constantFrom(undefined, undefined, '2026-01-01T00:00:00Z'),
});

function toRecord(feed: string, { id, names, fixed, channel, withdrawn, severity, ...fields }: Fields): FeedRecord {
  const entries = names.map((name): AdvisoryEntry => {
    const place = { advisory: id, feed, ecosystem: 'npm', name };
    return { ...place, scheme: 'semver', state: 'fixed', ranges: [{ fixed }], ...(channel && { channel }) };
  });
  const advisory: Advisory = {
    id,
    feed,
    aliases: fields.aliases ?? [],
    vulnerabilities: [],
    kind: 'vulnerability',
    title: fields.title ?? '',
    cvss: [],
    references: [],
    ...(severity && { severity }),
    ...(withdrawn && { withdrawn }),
  };
  return { kind: 'advisory', advisory, entries: withdrawn ? [] : entries };
}

const otherRecord = fc.oneof(
  fc.constantFrom(...cves).map((vulnerability): FeedRecord => ({
    kind: 'known-exploited',
    record: { vulnerability, dateAdded: '2026-01-01', ransomware: false },
  })),
  fc
    .tuple(fc.constantFrom(...cves), fc.constantFrom(0.1, 0.2))
    .map(([vulnerability, score]): FeedRecord => ({ kind: 'epss', record: { vulnerability, score, percentile: 0.5 } })),
  fc
    .tuple(fc.constantFrom(...products), fc.constantFrom('1', '2'), fc.boolean())
    .map(([product, cycle, endOfLife]): FeedRecord => ({ kind: 'lifecycle', record: { product, cycle, endOfLife } })),
  fc
    .tuple(fc.constantFrom(...cves), fc.constantFrom(...cves), fc.constantFrom('fixed' as const, 'affected' as const))
    .map(([vulnerability, alias, status]): FeedRecord => ({
      kind: 'vex',
      statement: {
        vulnerability,
        aliases: alias === vulnerability ? [] : [alias],
        status,
        products: ['pkg:npm/a'],
        subcomponents: [],
        author: 'x',
        document: 'y',
      },
    })),
);

function keyOf(record: FeedRecord): string {
  if (record.kind === 'lifecycle') return `${record.record.product} ${record.record.cycle}`;
  return record.kind === 'vex' ? JSON.stringify(record) : JSON.stringify(record).slice(0, 60);
}

/** One refresh: the whole of some feeds, in which nothing stands twice. */
const oneRefresh = fc
  .record({
    first: fc.option(fc.uniqueArray(advisoryRecord, { maxLength: 5, selector: ({ id }) => id })),
    second: fc.option(fc.uniqueArray(advisoryRecord, { maxLength: 5, selector: ({ id }) => id })),
    epss: fc.option(fc.uniqueArray(otherRecord, { maxLength: 6, selector: keyOf })),
  })
  .map(({ first, second, epss }): FeedBatch[] => {
    const batches: FeedBatch[] = [];
    const add = (feed: string, records: FeedRecord[]): void =>
      void batches.push({ feed, replaces: true, covers: [], records });
    if (first)
      add(
        'osv/npm',
        first.map((fields) => toRecord('osv/npm', fields)),
      );
    if (second)
      add(
        'osv/all',
        second.map((fields) => toRecord('osv/all', fields)),
      );
    if (epss) add('epss', epss);
    return batches;
  });

/** Everything that lookups answer. */
function contentOf(database: AdvisoryDatabase): Record<string, unknown> {
  const sorted = (list: readonly unknown[]): string[] => list.map((item) => JSON.stringify(item)).sort();
  const content: Record<string, unknown> = {};
  for (const name of names) content[`package ${name}`] = sorted(database.lookup('npm', name));
  for (const id of [...cves, 'GHSA-1', 'GHSA-2', 'GHSA-3', 'GHSA-4'])
    content[`vulnerability ${id}`] = [
      sorted(
        database.advisoriesFor(id).map(({ feed, id: own, aliases, severity }) => ({ feed, own, aliases, severity })),
      ),
      database.knownExploited(id),
      database.epss(id),
      sorted(database.vex(id)),
    ];
  for (const product of products) content[`product ${product}`] = database.lifecycles(product);
  return content;
}

describe('random refreshes', () => {
  test('give the database that a single load of the last state gives, and a delta that names exactly what changed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(oneRefresh, { minLength: 1, maxLength: 5 }), async (refreshes) => {
        const database = emptyDatabase();
        const last = new Map<string, FeedBatch>();
        for (const batches of refreshes) {
          const reader = readDatabase(database, 'x');
          const before = contentOf(reader);
          const { generation } = reader;
          await refresh(database, batches);
          for (const batch of batches) last.set(batch.feed, batch);
          const after = readDatabase(database, 'x');
          const delta = after.delta(generation);
          if (generation === 0) continue;
          const content = contentOf(after);
          const changed = Object.keys(content).filter(
            (key) => JSON.stringify(content[key]) !== JSON.stringify(before[key]),
          );
          const named = [
            ...delta.packages.map(({ name }) => `package ${name}`),
            ...delta.lifecycles.map((product) => `product ${product}`),
          ];
          expect(delta.full).toBeUndefined();
          // Packages and products exactly; of vulnerabilities at least those that changed.
          expect(named.toSorted()).toEqual(changed.filter((key) => !key.startsWith('vulnerability')).toSorted());
          const missing = changed.filter(
            (key) => key.startsWith('vulnerability ') && !delta.vulnerabilities.includes(key.slice(14)),
          );
          expect(missing).toEqual([]);
        }
        const scratch = emptyDatabase();
        await refresh(scratch, [...last.values()]);
        expect(contentOf(readDatabase(database, 'x'))).toEqual(contentOf(readDatabase(scratch, 'x')));
        database.close();
        scratch.close();
      }),
      { numRuns: 150, seed: 20261121 },
    );
  });
});

describe('a refresh', () => {
  const batch = (records: FeedRecord[], changes: Partial<FeedBatch> = {}): FeedBatch => ({
    feed: 'osv/npm',
    replaces: true,
    covers: ['npm'],
    records,
    ...changes,
  });
  const one = toRecord('osv/npm', { id: 'GHSA-1', names: ['a'], fixed: '1.0.0' });
  const two = toRecord('osv/npm', { id: 'GHSA-2', names: ['b'], fixed: '1.0.0' });

  test('a batch that does not replace adds to what is there', async () => {
    const database = emptyDatabase();
    await refresh(database, [batch([one])]);
    await refresh(database, [batch([two], { replaces: false })]);
    const reader = readDatabase(database, 'x');
    expect([reader.lookup('npm', 'a').length, reader.lookup('npm', 'b').length, reader.feeds()[0]?.records]).toEqual([
      1, 1, 2,
    ]);
  });

  test('a batch that fails half way leaves nothing of itself', async () => {
    const database = emptyDatabase();
    await refresh(database, [batch([one])]);
    function* failing(): Generator<FeedRecord> {
      if (two.kind === 'advisory')
        yield { ...two, entries: two.entries.map((entry) => ({ ...entry, ecosystem: 'A New One' })) };
      throw new Error('cut');
    }
    const next = new Refresh(database);
    await expect(
      next.atomically((changes) => next.writeBatch(batch([], { records: failing() }), NOW, changes)),
    ).rejects.toThrow('cut');
    expect(next.tables.ecosystems.find('A New One')).toBeUndefined();
    expect([next.seal(), readDatabase(database, 'x').lookup('npm', 'a').length]).toEqual([1, 1]);
  });

  test('the log is bounded: beyond it everything may have changed', async () => {
    const database = emptyDatabase();
    for (let version = 0; version <= 520; version++) {
      const record = toRecord('osv/npm', { id: 'GHSA-1', names: ['a'], fixed: `${version}.0.0`, severity: 'high' });
      await refresh(database, [batch([record])]);
    }
    const reader = readDatabase(database, 'x');
    expect(reader.generation).toBe(521);
    expect(reader.delta(2)).toMatchObject({
      full: true,
      packages: [{ ecosystem: 'npm', name: 'a' }],
      vulnerabilities: ['GHSA-1'],
    });
    expect(reader.delta(100)).toEqual({
      from: 100,
      to: 521,
      packages: [{ ecosystem: 'npm', name: 'a' }],
      vulnerabilities: [],
      lifecycles: [],
    });
  });
});
