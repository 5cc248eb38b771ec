import { type Clock, PratiqueError, reasonOf, systemClock } from '@pratique/foundation';
import type { Feed, FeedBatch, FeedOrigin } from '@pratique/model';
import { changeError, commitAndClose, openForWriting } from '../database/connection.ts';
import { type StoredFeed, statusOf } from '../database/feed-table.ts';
import { Refresh } from '../database/refresh.ts';
import { advisoryErrors } from '../errors.ts';
import { createFeeds } from '../feeds.ts';
import { type AdvisoryLimits, defaultAdvisoryLimits } from '../limits.ts';
import type { HttpSettings } from '../origin/http-request.ts';
import { openOrigin } from '../origin/open-origin.ts';
import { declaredSamples, isSample } from '../origin/samples.ts';
import { type WellKnownOrigin, wellKnownOrigins } from '../origin/well-known.ts';
import type { FeedReport, UpdateProgress, UpdateReport } from './report.ts';

const REPORTED_REJECTIONS = 10;
const PROGRESS_EVERY = 1000;

/** What to update, and from where. */
export interface UpdateOptions {
  readonly databasePath: string;
  /** Folders and web addresses, or publishers' own; absent: {@link wellKnownOrigins}. A feed is taken from the first that has it. */
  readonly origins?: readonly (string | WellKnownOrigin)[];
  /** Feeds to treat as samples, beside those that an origin declares: ids, or prefixes that end in `*`. */
  readonly samples?: readonly string[];
  /** Only these OSV ecosystems. */
  readonly ecosystems?: readonly string[];
  /** Only these feeds, by id. */
  readonly feeds?: readonly string[];
  readonly clock?: Clock;
  readonly limits?: Partial<AdvisoryLimits>;
  readonly http?: Partial<HttpSettings>;
  /** Milliseconds to wait while another process changes the database. Default 60 s. */
  readonly waitMs?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: UpdateProgress) => void;
}

/** One update under way. */
interface Update {
  readonly options: UpdateOptions;
  readonly clock: Clock;
  readonly refresh: Refresh;
  readonly reports: FeedReport[];
  readonly loaded: Set<string>;
}

/**
 * Brings the database up to date in one transaction: readers see all of it or nothing. A feed that fails keeps what it
 * had, is reported, and does not stop the others; when every one fails, so does the update.
 * @throws PratiqueError the first failure where nothing could be loaded; `advisories/no-feeds`, `advisories/origin-invalid`,
 * `advisories/database-busy`, `advisories/database-unreadable`, `advisories/database-newer`
 */
export async function updateAdvisories(options: UpdateOptions): Promise<UpdateReport> {
  const started = performance.now();
  const { databasePath, signal, waitMs = 60_000, clock = systemClock } = options;
  const limits = { ...defaultAdvisoryLimits, ...options.limits };
  const feeds = createFeeds({ limits, ecosystems: options.ecosystems, clock });
  const origins = await Promise.all(
    (options.origins ?? wellKnownOrigins).map(async (place) => {
      const { address, feeds } = typeof place === 'string' ? { address: place, feeds: undefined } : place;
      return { origin: await openOrigin(address, { limits, signal, http: options.http }), feeds };
    }),
  );
  const database = await openForWriting(databasePath, { waitMs, signal });
  try {
    const refresh = new Refresh(database);
    const previousGeneration = refresh.generation;
    const update: Update = { options, clock, refresh, reports: [], loaded: new Set() };
    for (const { origin, feeds: offered } of origins) {
      // Publishers themselves declare no samples.
      const declared = offered ? [] : await samplesOf(origin, update);
      const samples = [...(options.samples ?? []), ...declared];
      for (const feed of feeds) {
        if ([options.feeds, offered].some((only) => only && !only.includes(feed.id))) continue;
        await updateFeed(update, feed, origin, samples);
      }
    }
    failIfNothingLoaded(
      update,
      origins.map(({ origin }) => origin.name),
    );
    const generation = refresh.seal();
    commitAndClose(database);
    return { generation, previousGeneration, feeds: update.reports, duration: performance.now() - started };
  } catch (thrown) {
    if (database.isOpen) database.close();
    throw signal?.aborted && !(thrown instanceof PratiqueError) ? thrown : databaseFailure(thrown, databasePath);
  }
}

/** Errors of SQLite in our words; everything else as it is. */
function databaseFailure(thrown: unknown, path: string): unknown {
  const ofSqlite = thrown instanceof Error && 'errcode' in thrown;
  return ofSqlite ? changeError(path, thrown) : thrown;
}

/** An origin that cannot even be asked for its declaration fails with its feeds, not before. */
async function samplesOf(origin: FeedOrigin, { options }: Update): Promise<readonly string[]> {
  try {
    return await declaredSamples(origin);
  } catch (thrown) {
    options.signal?.throwIfAborted();
    if (thrown instanceof PratiqueError) return [];
    throw thrown;
  }
}

function failIfNothingLoaded({ reports }: Update, origins: readonly string[]): void {
  if (reports.some(({ outcome }) => outcome !== 'failed')) return;
  const failure = reports.find(({ error }) => error !== undefined)?.error;
  if (failure) throw failure;
  throw advisoryErrors.create('advisories/no-feeds', {
    attempted: 'update from',
    on: origins.join(', '),
    why: 'no known feed is there',
  });
}

