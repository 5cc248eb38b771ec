import type {
  Advisory,
  AdvisoryDatabase,
  AdvisoryEntry,
  FeedRecord,
  FeedStatus,
  Lifecycle,
  VexStatement,
} from '@pratique/model';

/** What a test's database holds. */
export interface MemoryDatabaseContent {
  readonly records?: readonly FeedRecord[];
  /** Ecosystem:release pairs that count as loaded whole. */
  readonly covers?: readonly string[];
  readonly feeds?: readonly FeedStatus[];
  readonly generation?: number;
}

function pushTo<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** An advisory database in memory, for tests: the records as given, looked up under exactly the keys that they carry. */
export function memoryAdvisoryDatabase(content: MemoryDatabaseContent): AdvisoryDatabase {
  const { records = [], covers = [], feeds = [], generation = 1 } = content;
  const covered = new Set(covers);
  const entries = new Map<string, AdvisoryEntry[]>();
  const advisories = new Map<string, Advisory>();
  const byName = new Map<string, Advisory[]>();
  const statements = new Map<string, VexStatement[]>();
  const lifecycles = new Map<string, Lifecycle[]>();

  function addAdvisory(advisory: Advisory, ofAdvisory: readonly AdvisoryEntry[]): void {
    if (advisory.withdrawn !== undefined) return;
    advisories.set(`${advisory.feed} ${advisory.id}`, advisory);
    for (const name of new Set([advisory.id, ...advisory.aliases, ...advisory.vulnerabilities]))
      pushTo(byName, name, advisory);
    for (const entry of ofAdvisory) pushTo(entries, `${entry.ecosystem} ${entry.name}`, entry);
  }
  for (const record of records) {
    if (record.kind === 'advisory') addAdvisory(record.advisory, record.entries);
    else if (record.kind === 'lifecycle') pushTo(lifecycles, record.record.product, record.record);
    else if (record.kind === 'vex')
      for (const name of new Set([record.statement.vulnerability, ...record.statement.aliases]))
        pushTo(statements, name, record.statement);
  }
  const exploited = records.flatMap((one) => (one.kind === 'known-exploited' ? one.record : []));
  const predictions = records.flatMap((one) => (one.kind === 'epss' ? one.record : []));

  return {
    generation,
    feeds: () => feeds,
    covers: (ecosystem) => covered.has(ecosystem),
    lookup: (ecosystem, name) => entries.get(`${ecosystem} ${name}`) ?? [],
    advisory: (feed, id) => advisories.get(`${feed} ${id}`),
    advisoriesFor: (vulnerability) => byName.get(vulnerability) ?? [],
    knownExploited: (id) => exploited.find(({ vulnerability }) => vulnerability === id),
    epss: (id) => predictions.find(({ vulnerability }) => vulnerability === id),
    lifecycles: (product) => lifecycles.get(product) ?? [],
    vex: (vulnerability) => statements.get(vulnerability) ?? [],
    delta: (from) => ({ from, to: generation, packages: [], vulnerabilities: [], lifecycles: [] }),
    close: () => undefined,
  };
}
