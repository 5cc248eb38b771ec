import type { DatabaseSync } from 'node:sqlite';
import type { Advisory, AdvisoryEntry } from '@pratique/model';
import type { ChangeSet } from './change-set.ts';
import { type ColdPart, contentHash, packEntries, packHead, type PackedAdvisory } from './codec.ts';
import type { Numbering } from './numbering.ts';
import { packJson, unpackJson } from './pack.ts';
import { lazyStatements } from './statements.ts';

/** What a write did. */
export type Written = 'added' | 'changed' | 'unchanged';

/** Key of a package in the `entry` table. */
type PackageKey = readonly [ecosystem: number, name: string];

interface StoredAdvisory {
  readonly no: number;
  readonly hash: Uint8Array;
  readonly head: string;
  readonly cold: Uint8Array;
}

/** Parts of a head whose change makes findings of other packages differ: severities and identities. */
function judgement(head: string): string {
  const [kind, , aliases, vulnerabilities, severity, cvss, , , withdrawn] = JSON.parse(head) as unknown[];
  return JSON.stringify([kind, aliases, vulnerabilities, severity, cvss, withdrawn]);
}

function namesOf(id: string, head: string): string[] {
  const [, , aliases, vulnerabilities] = JSON.parse(head) as [unknown, unknown, string[], string[]];
  return [...new Set([id, ...aliases, ...vulnerabilities])];
}

function isWithdrawn(head: string): boolean {
  return (JSON.parse(head) as unknown[]).length > 8;
}

/** Advisories with their entries and names, written as differences. */
export class AdvisoryTable {
  readonly #feeds: Numbering;
  readonly #ecosystems: Numbering;
  readonly #statements;

