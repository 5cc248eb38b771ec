import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PratiqueError } from '@pratique/foundation';
import type { Feed, FeedBatch, FeedOrigin, FeedRecord } from '@pratique/model';
import { describe, expect, test } from 'vitest';
import { memoryOrigin, type OriginFiles } from './memory-origin.ts';

/** A batch, read to its end. */
export interface ReadBatch extends Omit<FeedBatch, 'records'> {
  readonly records: readonly FeedRecord[];
}

/** What one batch of a case must be; what is left out is not looked at. */
export interface ExpectedBatch {
  readonly feed: string;
  readonly covers?: readonly string[];
  /** Number of records that were read, rejected ones apart. */
  readonly records?: number;
  /** Ids of the rejected records. */
  readonly rejected?: readonly string[];
}

/** One row of a feed's table. */
export interface FeedCase {
  readonly title: string;
  readonly files: OriginFiles;
  /** The origin cannot list. */
  readonly web?: boolean;
  readonly batches: readonly ExpectedBatch[];
  readonly check?: (batches: readonly ReadBatch[]) => void;
}

/** Reads every batch of a feed to its end, each before the next is asked for, as the database does. */
export async function readFeed(
  feed: Feed,
  origin: FeedOrigin,
  validators: ReadonlyMap<string, string> = new Map(),
): Promise<ReadBatch[]> {
  const batches: ReadBatch[] = [];
  for await (const batch of feed.fetch(origin, validators)) {
    const records = await Array.fromAsync(batch.records);
    batches.push({ ...batch, covers: [...batch.covers], records });
  }
  return batches;
}

const printable = /^[^\p{Cc}]+$/u;

/** What holds for every record, whichever feed it came from. */
function expectSound(batch: ReadBatch): void {
  for (const record of batch.records) {
    if (record.kind === 'rejected') {
      expect(record.id).toMatch(printable);
      expect(record.reason).not.toBe('');
    }
    if (record.kind !== 'advisory') continue;
    const { advisory, entries } = record;
    expect(advisory.feed).toBe(batch.feed);
    expect(advisory.id).toMatch(printable);
    expect(advisory.references.length).toBeLessThanOrEqual(16);
    expect(Buffer.byteLength(advisory.details ?? '')).toBeLessThanOrEqual(4096);
    expect(advisory.aliases).not.toContain(advisory.id);
    if (advisory.withdrawn) expect(entries).toEqual([]);
    for (const entry of entries) {
      expect(entry).toMatchObject({ advisory: advisory.id, feed: batch.feed });
      expect(entry.name).toMatch(printable);
      expect(entry.ecosystem).toMatch(printable);
      if (entry.state === 'fixed') expect(entry.ranges.some(({ fixed }) => fixed !== undefined)).toBe(true);
      if (entry.state === 'not-affected') expect(entry.ranges).toEqual([]);
    }
  }
}

const noise: readonly (readonly [string, Buffer])[] = [
  ['nothing', Buffer.alloc(0)],
  ['an error page', Buffer.from('<!doctype html><html><body>503</body></html>\n')],
  ['zero bytes', Buffer.alloc(1000)],
  ['a number', Buffer.from('42')],
  ['a list of lists', Buffer.from(`[${'['.repeat(500)}${']'.repeat(500)}]`)],
  ['a list in place of an object', Buffer.from('[{"id":1},null,"x"]')],
  [
    'an object of the wrong types',
    Buffer.from('{"__proto__":{"a":1},"id":7,"packages":7,"vulnerabilities":7,"x":{"y":7}}'),
  ],
];

/**
 * The contract of a feed, then its table. `dirname` is the test's `import.meta.dirname`, where its README stands.
 */
export function describeFeed(feed: Feed, dirname: string, cases: readonly FeedCase[]): void {
  describe(`feed ${feed.id}`, () => {
    test('is described: kebab-case id, a README', () => {
      expect(feed.id).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(existsSync(join(dirname, 'README.md'))).toBe(true);
    });

    test.each([false, true])('brings nothing from an origin without it (web: %s)', async (web) => {
      expect(await readFeed(feed, memoryOrigin({}, { web }))).toEqual([]);
    });

    test.each(cases)('reads $title', async ({ files, web, batches: expected, check }) => {
      const batches = await readFeed(feed, memoryOrigin(files, { web }));
      expect(batches.map((batch) => batch.feed)).toEqual(expected.map((batch) => batch.feed));
      for (const [index, batch] of batches.entries()) {
        const { covers, records, rejected } = expected[index] as ExpectedBatch;
        expect(batch.feed === feed.id || batch.feed.startsWith(`${feed.id}/`)).toBe(true);
        expectSound(batch);
        const refused = batch.records.filter((record) => record.kind === 'rejected');
        if (covers) expect(batch.covers.toSorted()).toEqual(covers.toSorted());
        if (records !== undefined) expect(batch.records.length - refused.length).toBe(records);
        expect(refused.map((record) => record.id)).toEqual(rejected ?? []);
      }
      check?.(batches);
    });

    test.each(cases)('says that nothing changed in $title', async ({ files, web }) => {
      const first = await readFeed(feed, memoryOrigin(files, { web }));
      const known = first.filter((batch) => batch.validator !== undefined);
      const validators = new Map(known.map((batch) => [batch.feed, batch.validator ?? '']));
      const second = await readFeed(feed, memoryOrigin(files, { web }), validators);
      for (const batch of second.filter((batch) => validators.has(batch.feed)))
        expect(batch).toMatchObject({ unchanged: true, records: [] });
      expect(second.map((batch) => batch.feed)).toEqual(first.map((batch) => batch.feed));
    });

    test.each(noise)('finds no records in %s', async (_title, bytes) => {
      for (const { files, web } of cases) {
        const spoiled = Object.fromEntries(Object.keys(files).map((path) => [path, bytes]));
        const batches = await readFeed(feed, memoryOrigin(spoiled, { web })).catch((thrown: unknown) => {
          if (thrown instanceof PratiqueError) return [];
          throw thrown;
        });
        const read = batches.flatMap((batch) => batch.records).filter((record) => record.kind !== 'rejected');
        expect(read).toEqual([]);
      }
    });

    test('ends when it is told to', async () => {
      const [first] = cases;
      if (!first) return;
      const reading = Array.fromAsync(feed.fetch(memoryOrigin(first.files), new Map(), AbortSignal.abort()));
      await expect(reading).rejects.toThrow();
    });
  });
}
