import type { DatabaseSync } from 'node:sqlite';

/** `PRAGMA application_id` of an advisory database: "PRAQ". */
export const APPLICATION_ID = 0x50524151;
/** `PRAGMA user_version`: raised with every change of the tables. */
export const SCHEMA_VERSION = 1;

/**
 * Tables keyed by what is looked up are WITHOUT ROWID: a lookup is one search in one tree (docs/decisions/0010). Feeds and
 * ecosystems are numbered; bodies are texts that the codec writes.
 */
const tables = `
  create table meta (key text primary key, value) without rowid;
  create table feed (
    no integer primary key, id text not null unique, status text not null, covers text not null, validator text,
    publisher text
  );
  create table ecosystem (no integer primary key, name text not null unique);
  create table advisory (
    no integer primary key, feed integer not null, id text not null, hash blob not null, head text not null,
    cold blob not null
  );
  create unique index advisory_of_feed on advisory (feed, id);
  create table entry (
    ecosystem integer, name text, feed integer, id text, body text not null, primary key (ecosystem, name, feed, id)
  ) without rowid;
  create table alias (
    alias text, feed integer, id text, primary key (alias, feed, id)
  ) without rowid;
  create table known_exploited (id text primary key, feed integer not null, body text not null) without rowid;
  create table epss (id integer primary key, value integer not null);
  create table lifecycle (
    product text, cycle text, feed integer not null, position integer not null, body text not null,
    primary key (product, cycle)
  ) without rowid;
  create table vex (
    vulnerability text, feed integer, hash blob not null, statements integer not null, body blob not null,
    primary key (vulnerability, feed)
  ) without rowid;
  create index vex_of_feed on vex (feed);
  create table vex_alias (
    alias text, vulnerability text, feed integer, primary key (alias, vulnerability, feed)
  ) without rowid;
  create table rejected (feed integer, id text, reason text not null, primary key (feed, id)) without rowid;
  create table change (generation integer primary key, body blob not null);
`;

/** Creates the tables of an empty file, within the caller's transaction. */
export function createTables(database: DatabaseSync): void {
  database.exec(tables);
  database.exec(`pragma application_id = ${APPLICATION_ID}; pragma user_version = ${SCHEMA_VERSION};`);
  database.exec("insert into meta values ('generation', 0), ('log-from', 0)");
}
