import type { DatabaseSync } from 'node:sqlite';
import type { Advisory, AdvisoryDatabase, AdvisoryDelta, AdvisoryEntry, VexStatement } from '@pratique/model';
import { normalizeEcosystem } from '../ecosystem/normal-form.ts';
import { normalizePackageName } from '../ecosystem/package-name.ts';
import { changesSince } from './change-log.ts';
import { type ColdPart, unpackAdvisory, unpackEntries } from './codec.ts';
import { vulnerabilityOfKey } from './epss-key.ts';
import { statusOf } from './feed-table.ts';
import { readMeta } from './meta.ts';
import { databaseError } from './connection.ts';
import { openTables } from './tables.ts';
import { unpackJson } from './pack.ts';

/** Advisories that are kept as they were unpacked, since decompressing one takes longer than finding it. */
const MAX_UNPACKED = 256;

/**
 * Reads through an open connection. Ecosystems and names are normalized as they were stored, so that a caller may spell
 * them as any feed does. `path` is for messages.
 */
export function readDatabase(database: DatabaseSync, path: string): AdvisoryDatabase {
  const tables = openTables(database);
  const generation = Number(readMeta(database, 'generation') ?? 0);
  const feeds = tables.feeds.all().map(statusOf);
  const covered = new Set(feeds.flatMap(({ covers }) => covers));
  const statements = {
    lookup: database.prepare('select feed, id, body from entry where ecosystem = ? and name = ?'),
    advisory: database.prepare('select head, cold from advisory where feed = ? and id = ?'),
    named: database.prepare(
      `select a.feed, a.id, a.head, a.cold from alias n join advisory a on a.feed = n.feed and a.id = n.id
       where n.alias = ?`,
    ),
  };
  statements.lookup.setReturnArrays(true);

  const unpacked = new Map<string, Advisory>();
  const unpackedVex = new Map<string, readonly VexStatement[]>();

  /** Matching asks for what it found by name, and then for all that is said of the same vulnerability. */
  function advisoryOf(row: Record<string, unknown>, feed: number, id: string): Advisory {
    const key = `${feed} ${id}`;
    const known = unpacked.get(key);
    if (known) return known;
    const cold = unpackJson(row['cold'] as Uint8Array) as ColdPart;
    const advisory = unpackAdvisory(tables.feedNumbers.name(feed), id, String(row['head']), cold);
    if (unpacked.size >= MAX_UNPACKED) unpacked.clear();
    unpacked.set(key, advisory);
    return advisory;
  }

  function keysOf(table: string, columns: string): Record<string, unknown>[] {
    return database.prepare(`select distinct ${columns} from ${table}`).all();
  }

  /** Everything that there is, for a caller whose generation the log no longer reaches. */
  function fullDelta(from: number): AdvisoryDelta {
    const named = [...keysOf('alias', 'alias as id'), ...keysOf('known_exploited', 'id')].map((row) =>
      String(row['id']),
    );
    const scored = keysOf('epss', 'id').map((row) => vulnerabilityOfKey(Number(row['id'])));
    const stated = [...keysOf('vex', 'vulnerability as id'), ...keysOf('vex_alias', 'alias as id')].map((row) =>
      String(row['id']),
    );
    const packages = keysOf('entry', 'ecosystem, name').map((row) => ({
      ecosystem: tables.ecosystems.name(Number(row['ecosystem'])),
      name: String(row['name']),
    }));
    const lifecycles = keysOf('lifecycle', 'product').map((row) => String(row['product']));
    return {
      from,
      to: generation,
      full: true,
      packages,
      vulnerabilities: [...new Set([...named, ...scored, ...stated])],
      lifecycles,
    };
  }

  const reading: Omit<AdvisoryDatabase, 'generation'> = {
    feeds: () => feeds,
    covers: (ecosystem) => covered.has(normalizeEcosystem(ecosystem).ecosystem),

    lookup(spelled, written) {
      const { ecosystem } = normalizeEcosystem(spelled);
      const number = tables.ecosystems.find(ecosystem);
      if (number === undefined) return [];
      const name = normalizePackageName(ecosystem, written);
      const rows = statements.lookup.all(number, name) as unknown as readonly (readonly [number, string, string])[];
      const entries: AdvisoryEntry[] = [];
      for (const [feed, advisory, body] of rows)
        unpackEntries(body, { advisory, feed: tables.feedNumbers.name(feed), ecosystem, name }, entries);
      return entries;
    },

    advisory(feed, id) {
      const number = tables.feedNumbers.find(feed);
      const row = number === undefined ? undefined : statements.advisory.get(number, id);
      return row && advisoryOf(row, number as number, id);
    },

    advisoriesFor: (vulnerability) =>
      statements.named.all(vulnerability).map((row) => advisoryOf(row, Number(row['feed']), String(row['id']))),

    knownExploited: (vulnerability) => tables.knownExploited.read(vulnerability),
    epss: (vulnerability) => tables.epss.read(vulnerability),
    lifecycles: (product) => tables.lifecycles.of(product),
    vex: (vulnerability) => tables.vex.of(vulnerability, unpackedVex),

    delta(from) {
      if (from >= generation) return { from, to: generation, packages: [], vulnerabilities: [], lifecycles: [] };
      const changes = changesSince(database, from);
      if (!changes) return fullDelta(from);
      const scored = changes.records.epss.map(vulnerabilityOfKey);
      return {
        from,
        to: generation,
        packages: changes.packages.map(([ecosystem, name]) => ({ ecosystem, name })),
        vulnerabilities: [...new Set([...changes.vulnerabilities, ...scored])],
        lifecycles: changes.products,
      };
    },

    close: () => database.close(),
  };
  return { generation, ...(guardAll(reading, path) as typeof reading) };
}

type Reading = Readonly<Record<string, (...args: never[]) => unknown>>;

/** A file can be damaged anywhere: whichever read finds out says so in our words. */
function guardAll(reading: object, path: string): object {
  return Object.fromEntries(
    Object.entries(reading as Reading).map(([name, read]) => [
      name,
      (...args: never[]) => {
        try {
          return read(...args);
        } catch (thrown) {
          throw databaseError('read the advisory database', path, thrown);
        }
      },
    ]),
  );
}
