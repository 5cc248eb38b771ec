import type { DatabaseSync } from 'node:sqlite';
import type { VexStatement } from '@pratique/model';
import type { Written } from './advisory-table.ts';
import type { ChangeSet } from './change-set.ts';
import { contentHash } from './codec.ts';
import type { Numbering } from './numbering.ts';
import { packJson, unpackJson } from './pack.ts';
import { lazyStatements } from './statements.ts';

/** Vulnerabilities whose statements are kept as they were unpacked. */
const MAX_UNPACKED = 32;

function aliasesOf(statements: readonly VexStatement[]): string[] {
  return [...new Set(statements.flatMap(({ aliases }) => aliases))].sort();
}

/** VEX statements, those of one feed on one vulnerability in one row: they repeat themselves a lot. */
export class VexTable {
  readonly #feeds: Numbering;
  readonly #statements;

  constructor(database: DatabaseSync, feeds: Numbering) {
    this.#feeds = feeds;
    this.#statements = lazyStatements(database, {
      find: 'select hash, body from vex where vulnerability = ? and feed = ?',
      keys: 'select vulnerability from vex where feed = ?',
      count: 'select coalesce(sum(statements), 0) as count from vex where feed = ?',
      of: `select vulnerability, feed, body from vex where vulnerability = ?1
         union all select v.vulnerability, v.feed, v.body from vex_alias a join vex v on v.vulnerability = a.vulnerability and v.feed = a.feed
         where a.alias = ?1 and a.vulnerability <> ?1`,
      put: 'insert or replace into vex values (?, ?, ?, ?, ?)',
      remove: 'delete from vex where vulnerability = ? and feed = ?',
      putAlias: 'insert or ignore into vex_alias values (?, ?, ?)',
      removeAliases: 'delete from vex_alias where alias = ? and vulnerability = ? and feed = ?',
    });
  }

  keys(feed: number): string[] {
    return this.#statements.keys.all(feed).map((row) => String(row['vulnerability']));
  }

  count(feed: number): number {
    return Number(this.#statements.count.get(feed)?.['count'] ?? 0);
  }

  /**
   * Statements whose vulnerability or alias is the id. `unpacked` keeps what was unpacked, as long as nothing is written: a
   * vulnerability is asked for by all its names.
   */
  of(vulnerability: string, unpacked: Map<string, readonly VexStatement[]>): VexStatement[] {
    return this.#statements.of
      .all(vulnerability)
      .flatMap((row) => {
        const key = `${row['feed']} ${row['vulnerability']}`;
        const statements = unpacked.get(key) ?? (unpackJson(row['body'] as Uint8Array) as VexStatement[]);
        if (unpacked.size >= MAX_UNPACKED) unpacked.clear();
        unpacked.set(key, statements);
        return statements;
      })
      .filter((statement) => statement.vulnerability === vulnerability || statement.aliases.includes(vulnerability));
  }

  read(feed: number, vulnerability: string): VexStatement[] | undefined {
    const body = this.#statements.find.get(vulnerability, feed)?.['body'];
    return body === undefined ? undefined : (unpackJson(body as Uint8Array) as VexStatement[]);
  }

  /** Writes a feed's statements on one vulnerability, all of them. */
  put(feed: number, vulnerability: string, statements: readonly VexStatement[], changes: ChangeSet): Written {
    const texts = [...new Set(statements.map((statement) => JSON.stringify(statement)))].sort();
    const hash = contentHash(...texts);
    const old = this.#statements.find.get(vulnerability, feed);
    if (old && hash.equals(old['hash'] as Uint8Array)) return 'unchanged';
    const sorted = texts.map((text) => JSON.parse(text) as VexStatement);
    this.#note(feed, vulnerability, old?.['body'] as Uint8Array | undefined, sorted, changes);
    this.#statements.put.run(vulnerability, feed, hash, sorted.length, packJson(sorted));
    return old ? 'changed' : 'added';
  }

  remove(feed: number, vulnerability: string, changes: ChangeSet): boolean {
    const body = this.#statements.find.get(vulnerability, feed)?.['body'];
    if (body === undefined) return false;
    this.#note(feed, vulnerability, body as Uint8Array, [], changes);
    this.#statements.remove.run(vulnerability, feed);
    return true;
  }

  #note(
    feed: number,
    vulnerability: string,
    oldBody: Uint8Array | undefined,
    statements: readonly VexStatement[],
    changes: ChangeSet,
  ): void {
    const oldAliases = oldBody ? aliasesOf(unpackJson(oldBody) as VexStatement[]) : [];
    const aliases = aliasesOf(statements);
    for (const alias of oldAliases) this.#statements.removeAliases.run(alias, vulnerability, feed);
    for (const alias of aliases) this.#statements.putAlias.run(alias, vulnerability, feed);
    changes.vex(this.#feeds.name(feed), vulnerability);
    changes.vulnerabilities([vulnerability, ...oldAliases, ...aliases]);
  }
}
