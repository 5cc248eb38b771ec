import { DatabaseSync } from 'node:sqlite';
import type { Advisory, AdvisoryDatabase, AdvisoryEntry, Lifecycle, VersionRange } from '@pratique/model';
import { ChangeSet } from '../database/change-set.ts';
import { readDatabase } from '../database/reader.ts';
import { createTables } from '../database/schema.ts';
import { openTables } from '../database/tables.ts';
import { normalizeEcosystem } from '../ecosystem/normal-form.ts';
import { schemeOf } from '../ecosystem/scheme.ts';
import { cvssVector } from '../osv/severity.ts';
import { distributionFacts } from './distribution-facts.ts';
import { type Fact, type FactRange, STARTER_DATE } from './facts.ts';
import { languageFacts } from './language-facts.ts';
import { starterLifecycles } from './lifecycles.ts';

const FEED = 'starter';
const WRITTEN = `${STARTER_DATE}T00:00:00Z`;

function advisoryOf({ id, aliases, kind, severity, vector, published, title }: Fact): Advisory {
  const cvss = cvssVector(vector);
  return {
    id,
    feed: FEED,
    aliases: aliases ?? [],
    vulnerabilities: [],
    kind: kind ?? 'vulnerability',
    title,
    severity,
    cvss: cvss ? [cvss] : [],
    references: [
      id.startsWith('CVE-') ? `https://www.cve.org/CVERecord?id=${id}` : `https://osv.dev/vulnerability/${id}`,
    ],
    published: `${published}T00:00:00Z`,
    modified: WRITTEN,
  };
}

function rangeOf(range: FactRange): VersionRange[] {
  if (typeof range !== 'string') return [{ introduced: range[0], fixed: range[1] }];
  return range.startsWith('=') ? [] : [{ fixed: range }];
}

function entriesOf({ id, affects, published }: Fact): AdvisoryEntry[] {
  return Object.entries(affects).map(([place, listed]) => {
    // "Rocky Linux:9 curl": the name is what follows the last space.
    const at = place.lastIndexOf(' ');
    const { ecosystem } = normalizeEcosystem(place.slice(0, at));
    const versions = listed.flatMap((range) =>
      typeof range === 'string' && range.startsWith('=') ? [range.slice(1)] : [],
    );
    const ranges = listed.flatMap(rangeOf);
    return {
      advisory: id,
      feed: FEED,
      ecosystem,
      name: place.slice(at + 1),
      scheme: schemeOf(ecosystem),
      state: ranges.length > 0 ? 'fixed' : 'affected',
      ranges,
      ...(versions.length > 0 && { versions }),
      ...(ranges.length > 0 && { fixAvailableSince: `${published}T00:00:00Z` }),
    };
  });
}

function lifecyclesOf(product: string, cycles: readonly string[]): Lifecycle[] {
  return cycles.map((line) => {
    const [cycle = '', end = '-', extended] = line.split(' ');
    return { product, cycle, endOfLife: end === '-' ? false : end, ...(extended && { extendedSupport: extended }) };
  });
}

/**
 * The starter set: some fifty well-known flaws and the support dates of the major distributions and runtimes, written by
 * us as facts. It makes a first scan without any feed say something true; it covers nothing. Held in memory, generation 0.
 */
export function openStarterDatabase(): AdvisoryDatabase {
  const database = new DatabaseSync(':memory:');
  database.exec('begin');
  createTables(database);
  const tables = openTables(database);
  const changes = new ChangeSet(false);
  const feed = tables.feedNumbers.number(FEED);
  const facts = [...languageFacts, ...distributionFacts];
  for (const fact of facts) tables.advisories.put(feed, advisoryOf(fact), entriesOf(fact), changes, true);
  for (const [product, cycles] of Object.entries(starterLifecycles))
    for (const [position, record] of lifecyclesOf(product, cycles).entries())
      tables.lifecycles.put(feed, record, position, changes);
  tables.feeds.put({
    status: {
      feed: FEED,
      records: facts.length,
      newestRecord: WRITTEN,
      fetchedAt: WRITTEN,
      origin: `starter set of ${STARTER_DATE}`,
      rejected: 0,
    },
    covers: [],
    sample: true,
  });
  database.exec('commit');
  return readDatabase(database, 'the starter set');
}
