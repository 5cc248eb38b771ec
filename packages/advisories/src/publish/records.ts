import type { FeedBatch, FeedRecord, KnownExploited, Lifecycle, VexStatement } from '@pratique/model';
import type { ChangedRecords } from '../database/change-set.ts';
import { type PackedAdvisory, unpackRecord } from '../database/codec.ts';
import { unpackScore, vulnerabilityOfKey } from '../database/epss-key.ts';
import type { Refresh } from '../database/refresh.ts';
import type { Tables } from '../database/tables.ts';

/**
 * One line of a published file: a record as it is now, or a key whose record is gone (`null`). Feeds are numbered by their
 * place in the file's first line.
 */
export type Line =
  | readonly ['a', feed: number, PackedAdvisory]
  | readonly ['-a', feed: number, id: string]
  | readonly ['k', feed: number, KnownExploited]
  | readonly ['-k', id: string]
  | readonly ['e', feed: number, firstKey: number, values: readonly number[]]
  | readonly ['l', feed: number, Lifecycle, position: number]
  | readonly ['-l', product: string, cycle: string]
  | readonly ['v', feed: number, vulnerability: string, readonly VexStatement[]]
  | readonly ['-v', feed: number, vulnerability: string];

/** Feeds whose licence forbids passing their data on. */
const withheld = /^(?:alpine-secdb|osv)\/(?:wolfi|chainguard)$/i;

/** Whether a feed may be published. */
export function isPublishable(feed: string): boolean {
  return !withheld.test(feed);
}

/** Feeds of a file, in the order of their numbers in it. */
export interface FileFeeds {
  readonly ids: readonly string[];
}

const EPSS_RUN = 2000;

/** EPSS rows as runs of (difference of keys, value): they compress to a third that way. */
function* epssLines(feed: number, rows: Iterable<readonly [key: number, value: number]>): Generator<Line> {
  let run: number[] = [];
  let first = 0;
  let previous = 0;
  for (const [key, value] of rows) {
    if (run.length === 0) first = previous = key;
    run.push(key - previous, value);
    previous = key;
    if (run.length >= 2 * EPSS_RUN) {
      yield ['e', feed, first, run];
      run = [];
    }
  }
  if (run.length > 0) yield ['e', feed, first, run];
}

/** Everything that the feeds hold, feed by feed. */
export function* allLines(tables: Tables, { ids }: FileFeeds): Generator<Line> {
  for (const [index, id] of ids.entries()) {
    const feed = tables.feedNumbers.find(id);
    if (feed === undefined) continue;
    for (const advisory of tables.advisories.ids(feed)) {
      const stored = tables.advisories.readPacked(feed, advisory);
      if (stored) yield ['a', index, stored];
    }
    for (const name of tables.knownExploited.ids(feed)) {
      const record = tables.knownExploited.read(name);
      if (record) yield ['k', index, record];
    }
    for (const [product, cycle] of tables.lifecycles.keys(feed)) {
      const stored = tables.lifecycles.read(product, cycle);
      if (stored) yield ['l', index, stored.record, stored.position];
    }
    for (const name of tables.vex.keys(feed)) yield ['v', index, name, tables.vex.read(feed, name) ?? []];
    if (id === 'epss') yield* epssLines(index, tables.epss.stored());
  }
}

/** The records that changed, as they are now. */
export function* changedLines(tables: Tables, { ids }: FileFeeds, changed: ChangedRecords): Generator<Line> {
  const numbers = new Map(ids.map((id, index) => [id, index]));
  for (const [id, advisories] of Object.entries(changed.advisories)) {
    const index = numbers.get(id);
    const feed = tables.feedNumbers.find(id);
    if (index === undefined || feed === undefined) continue;
    for (const advisory of advisories) {
      const stored = tables.advisories.readPacked(feed, advisory);
      yield stored ? ['a', index, stored] : ['-a', index, advisory];
    }
  }
  for (const [id, names] of Object.entries(changed.vex)) {
    const index = numbers.get(id);
    const feed = tables.feedNumbers.find(id);
    if (index === undefined || feed === undefined) continue;
    for (const name of names) {
      const statements = tables.vex.read(feed, name);
      yield statements ? ['v', index, name, statements] : ['-v', index, name];
    }
  }
  const [kev, lifecycle, epss] = ['kev', 'end-of-life', 'epss'].map((id) => numbers.get(id));
  if (kev !== undefined)
    for (const id of changed.knownExploited) {
      const record = tables.knownExploited.read(id);
      yield record ? ['k', kev, record] : ['-k', id];
    }
  if (lifecycle !== undefined)
    for (const [product, cycle] of changed.lifecycles) {
      const stored = tables.lifecycles.read(product, cycle);
      yield stored ? ['l', lifecycle, stored.record, stored.position] : ['-l', product, cycle];
    }
  if (epss !== undefined)
    yield* epssLines(
      epss,
      changed.epss.toSorted((a, b) => a - b).map((key) => [key, tables.epss.value(key) ?? -1] as const),
    );
}

