import type { Advisory, AdvisoryEntry, Epss, KnownExploited, Lifecycle } from './advisory.ts';
import type { VexStatement } from './vex.ts';

/** State of one feed in the database. */
export interface FeedStatus {
  readonly feed: string;
  readonly records: number;
  /** RFC 3339, newest modification among its records that does not lie in the future. */
  readonly newestRecord?: string;
  /** RFC 3339. */
  readonly fetchedAt: string;
  /** Origin, redacted. */
  readonly origin: string;
  /** Ecosystem:release pairs that it loaded whole. A sample or starter set covers none. */
  readonly covers: readonly string[];
  /** Records that could not be read; more than none means that nothing they touch is covered. */
  readonly rejected: number;
}

/** What a change of the database touched: the only input the delta engine needs. */
export interface AdvisoryDelta {
  readonly from: number;
  readonly to: number;
  /** The change log does not reach back to `from`: everything may have changed, and the lists name all that there is. */
  readonly full?: boolean;
  /** Packages whose entries changed. */
  readonly packages: readonly { readonly ecosystem: string; readonly name: string }[];
  /** Ids whose severity, KEV, EPSS, aliases or VEX statements changed. */
  readonly vulnerabilities: readonly string[];
  /** Products whose dates changed. */
  readonly lifecycles: readonly string[];
}

/** All advisory knowledge at one generation. Lookups are synchronous: they are local and indexed. */
export interface AdvisoryDatabase {
  readonly generation: number;
  feeds(): readonly FeedStatus[];
  /** Whether a loaded feed covers the ecosystem and release, such as `Debian:12` or `npm`. */
  covers(ecosystem: string): boolean;
  /** Every entry for the package, withdrawn advisories left out. */
  lookup(ecosystem: string, name: string): readonly AdvisoryEntry[];
  advisory(feed: string, id: string): Advisory | undefined;
  /** Advisories of any feed whose id, alias or fixed vulnerability is this id: severities and titles are merged from them. */
  advisoriesFor(vulnerability: string): readonly Advisory[];
  knownExploited(vulnerability: string): KnownExploited | undefined;
  epss(vulnerability: string): Epss | undefined;
  lifecycles(product: string): readonly Lifecycle[];
  vex(vulnerability: string): readonly VexStatement[];
  delta(from: number): AdvisoryDelta;
  close(): void;
}
