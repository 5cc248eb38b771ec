import { sql } from 'kysely';
import { type Queryable, storable } from './queryable.ts';

/** What one policy, under one set of parameters, comes to on one subject. Zero and empty: not a part of the subject. */
export interface Outcome {
  readonly variant: number;
  readonly packageId: number;
  readonly vulnerability: string;
  readonly imageId: number;
  /** Absent: not violated. */
  readonly state?: 'violated' | 'unknown' | 'error';
  /** When it may change by time alone. */
  readonly next?: Date;
}

/** The subjects that a policy was evaluated on: all that have one of the packages, or images, or all there are. */
export type Evaluated = { readonly packages: readonly number[] } | { readonly images: readonly number[] } | 'all';

function among(evaluated: Evaluated): ReturnType<typeof sql> {
  if (evaluated === 'all') return sql`true`;
  return 'packages' in evaluated
    ? sql`t.package_id = ANY(${evaluated.packages}::int8[])`
    : sql`t.image_id = ANY(${evaluated.images}::int8[])`;
}

function outcomeRows(outcomes: readonly Outcome[]): ReturnType<typeof sql> {
  return sql`unnest(${outcomes.map(({ variant }) => variant)}::int2[], ${outcomes.map(({ packageId }) => packageId)}::int8[],
    ${outcomes.map(({ vulnerability }) => storable(vulnerability))}::text[],
    ${outcomes.map(({ imageId }) => imageId)}::int8[], ${outcomes.map(({ state }) => state ?? '')}::text[],
    ${outcomes.map(({ next }) => next ?? null)}::timestamptz[])
    AS o(variant, package_id, vulnerability, image_id, state, at)`;
}

/** Packages and images on which violations were opened or resolved. */
export interface Touched {
  readonly packages: readonly number[];
  readonly images: readonly number[];
}

/**
 * Makes a policy's standing violations on the evaluated subjects what the outcomes say. A violation that turns into another
 * state is resolved, and one of the new state opened.
 */
export async function writeOutcomes(
  database: Queryable,
  policy: { readonly id: number; readonly kind: 'finding' | 'package' | 'image' },
  evaluated: Evaluated,
  outcomes: readonly Outcome[],
  by: { readonly change: number; readonly at: Date },
): Promise<Touched> {
  const standing = outcomes.filter(({ state }) => state !== undefined);
  const resolved = await sql<{ packageId: number; imageId: number }>`
    UPDATE violation t SET resolved = ${by.at}, resolved_by = ${by.change}
    WHERE t.resolved IS NULL AND t.policy_id = ${policy.id} AND ${among(evaluated)} AND NOT EXISTS (
      SELECT FROM ${outcomeRows(standing)} WHERE (o.variant, o.package_id, o.vulnerability, o.image_id, o.state)
        = (t.variant, t.package_id, t.vulnerability, t.image_id, t.state))
    RETURNING t.package_id AS "packageId", t.image_id AS "imageId"`.execute(database);
  const opened =
    standing.length === 0
      ? { rows: [] }
      : await sql<{ packageId: number; imageId: number }>`
    INSERT INTO violation (policy_id, kind, variant, package_id, vulnerability, image_id, state, opened, opened_by)
    SELECT ${policy.id}, ${policy.kind}, variant, package_id, vulnerability, image_id, state, ${by.at}, ${by.change}
    FROM ${outcomeRows(standing)}
    ON CONFLICT (policy_id, variant, package_id, vulnerability, image_id) WHERE resolved IS NULL DO NOTHING
    RETURNING package_id AS "packageId", image_id AS "imageId"`.execute(database);
  await writeDue(database, policy.id, evaluated, outcomes);
  const rows = [...resolved.rows, ...opened.rows];
  // A violation of a package in one image counts for that image alone.
  return {
    packages: [...new Set(rows.flatMap(({ packageId, imageId }) => (imageId === 0 ? packageId : [])))],
    images: [...new Set(rows.flatMap(({ imageId }) => (imageId === 0 ? [] : imageId)))],
  };
}

async function writeDue(
  database: Queryable,
  policy: number,
  evaluated: Evaluated,
  outcomes: readonly Outcome[],
): Promise<void> {
  const changing = outcomes.filter(({ next }) => next !== undefined);
  await sql`DELETE FROM due t WHERE t.policy_id = ${policy} AND ${among(evaluated)}`.execute(database);
  if (changing.length === 0) return;
  await sql`INSERT INTO due (policy_id, variant, package_id, vulnerability, image_id, at)
    SELECT ${policy}, variant, package_id, vulnerability, image_id, at FROM ${outcomeRows(changing)}`.execute(database);
}

/** One policy's subjects that came due. */
export interface DueSubjects {
  readonly policyId: number;
  readonly packages: readonly number[];
  readonly images: readonly number[];
}

/** What came due by an instant. An evaluation of a subject puts its next instant in place of the old one. */
export async function subjectsDue(database: Queryable, at: Date): Promise<readonly DueSubjects[]> {
  const { rows } = await sql<DueSubjects>`
    SELECT policy_id AS "policyId",
      coalesce(json_agg(DISTINCT package_id) FILTER (WHERE package_id <> 0), '[]') AS packages,
      coalesce(json_agg(DISTINCT image_id) FILTER (WHERE package_id = 0), '[]') AS images
    FROM due WHERE at <= ${at} GROUP BY policy_id`.execute(database);
  return rows;
}

/** The next instant at which anything may change by time alone. */
export async function nextDue(database: Queryable): Promise<Date | undefined> {
  const { rows } = await sql<{ at: Date | null }>`SELECT min(at) AS at FROM due`.execute(database);
  return rows[0]?.at ?? undefined;
}

/** Resolves everything that policies said which are not there any more. */
export async function resolvePolicies(
  database: Queryable,
  kept: readonly number[],
  by: { readonly change: number; readonly at: Date },
): Promise<void> {
  await sql`UPDATE violation SET resolved = ${by.at}, resolved_by = ${by.change}
    WHERE resolved IS NULL AND policy_id <> ALL(${kept}::int8[])`.execute(database);
  await sql`DELETE FROM due WHERE policy_id <> ALL(${kept}::int8[])`.execute(database);
}
