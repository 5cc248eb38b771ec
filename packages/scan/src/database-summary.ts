import type { AdvisoryDatabase, DatabaseSummary } from '@pratique/model';

/** Advisories older than this are said to be stale, unless set. Milliseconds. */
export const DEFAULT_MAX_AGE = 24 * 60 * 60 * 1000;

/** Feeds that enrich findings but carry no advisories: their age says nothing of what could be missed. */
const enrichment = /^(kev|epss|end-of-life|vex)(\/|$)/;

/** The age of what findings are matched against: as old as the oldest advisory feed. */
export function summarizeDatabase(database: AdvisoryDatabase, now: Date, maxAge: number): DatabaseSummary {
  const feeds = database.feeds();
  const advisories = feeds.filter(({ feed }) => !enrichment.test(feed));
  const asOf = advisories.map(({ fetchedAt }) => fetchedAt).sort()[0];
  const starter = advisories.length > 0 && advisories.every(({ feed }) => feed === 'starter');
  return {
    generation: database.generation,
    asOf,
    stale: asOf === undefined || now.getTime() - Date.parse(asOf) > maxAge,
    starter,
    feeds,
  };
}
