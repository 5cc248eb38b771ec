import type { DatabaseSync, StatementSync } from 'node:sqlite';

/**
 * Statements by name, each prepared when it is first used: a scan runs a few of them, a refresh nearly all. What is wrong
 * with one is found out then.
 */
export function lazyStatements<const Texts extends Readonly<Record<string, string>>>(
  database: DatabaseSync,
  texts: Texts,
): Readonly<Record<keyof Texts, StatementSync>> {
  const prepared = new Map<string, StatementSync>();
  function prepare(name: string): StatementSync {
    const statement = prepared.get(name) ?? database.prepare(texts[name] as string);
    prepared.set(name, statement);
    return statement;
  }
  const getters = Object.keys(texts).map((name) => [name, { get: () => prepare(name) }] as const);
  return Object.defineProperties({}, Object.fromEntries(getters)) as Readonly<Record<keyof Texts, StatementSync>>;
}
