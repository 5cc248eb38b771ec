import type { Advisory, AdvisoryEntry, Epss, KnownExploited, Lifecycle } from './advisory.ts';
import type { VexStatement } from './vex.ts';

/** One normalized record of a feed. */
export type FeedRecord =
  | { readonly kind: 'advisory'; readonly advisory: Advisory; readonly entries: readonly AdvisoryEntry[] }
  | { readonly kind: 'known-exploited'; readonly record: KnownExploited }
  | { readonly kind: 'epss'; readonly record: Epss }
  | { readonly kind: 'lifecycle'; readonly record: Lifecycle }
  | { readonly kind: 'vex'; readonly statement: VexStatement }
  | { readonly kind: 'rejected'; readonly id: string; readonly reason: string };

/** Reads the files of a feed's origin: a folder or a web address of the same shape. */
export interface FeedOrigin {
  /** For messages: a path, or a redacted address. */
  readonly name: string;
  /**
   * Names directly below a folder, those of folders with a trailing `/`, where the origin can list (a folder can, the web
   * cannot: undefined). Empty where there is no such folder.
   */
  list(path: string): Promise<readonly string[] | undefined>;
  /** Undefined where it is not there, or not changed since `validator` (ETag or Last-Modified). */
  read(path: string, validator?: string): Promise<{ bytes: Buffer; validator?: string } | 'unchanged' | undefined>;
}

/** What one fetch brought. `replaces`: records of this feed that were not seen are gone. */
export interface FeedBatch {
  /** Id of the (sub-)feed, such as `osv/npm` or `alpine-secdb/v3.18`. */
  readonly feed: string;
  readonly replaces: boolean;
  /** The origin was asked and has nothing newer: there are no records, and everything that is kept stays. */
  readonly unchanged?: boolean;
  /** May be filled while the records are read: looked at after the last one. */
  readonly covers: readonly string[];
  /** Kept by the database and handed back, to fetch only what changed. */
  readonly validator?: string;
  readonly records: AsyncIterable<FeedRecord> | Iterable<FeedRecord>;
}

/** A publisher's data. Every implementation passes the contract suite in testkit. */
export interface Feed {
  /** Stable, kebab-case: `osv`, `debian-tracker`, `alpine-secdb`, `kev`, `epss`, `end-of-life`, `vex`. */
  readonly id: string;
  /** Raised whenever the same bytes give other records: what was read by an older version is read again. */
  readonly version: number;
  /** Batches that changed since the validators; nothing where the origin has no such feed. */
  fetch(origin: FeedOrigin, validators: ReadonlyMap<string, string>, signal?: AbortSignal): AsyncIterable<FeedBatch>;
}
