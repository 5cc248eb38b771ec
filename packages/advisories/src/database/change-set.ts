/** One stored record, by table and key: what a published delta has to carry or to retract. */
export interface ChangedRecords {
  /** Feed id → advisory ids. */
  readonly advisories: Readonly<Record<string, readonly string[]>>;
  /** Feed id → vulnerabilities with VEX statements. */
  readonly vex: Readonly<Record<string, readonly string[]>>;
  readonly knownExploited: readonly string[];
  /** EPSS keys. */
  readonly epss: readonly number[];
  /** Product and cycle. */
  readonly lifecycles: readonly (readonly [string, string])[];
}

/** All that one refresh changed, as the change log keeps it. */
export interface ChangeEntry {
  /** Ecosystem and name of packages whose entries changed. */
  readonly packages: readonly (readonly [string, string])[];
  readonly vulnerabilities: readonly string[];
  readonly products: readonly string[];
  readonly records: ChangedRecords;
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const set = map.get(key);
  if (set) set.add(value);
  else map.set(key, new Set([value]));
}

function lists(map: ReadonlyMap<string, ReadonlySet<string>>): Record<string, readonly string[]> {
  return Object.fromEntries([...map].map(([key, values]) => [key, [...values]]));
}

/** Collects what a refresh changes. Of a first load only how much it was: there is nobody to tell apart. */
export class ChangeSet {
  readonly #collecting: boolean;
  #size = 0;
  readonly #packages = new Map<string, Set<string>>();
  readonly #vulnerabilities = new Set<string>();
  readonly #advisories = new Map<string, Set<string>>();
  readonly #vex = new Map<string, Set<string>>();
  readonly #knownExploited = new Set<string>();
  readonly #epss = new Set<number>();
  readonly #lifecycles = new Map<string, Set<string>>();

  constructor(collecting = true) {
    this.#collecting = collecting;
  }

  package(ecosystem: string, name: string): void {
    if (this.#collecting) add(this.#packages, ecosystem, name);
  }

  vulnerabilities(ids: Iterable<string>): void {
    if (this.#collecting) for (const id of ids) this.#vulnerabilities.add(id);
  }

  advisory(feed: string, id: string): void {
    this.#size++;
    if (this.#collecting) add(this.#advisories, feed, id);
  }

  vex(feed: string, vulnerability: string): void {
    this.#size++;
    if (this.#collecting) add(this.#vex, feed, vulnerability);
  }

  knownExploited(id: string): void {
    this.#size++;
    if (!this.#collecting) return;
    this.#knownExploited.add(id);
    this.#vulnerabilities.add(id);
  }

  epss(key: number): void {
    this.#size++;
    if (this.#collecting) this.#epss.add(key);
  }

  lifecycle(product: string, cycle: string): void {
    this.#size++;
    if (this.#collecting) add(this.#lifecycles, product, cycle);
  }

  /** Number of changes of records that were noted. */
  get size(): number {
    return this.#size;
  }

  /** Takes over what another set collected. */
  merge(other: ChangeSet): void {
    const size = this.#size + other.size;
    if (this.#collecting) this.addEntry(other.entry());
    this.#size = size;
  }

  /** Takes over what an entry of the log holds. */
  addEntry({ packages, vulnerabilities, records }: ChangeEntry): void {
    for (const [ecosystem, name] of packages) this.package(ecosystem, name);
    this.vulnerabilities(vulnerabilities);
    for (const [feed, ids] of Object.entries(records.advisories)) for (const id of ids) this.advisory(feed, id);
    for (const [feed, ids] of Object.entries(records.vex)) for (const id of ids) this.vex(feed, id);
    for (const id of records.knownExploited) this.knownExploited(id);
    for (const key of records.epss) this.epss(key);
    for (const [product, cycle] of records.lifecycles) this.lifecycle(product, cycle);
  }

  entry(): ChangeEntry {
    return {
      packages: [...this.#packages].flatMap(([ecosystem, names]) =>
        [...names].map((name) => [ecosystem, name] as const),
      ),
      vulnerabilities: [...this.#vulnerabilities],
      products: [...this.#lifecycles.keys()],
      records: {
        advisories: lists(this.#advisories),
        vex: lists(this.#vex),
        knownExploited: [...this.#knownExploited],
        epss: [...this.#epss],
        lifecycles: [...this.#lifecycles].flatMap(([product, cycles]) =>
          [...cycles].map((cycle) => [product, cycle] as const),
        ),
      },
    };
  }
}