/** Writes a line of a delta: what was published becomes what is stored. */
export function applyLine(refresh: Refresh, feeds: readonly number[], line: Line): void {
  const { tables, changes } = refresh;
  const feedOf = (index: number): number => {
    const feed = feeds[index];
    if (feed === undefined) throw new Error('a line of a feed that the file does not name');
    return feed;
  };
  switch (line[0]) {
    case 'a': {
      const feed = feedOf(line[1]);
      const { advisory, entries } = unpackRecord(line[2], tables.feedNumbers.name(feed));
      tables.advisories.put(feed, advisory, entries, changes);
      return;
    }
    case '-a':
      tables.advisories.remove(feedOf(line[1]), line[2], changes);
      return;
    case 'k':
      tables.knownExploited.put(feedOf(line[1]), line[2], changes);
      return;
    case '-k':
      tables.knownExploited.remove(line[1], changes);
      return;
    case 'e':
      applyScores(refresh, line[2], line[3]);
      return;
    case 'l':
      tables.lifecycles.put(feedOf(line[1]), line[2], line[3], changes);
      return;
    case '-l':
      tables.lifecycles.remove(line[1], line[2], changes);
      return;
    case 'v':
      tables.vex.put(feedOf(line[1]), line[2], line[3], changes);
      return;
    case '-v':
      tables.vex.remove(feedOf(line[1]), line[2], changes);
      return;
    default:
      throw new Error('a line of an unknown kind');
  }
}

function applyScores({ tables, changes }: Refresh, first: number, run: readonly number[]): void {
  let key = first;
  for (let at = 0; at < run.length; at += 2) {
    key += run[at] ?? 0;
    const value = run[at + 1] ?? -1;
    if (value < 0) tables.epss.removeKey(key, changes);
    else if (tables.epss.value(key) !== value) tables.epss.write(key, value, changes);
  }
}

/** The records of a base, feed by feed, as a feed would bring them: each batch is read to its end before the next. */
export async function* baseBatches(feeds: readonly string[], lines: AsyncIterator<Line>): AsyncGenerator<FeedBatch> {
  let current = await lines.next();
  for (const [index, feed] of feeds.entries()) {
    async function* records(): AsyncGenerator<FeedRecord> {
      for (; !current.done && feedOfLine(current.value) === index; current = await lines.next())
        yield* recordsOf(current.value, feed);
    }
    yield { feed, replaces: true, covers: [], records: records() };
  }
  if (!current.done) throw new Error('lines out of the order of their feeds');
}

function feedOfLine(line: Line): unknown {
  return line[1];
}

function* recordsOf(line: Line, feed: string): Generator<FeedRecord> {
  switch (line[0]) {
    case 'a':
      yield { kind: 'advisory', ...unpackRecord(line[2], feed) };
      return;
    case 'k':
      yield { kind: 'known-exploited', record: line[2] };
      return;
    case 'l':
      yield { kind: 'lifecycle', record: line[2] };
      return;
    case 'v':
      for (const statement of line[3]) yield { kind: 'vex', statement };
      return;
    case 'e': {
      let key = line[2];
      for (let at = 0; at < line[3].length; at += 2) {
        key += line[3][at] ?? 0;
        yield {
          kind: 'epss',
          record: { vulnerability: vulnerabilityOfKey(key), ...unpackScore(line[3][at + 1] ?? 0) },
        };
      }
      return;
    }
    default:
      throw new Error('a base takes nothing away');
  }
}
