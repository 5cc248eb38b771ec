import type { DatabaseSync } from 'node:sqlite';
import type { FeedBatch, FeedRecord, VexStatement } from '@pratique/model';
import { ChangeSet } from './change-set.ts';
import { appendChanges } from './change-log.ts';
import { epssKey, packScore } from './epss-key.ts';
import type { StoredFeed } from './feed-table.ts';
import { readMeta, writeMeta } from './meta.ts';
import { openTables, type Tables } from './tables.ts';

/** What one batch did to its feed. */
export interface BatchResult {
  readonly records: number;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  /** Advisories about nothing that a version compares with (commits alone). */
  readonly notComparable: number;
  /** RFC 3339: newest modification that does not lie in the future. */
  readonly newest?: string;
}

/** Counts and remembers what passes while a batch is written. */
interface Writing {
  readonly tables: Tables;
  readonly feed: number;
  readonly changes: ChangeSet;
  readonly now: string;
  /** The feed held no advisories before. */
  readonly fresh: boolean;
  /** Kind and key of what passed. */
  readonly seen: Set<string>;
  readonly statements: Map<string, VexStatement[]>;
  readonly positions: Map<string, number>;
  /** EPSS as stored, less what passed: what is left at the end is gone. */
  readonly scores: Map<number, number>;
  records: number;
  added: number;
  changed: number;
  removed: number;
  notComparable: number;
  rejected: number;
  newest: string;
}

/** The one write transaction of a refresh: batches in savepoints, one generation at the end. */
export class Refresh {
  readonly #database: DatabaseSync;
  readonly #changes: ChangeSet;
  #tables: Tables;
  #coverageChanged = false;

