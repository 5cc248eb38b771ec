import { type RawBuilder, sql } from 'kysely';

/** What is counted over the findings of a package, summed up for sets and images. Columns of three tables. */
export const countNames = [
  'total',
  'critical',
  'high',
  'medium',
  'low',
  'unrated',
  'fixable',
  'fixable_critical',
  'fixable_high',
  'known_exploited',
  'known_exploited_fixable',
  'malware',
  'end_of_life',
  'unmaintained',
  'suppressed',
  'not_assessed',
  'unknowns',
] as const;

export type CountName = (typeof countNames)[number];

/** Sums over findings; `highestEpss` is their maximum. */
export interface Counts extends Readonly<Record<CountName, number>> {
  readonly highestEpss: number;
}

/** `total, critical, …` */
export const countColumns: RawBuilder<unknown> = sql.raw(countNames.join(', '));

/** One expression per count, separated by commas: `(name) => sum(p.name) AS name`. */
export function eachCount(expression: (name: CountName) => string): RawBuilder<unknown> {
  return sql.raw(countNames.map(expression).join(', '));
}

/** Counts as parallel arrays, in the order of {@link countNames}: what `unnest` takes. */
export function countArrays(rows: readonly Counts[]): RawBuilder<unknown> {
  return sql.join(countNames.map((name) => sql`${rows.map((row) => row[name])}::int4[]`));
}
