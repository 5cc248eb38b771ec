import type { AdvisoryDatabase } from '@pratique/model';
import { type AdvisoryState, packageEcosystems, packagesIn, type Queryable } from '@pratique/store';

/** Feeds that enrich findings but carry no advisories: their age says nothing of what could be missed. */
const enrichment = /^(kev|epss|end-of-life|vex)(\/|$)/;

/** What is remembered of a database. */
export function advisoryState(database: AdvisoryDatabase, covered: AdvisoryState['covered']): AdvisoryState {
  const feeds = database.feeds().filter(({ feed }) => !enrichment.test(feed));
  const [asOf] = feeds.map(({ fetchedAt }) => fetchedAt).toSorted();
  const starter = feeds.length > 0 && feeds.every(({ feed }) => feed === 'starter');
  return { ...(asOf !== undefined && { asOf }), starter, covered };
}

/** Packages of ecosystems that came to be covered, or are not any more: no record of theirs need have changed. */
export async function newlyCovered(
  store: Queryable,
  before: AdvisoryState,
  database: AdvisoryDatabase,
): Promise<{ readonly covered: AdvisoryState['covered']; readonly packages: readonly number[] }> {
  const ecosystems = await packageEcosystems(store);
  const covered = Object.fromEntries(ecosystems.map((name) => [name, database.covers(name)]));
  const changed = ecosystems.filter((name) => before.covered[name] !== covered[name]);
  return { covered, packages: changed.length > 0 ? await packagesIn(store, changed) : [] };
}

/** The state with ecosystems that packages are looked up in for the first time; undefined where there are none. */
export function withEcosystems(
  state: AdvisoryState,
  ecosystems: Iterable<string>,
  database: AdvisoryDatabase,
): AdvisoryState | undefined {
  const fresh = [...new Set(ecosystems)].filter((name) => state.covered[name] === undefined);
  if (fresh.length === 0) return undefined;
  const covered = Object.fromEntries(fresh.map((name) => [name, database.covers(name)]));
  return { ...state, covered: { ...state.covered, ...covered } };
}