  /** The database is open for writing, within its transaction. */
  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#changes = new ChangeSet(this.generation > 0);
    this.#tables = openTables(database);
  }

  get tables(): Tables {
    return this.#tables;
  }

  get changes(): ChangeSet {
    return this.#changes;
  }

  get generation(): number {
    return Number(readMeta(this.#database, 'generation') ?? 0);
  }

  /** Runs `write` so that all of it or nothing is kept. */
  async atomically<Result>(write: (changes: ChangeSet) => Promise<Result>): Promise<Result> {
    this.#database.exec('savepoint batch');
    const changes = new ChangeSet(this.generation > 0);
    try {
      const result = await write(changes);
      this.#database.exec('release batch');
      this.#changes.merge(changes);
      return result;
    } catch (thrown) {
      this.#database.exec('rollback to batch; release batch');
      // Numbers that were given meanwhile are gone.
      this.#tables = openTables(this.#database);
      throw thrown;
    }
  }

  /** Writes the records of a batch as differences. `now`: RFC 3339. */
  async writeBatch(batch: FeedBatch, now: string, changes: ChangeSet, onRecord?: () => void): Promise<BatchResult> {
    const tables = this.#tables;
    const feed = tables.feedNumbers.number(batch.feed);
    const writing: Writing = {
      tables, feed, changes, now,
      fresh: tables.advisories.count(feed) === 0,
      seen: new Set(), statements: new Map(), positions: new Map(),
      scores: batch.feed === 'epss' ? tables.epss.stored() : new Map(),
      records: 0, added: 0, changed: 0, removed: 0, notComparable: 0, rejected: 0, newest: '',
    }; // prettier-ignore
    if (batch.replaces) tables.feeds.clearRejected(feed);
    for await (const record of batch.records) {
      writeRecord(writing, record, batch.replaces);
      onRecord?.();
    }
    writeStatements(writing, batch.replaces);
    if (batch.replaces) removeUnseen(writing);
    else writing.records = tables.advisories.count(feed) || writing.records;
    const { records, added, changed, removed, notComparable, newest } = writing;
    return { records, added, changed, removed, notComparable, ...(newest !== '' && { newest }) };
  }

  /** Writes a feed's state, and notes whether what it covers is another than before. */
  putFeed(feed: StoredFeed): void {
    const covered = (one: StoredFeed | undefined): string =>
      one && !one.sample && one.status.rejected === 0 ? JSON.stringify([...new Set(one.covers)].sort()) : '[]';
    const old = this.#tables.feeds.find(feed.status.feed);
    if (!old || covered(old) !== covered(feed)) this.#coverageChanged = true;
    this.#tables.feeds.put(feed);
  }

  /** The newest generation that was pulled from a publisher, known by its key's fingerprint. */
  publishedGeneration(publisher: string): number | undefined {
    if (readMeta(this.#database, 'publisher') !== publisher) return undefined;
    return Number(readMeta(this.#database, 'published-generation') ?? 0);
  }

  /** Whether what was pulled is as it was pulled, so that the publisher's deltas fit. */
  canContinue(publisher: string): boolean {
    return this.publishedGeneration(publisher) !== undefined && readMeta(this.#database, 'published-intact') === 1;
  }

  rememberPublished(publisher: string, generation: number): void {
    writeMeta(this.#database, 'publisher', publisher);
    writeMeta(this.#database, 'published-generation', generation);
    writeMeta(this.#database, 'published-intact', 1);
  }

  /** A pulled feed is being loaded from elsewhere: deltas of its publisher no longer fit what is here. */
  forgetPublished(): void {
    writeMeta(this.#database, 'published-intact', undefined);
  }

  /** Takes a feed with all its records away. */
  removeFeed(id: string): void {
    const feed = this.#tables.feedNumbers.find(id);
    if (feed === undefined) return;
    const { advisories, knownExploited, lifecycles, vex, epss } = this.#tables;
    for (const advisory of advisories.ids(feed)) advisories.remove(feed, advisory, this.#changes);
    for (const name of knownExploited.ids(feed)) knownExploited.remove(name, this.#changes);
    for (const [product, cycle] of lifecycles.keys(feed)) lifecycles.remove(product, cycle, this.#changes);
    for (const name of vex.keys(feed)) vex.remove(feed, name, this.#changes);
    if (id === 'epss') for (const key of epss.stored().keys()) epss.removeKey(key, this.#changes);
    this.#tables.feeds.forget(id);
    this.#coverageChanged = true;
  }

  /**
   * Numbers what was written: the next generation, or one that a publisher gave, where anything changed; the old one where
   * nothing did. The caller commits.
   */
  seal(published?: number): number {
    const old = this.generation;
    if (this.#changes.size === 0 && !this.#coverageChanged && (published ?? 0) <= old) return old;
    const generation = Math.max(old + 1, published ?? 0);
    appendChanges(this.#database, generation, this.#changes, old === 0);
    writeMeta(this.#database, 'generation', generation);
    return generation;
  }
}

function count(writing: Writing, written: 'added' | 'changed' | 'unchanged'): void {
  writing.records++;
  if (written === 'added') writing.added++;
  else if (written === 'changed') writing.changed++;
}

function notice(writing: Writing, instant: string | undefined): void {
  if (instant !== undefined && instant > writing.newest && instant <= writing.now) writing.newest = instant;
}

function writeRecord(writing: Writing, record: FeedRecord, replaces: boolean): void {
  const { tables, feed, changes, seen, statements, positions } = writing;
  switch (record.kind) {
    case 'advisory': {
      const { advisory, entries } = record;
      const fresh = writing.fresh && !seen.has(`advisory ${advisory.id}`);
      seen.add(`advisory ${advisory.id}`);
      if (!replaces) tables.feeds.accept(feed, advisory.id);
      if (entries.length === 0 && advisory.withdrawn === undefined) writing.notComparable++;
      notice(writing, newestOf(writing.now, advisory.modified, advisory.published));
      count(writing, tables.advisories.put(feed, advisory, entries, changes, fresh));
      return;
    }
    case 'known-exploited':
      seen.add(`known-exploited ${record.record.vulnerability}`);
      notice(writing, `${record.record.dateAdded}T00:00:00Z`);
      count(writing, tables.knownExploited.put(feed, record.record, changes));
      return;
    case 'epss':
      count(writing, writeScore(writing, record.record));
      return;
    case 'lifecycle': {
      const { product, cycle } = record.record;
      const position = positions.get(product) ?? 0;
      positions.set(product, position + 1);
      seen.add(`lifecycle ${product}/${cycle}`);
      count(writing, tables.lifecycles.put(feed, record.record, position, changes));
      return;
    }
    case 'vex': {
      const { statement } = record;
      notice(writing, statement.timestamp);
      const known = statements.get(statement.vulnerability);
      if (known) known.push(statement);
      else statements.set(statement.vulnerability, [statement]);
      return;
    }
    case 'rejected': {
      writing.rejected++;
      // What could be read of it before stays: its feed no longer covers anything, and says so.
      for (const kind of ['advisory', 'known-exploited', 'lifecycle']) seen.add(`${kind} ${record.id}`);
      tables.feeds.reject(feed, record.id === 'unnamed' ? `unnamed-${writing.rejected}` : record.id, record.reason);
    }
  }
}

/** The newer of two instants that does not lie in the future. */
function newestOf(now: string, ...instants: readonly (string | undefined)[]): string | undefined {
  return instants
    .filter((instant): instant is string => instant !== undefined && instant <= now)
    .toSorted()
    .at(-1);
}

function writeScore(writing: Writing, record: { vulnerability: string; score: number; percentile: number }) {
  const { epss } = writing.tables;
  const key = epssKey(record.vulnerability);
  if (key === undefined) return 'unchanged' as const;
  const value = packScore(record.score, record.percentile);
  const old = writing.scores.get(key);
  writing.scores.delete(key);
  if (old === value) return 'unchanged' as const;
  epss.write(key, value, writing.changes);
  return old === undefined ? ('added' as const) : ('changed' as const);
}

function writeStatements(writing: Writing, replaces: boolean): void {
  const { tables, feed, statements, changes, seen } = writing;
  for (const [vulnerability, list] of statements) {
    seen.add(`vex ${vulnerability}`);
    const all = replaces ? list : [...(tables.vex.read(feed, vulnerability) ?? []), ...list];
    const written = tables.vex.put(feed, vulnerability, all, changes);
    writing.records += list.length;
    if (written !== 'unchanged') writing[written] += list.length;
  }
}

/** What a whole load did not bring is gone. */
function removeUnseen(writing: Writing): void {
  const { tables, feed, seen, changes, scores } = writing;
  const { advisories, knownExploited, lifecycles, vex, epss } = tables;
  const isGone = (kind: string, key: string): boolean => !seen.has(`${kind} ${key}`);
  const remove = (removed: boolean): void => void (writing.removed += Number(removed));
  for (const id of writing.fresh ? [] : advisories.ids(feed))
    if (isGone('advisory', id)) remove(advisories.remove(feed, id, changes));
  for (const id of knownExploited.ids(feed))
    if (isGone('known-exploited', id)) remove(knownExploited.remove(id, changes));
  for (const [product, cycle] of lifecycles.keys(feed))
    if (isGone('lifecycle', `${product}/${cycle}`)) remove(lifecycles.remove(product, cycle, changes));
  for (const name of vex.keys(feed)) if (isGone('vex', name)) remove(vex.remove(feed, name, changes));
  for (const key of scores.keys()) {
    epss.removeKey(key, changes);
    writing.removed++;
  }
}
