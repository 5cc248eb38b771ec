import { systemClock } from '@pratique/foundation';
import type { AdvisoryDatabase, DatabaseSummary } from '@pratique/model';

/** Advisories older than this are said to be stale, unless set. Milliseconds. */
export const DEFAULT_MAX_AGE = 24 * 60 * 60 * 1000;

/** Feeds that enrich findings but carry no advisories: their age says nothing of what could be missed. */
const enrichment = /^(kev|epss|end-of-life|vex)(\/|$)/;

/** Clocks of two machines differ by less. Milliseconds. */
const CLOCK_SKEW = 60 * 60 * 1000;

/**
 * Whether advisories are too old, or claim to be of a time that has not come: whoever fetched them had a wrong clock, and
 * they would never grow old. `--at` may judge by an earlier time than that of the fetch; so the machine's clock is asked.
 */
export function isStale(asOf: string, now: Date, maxAge: number): boolean {
  const fetched = Date.parse(asOf);
  const latest = Math.max(now.getTime(), systemClock.now().getTime()) + CLOCK_SKEW;
  return !(now.getTime() - fetched <= maxAge && fetched <= latest);
}

/** The age of what findings are matched against: as old as the oldest advisory feed. */
export function summarizeDatabase(database: AdvisoryDatabase, now: Date, maxAge: number): DatabaseSummary {
  const feeds = database.feeds();
  const advisories = feeds.filter(({ feed }) => !enrichment.test(feed));
  const asOf = advisories.map(({ fetchedAt }) => fetchedAt).sort()[0];
  const starter = advisories.length > 0 && advisories.every(({ feed }) => feed === 'starter');
  return {
    generation: database.generation,
    asOf,
    stale: asOf === undefined || advisories.some(({ fetchedAt }) => isStale(fetchedAt, now, maxAge)),
    starter,
    feeds,
  };
}
