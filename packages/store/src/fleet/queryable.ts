import type { QueryExecutorProvider } from 'kysely';

/** A database, or a transaction on it. */
export type Queryable = QueryExecutorProvider;

/** Text that PostgreSQL can hold: no NUL, no half characters. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\u{fffd}');
}

/** JSON that PostgreSQL can hold. */
export function storableJson(value: unknown): string {
  const clean = (_key: string, inner: unknown): unknown => {
    if (typeof inner === 'string') return storable(inner);
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    const names = Object.keys(inner);
    if (names.every((name) => storable(name) === name)) return inner;
    return Object.fromEntries(Object.entries(inner).map(([name, field]) => [storable(name), field]));
  };
  return JSON.stringify(value, clean);
}