  constructor(database: DatabaseSync, feeds: Numbering, ecosystems: Numbering) {
    this.#feeds = feeds;
    this.#ecosystems = ecosystems;
    this.#statements = lazyStatements(database, {
      find: 'select no, hash, head, cold from advisory where feed = ? and id = ?',
      ids: 'select id from advisory where feed = ?',
      count: 'select count(*) as count from advisory where feed = ?',
      insert: 'insert into advisory (feed, id, hash, head, cold) values (?, ?, ?, ?, ?)',
      update: 'update advisory set hash = ?, head = ?, cold = ? where no = ?',
      remove: 'delete from advisory where no = ?',
      entry: 'select body from entry where ecosystem = ? and name = ? and feed = ? and id = ?',
      insertEntry: 'insert or replace into entry values (?, ?, ?, ?, ?)',
      removeEntry: 'delete from entry where ecosystem = ? and name = ? and feed = ? and id = ?',
      insertAlias: 'insert or ignore into alias values (?, ?, ?)',
      removeAlias: 'delete from alias where alias = ? and feed = ? and id = ?',
    });
  }

  /** Ids of a feed's advisories. */
  ids(feed: number): string[] {
    return this.#statements.ids.all(feed).map((row) => String(row['id']));
  }

  count(feed: number): number {
    return Number(this.#statements.count.get(feed)?.['count'] ?? 0);
  }

  /** The advisory with its entries, as it is published. */
  readPacked(feed: number, id: string): PackedAdvisory | undefined {
    const stored = this.#find(feed, id);
    if (!stored) return undefined;
    const { k, ...cold } = unpackJson(stored.cold) as ColdPart;
    const entries = k.flatMap(([ecosystem, name]): PackedAdvisory['entries'] => {
      const body = this.#statements.entry.get(ecosystem, name, feed, id)?.['body'];
      return typeof body === 'string' ? [[this.#ecosystems.name(ecosystem), name, JSON.parse(body)]] : [];
    });
    return { id, head: JSON.parse(stored.head), cold, entries };
  }

  #find(feed: number, id: string): StoredAdvisory | undefined {
    return this.#statements.find.get(feed, id) as StoredAdvisory | undefined;
  }

  /** Writes an advisory if its content differs from what is stored. `fresh`: the feed is known to hold none. */
  put(feed: number, advisory: Advisory, entries: readonly AdvisoryEntry[], changes: ChangeSet, fresh = false): Written {
    const { id } = advisory;
    const bodies = this.#bodies(entries);
    const head = packHead(advisory);
    const cold: ColdPart = {
      ...(advisory.details !== undefined && { d: advisory.details }),
      ...(advisory.references.length > 0 && { r: advisory.references }),
      ...(advisory.cwes && { w: advisory.cwes }),
      k: [...bodies.values()].map(({ key }) => key),
    };
    const named = [...bodies].map(([, { key, body }]) => `${this.#ecosystems.name(key[0])}\n${key[1]}\n${body}`);
    const hash = contentHash(head, cold.d ?? '', JSON.stringify([cold.r, cold.w]), ...named.sort());
    const old = fresh ? undefined : this.#find(feed, id);
    if (old && hash.equals(old.hash)) return 'unchanged';

    changes.advisory(this.#feeds.name(feed), id);
    const oldKeys = old ? (unpackJson(old.cold) as ColdPart).k : [];
    this.#writeEntries(feed, id, bodies, oldKeys, changes);
    this.#writeNames(feed, id, head, old?.head, changes);
    if (old) this.#statements.update.run(hash, head, packJson(cold), old.no);
    else this.#statements.insert.run(feed, id, hash, head, packJson(cold));
    return old ? 'changed' : 'added';
  }

  /** Takes an advisory away. */
  remove(feed: number, id: string, changes: ChangeSet): boolean {
    const old = this.#find(feed, id);
    if (!old) return false;
    changes.advisory(this.#feeds.name(feed), id);
    this.#writeEntries(feed, id, new Map(), (unpackJson(old.cold) as ColdPart).k, changes);
    for (const name of namesOf(id, old.head)) this.#statements.removeAlias.run(name, feed, id);
    if (!isWithdrawn(old.head)) changes.vulnerabilities(namesOf(id, old.head));
    this.#statements.remove.run(old.no);
    return true;
  }

  /** One body per package, several entries of one package in it. */
  #bodies(entries: readonly AdvisoryEntry[]): Map<string, { key: PackageKey; body: string }> {
    const grouped = new Map<string, AdvisoryEntry[]>();
    for (const entry of entries) {
      const place = `${entry.ecosystem}\n${entry.name}`;
      const group = grouped.get(place);
      if (group) group.push(entry);
      else grouped.set(place, [entry]);
    }
    return new Map(
      [...grouped].map(([place, group]) => {
        const [{ ecosystem, name }] = group as [AdvisoryEntry];
        return [place, { key: [this.#ecosystems.number(ecosystem), name], body: packEntries(group) }];
      }),
    );
  }

  #writeEntries(
    feed: number,
    id: string,
    bodies: ReadonlyMap<string, { key: PackageKey; body: string }>,
    oldKeys: readonly PackageKey[],
    changes: ChangeSet,
  ): void {
    for (const [ecosystem, name] of oldKeys) {
      const place = this.#ecosystems.name(ecosystem);
      if (bodies.has(`${place}\n${name}`)) continue;
      this.#statements.removeEntry.run(ecosystem, name, feed, id);
      changes.package(place, name);
    }
    for (const { key, body } of bodies.values()) {
      const [ecosystem, name] = key;
      if (oldKeys.length > 0 && this.#statements.entry.get(ecosystem, name, feed, id)?.['body'] === body) continue;
      this.#statements.insertEntry.run(ecosystem, name, feed, id, body);
      changes.package(this.#ecosystems.name(ecosystem), name);
    }
  }

  /** Names under which an advisory is found; none for a withdrawn one, whose word no longer counts. */
  #writeNames(feed: number, id: string, head: string, oldHead: string | undefined, changes: ChangeSet): void {
    const names = isWithdrawn(head) ? [] : namesOf(id, head);
    const oldNames = oldHead === undefined || isWithdrawn(oldHead) ? [] : namesOf(id, oldHead);
    for (const name of oldNames) if (!names.includes(name)) this.#statements.removeAlias.run(name, feed, id);
    for (const name of names) if (!oldNames.includes(name)) this.#statements.insertAlias.run(name, feed, id);
    if (oldHead === undefined || judgement(head) !== judgement(oldHead)) {
      changes.vulnerabilities(names);
      changes.vulnerabilities(oldNames);
    }
  }
}
