import type { AdvisoryDatabase, AdvisoryDelta, FeedRecord } from '@pratique/model';
import { buildAdvisory, memoryAdvisoryDatabase } from '@pratique/testkit';
import { COMMON, libraryName, RARE, systemName } from './synthetic-fleet.ts';

const ECOSYSTEM = 'Debian:12';
/** Flaws that the fleet has before anything is measured: none of them makes an image noncompliant. */
const KNOWN = 3000;

/** What a measured delta changes. */
export interface Disclosure {
  readonly share: 0.01 | 0.8;
  readonly keys: number;
}

/** Advisory knowledge that grows by one disclosure at a time. */
export class SyntheticAdvisories {
  readonly #records: FeedRecord[];
  readonly #deltas: AdvisoryDelta[] = [];
  #database: AdvisoryDatabase;
  #generation = 1;
  readonly #fetchedAt: string;

  constructor(at: Date) {
    this.#fetchedAt = at.toISOString();
    this.#records = Array.from({ length: KNOWN }, (_, n) =>
      n % 2 === 0
        ? buildAdvisory({ id: `CVE-2025-${10_000 + n}`, severity: 'medium' }, { ecosystem: ECOSYSTEM, name: systemName(n), scheme: 'deb', fixed: '1.2-1' })
        : buildAdvisory({ id: `CVE-2025-${10_000 + n}`, severity: 'low' }, { ecosystem: 'npm', name: libraryName(n), scheme: 'semver', fixed: '2.0.0' }),
    ); // prettier-ignore
    this.#database = this.#open();
  }

  get database(): AdvisoryDatabase {
    return this.#database;
  }

  /** Discloses a critical flaw, among others that nothing in the fleet has the versions of. */
  disclose({ share, keys }: Disclosure): void {
    this.#generation += 1;
    const { name } = share === 0.8 ? COMMON : RARE;
    const fixed = share === 0.8 ? '2.40-1' : '2.0-1';
    const id = `CVE-2026-${10_000 + this.#generation}`;
    const records = [buildAdvisory({ id, severity: 'critical' }, { ecosystem: ECOSYSTEM, name, scheme: 'deb', fixed })];
    for (let n = 1; n < keys; n++)
      records.push(
        buildAdvisory(
          { id: `${id}-${n}`, severity: 'critical' },
          { ecosystem: 'npm', name: libraryName(n), scheme: 'semver', fixed: '0.1.0' },
        ),
      );
    this.#records.push(...records);
    const changed = records.flatMap((record) => (record.kind === 'advisory' ? record.entries : []));
    this.#deltas.push({
      from: this.#generation - 1,
      to: this.#generation,
      packages: changed.map(({ ecosystem, name: own }) => ({ ecosystem, name: own })),
      vulnerabilities: [],
      lifecycles: [],
    });
    this.#database = this.#open();
  }

  /** Takes the last disclosure back. */
  withdraw(): void {
    const last = this.#deltas.at(-1);
    if (!last) return;
    this.#records.length -= last.packages.length;
    this.#generation += 1;
    this.#deltas.push({ ...last, from: last.to, to: this.#generation });
    this.#database = this.#open();
  }

  #open(): AdvisoryDatabase {
    const generation = this.#generation;
    const feeds = [{ feed: 'osv/bench', records: this.#records.length, fetchedAt: this.#fetchedAt, origin: '', covers: [], rejected: 0 }]; // prettier-ignore
    const memory = memoryAdvisoryDatabase({ records: this.#records, covers: [ECOSYSTEM, 'npm'], generation, feeds });
    return {
      ...memory,
      delta: (from) => {
        const packages = this.#deltas.filter(({ to }) => to > from).flatMap((delta) => delta.packages);
        return { from, to: generation, packages, vulnerabilities: [], lifecycles: [] };
      },
    };
  }
}