async function updateFeed(update: Update, feed: Feed, origin: FeedOrigin, samples: readonly string[]): Promise<void> {
  const { options, refresh, loaded } = update;
  const validators = new Map<string, string>();
  for (const { status, validator: stored } of refresh.tables.feeds.all()) {
    const validator = status.origin === origin.name ? currentValidator(stored, feed) : undefined;
    if (validator !== undefined) validators.set(status.feed, validator);
  }
  try {
    for await (const batch of feed.fetch(origin, validators, options.signal)) {
      if (loaded.has(batch.feed)) continue;
      loaded.add(batch.feed);
      const validator = batch.validator && `${markOf(feed)}${batch.validator}`;
      await updateBatch(update, { ...batch, validator }, origin, isSample(batch.feed, samples));
    }
  } catch (thrown) {
    update.reports.push(failure(update, feed.id, origin, performance.now(), thrown));
  }
}

/** Stands before a validator: which version of the feed's reader made the records. */
function markOf({ version }: Feed): string {
  return `reader ${version}: `;
}

/** The validator, unless an older or newer reader made the records: then the origin is read as if for the first time. */
function currentValidator(stored: string | undefined, feed: Feed): string | undefined {
  const mark = markOf(feed);
  return stored?.startsWith(mark) ? stored.slice(mark.length) : undefined;
}

function failure(update: Update, feed: string, origin: FeedOrigin, started: number, thrown: unknown): FeedReport {
  update.options.signal?.throwIfAborted();
  if (thrown instanceof Error && 'errcode' in thrown) throw thrown;
  const error =
    thrown instanceof PratiqueError
      ? thrown
      : advisoryErrors.create('advisories/malformed', {
          attempted: 'load',
          on: feed,
          why: reasonOf(thrown),
          cause: thrown,
        });
  const none = { records: 0, added: 0, changed: 0, removed: 0, notComparable: 0, rejected: 0 };
  const duration = performance.now() - started;
  return {
    feed,
    origin: origin.name,
    outcome: 'failed',
    ...none,
    rejections: [],
    covers: [],
    sample: false,
    duration,
    error,
  };
}

async function updateBatch(update: Update, batch: FeedBatch, origin: FeedOrigin, sample: boolean): Promise<void> {
  const { options, refresh, reports, clock } = update;
  const started = performance.now();
  const now = clock
    .now()
    .toISOString()
    .replace(/\.\d+Z$/, 'Z');
  // Its number must outlast a rollback of the batch.
  const number = refresh.tables.feedNumbers.number(batch.feed);
  let read = 0;
  const onRecord = (): void => {
    if (++read % PROGRESS_EVERY === 1) options.onProgress?.({ feed: batch.feed, origin: origin.name, records: read });
    if (read % PROGRESS_EVERY === 0) options.signal?.throwIfAborted();
  };
  try {
    const result = batch.unchanged
      ? undefined
      : await refresh.atomically((changes) => refresh.writeBatch(batch, now, changes, onRecord));
    const old = refresh.tables.feeds.find(batch.feed);
    const stored = storedFeed({
      batch,
      result,
      old,
      origin,
      sample,
      now,
      rejected: refresh.tables.feeds.countRejected(number),
    });
    if (!batch.unchanged && old?.publisher) refresh.forgetPublished();
    refresh.putFeed(stored);
    const status = statusOf(stored);
    reports.push({
      feed: batch.feed,
      origin: origin.name,
      outcome: batch.unchanged ? 'unchanged' : 'loaded',
      records: status.records,
      added: result?.added ?? 0,
      changed: result?.changed ?? 0,
      removed: result?.removed ?? 0,
      notComparable: result?.notComparable ?? 0,
      rejected: status.rejected,
      rejections: refresh.tables.feeds.rejected(number, REPORTED_REJECTIONS),
      covers: status.covers,
      sample,
      duration: performance.now() - started,
    });
  } catch (thrown) {
    reports.push(failure(update, batch.feed, origin, started, thrown));
  }
}

function storedFeed(facts: {
  batch: FeedBatch;
  result: Awaited<ReturnType<Refresh['writeBatch']>> | undefined;
  old: StoredFeed | undefined;
  origin: FeedOrigin;
  sample: boolean;
  now: string;
  rejected: number;
}): StoredFeed {
  const { batch, result, old, origin, sample, now, rejected } = facts;
  const keeps = !batch.replaces;
  const newest = [result?.newest, keeps ? old?.status.newestRecord : undefined]
    .filter((one) => one !== undefined)
    .sort()
    .at(-1);
  return {
    status: {
      feed: batch.feed,
      records: result?.records ?? old?.status.records ?? 0,
      ...(newest !== undefined && { newestRecord: newest }),
      fetchedAt: now,
      origin: origin.name,
      rejected,
    },
    covers: keeps ? [...(old?.covers ?? []), ...batch.covers] : batch.covers,
    sample,
    ...(batch.validator !== undefined && { validator: batch.validator }),
    ...(batch.unchanged && old?.publisher !== undefined && { publisher: old.publisher }),
  };
}
