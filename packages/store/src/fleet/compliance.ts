import { sql } from 'kysely';
import { type Queryable, storableJson } from './queryable.ts';

/** Placements that no policy scope and no exception can tell apart. */
export interface NewScopeClass {
  /** Digest of what holds there: policies with their variants, and exceptions. */
  readonly key: string;
  /** One of its placements, for exceptions to be asked with. */
  readonly example: unknown;
  /** Enforced policies that hold there. */
  readonly policies: readonly { readonly policyId: number; readonly variant: number }[];
}

export interface ScopeClass {
  readonly id: number;
  readonly key: string;
  readonly example: unknown;
}

/** Adds the classes that are not there yet; returns all of those named. */
export async function scopeClasses(
  database: Queryable,
  classes: readonly NewScopeClass[],
): Promise<{ readonly ids: ReadonlyMap<string, number>; readonly added: readonly number[] }> {
  const added = await sql<{ id: number; key: string }>`INSERT INTO scope_class (key, example)
    SELECT * FROM unnest(${classes.map(({ key }) => key)}::text[],
      ${classes.map(({ example }) => storableJson(example))}::jsonb[])
    ON CONFLICT DO NOTHING RETURNING id, key`.execute(database);
  const { rows } = await sql<{ id: number; key: string }>`SELECT id, key FROM scope_class
    WHERE key = ANY(${classes.map(({ key }) => key)}::text[])`.execute(database);
  const ids = new Map(rows.map(({ id, key }) => [key, id]));
  const fresh = new Set(added.rows.map(({ key }) => key));
  const links = classes
    .filter(({ key }) => fresh.has(key))
    .flatMap(({ key, policies }) => policies.map((policy) => ({ ...policy, classId: ids.get(key) ?? 0 })));
  if (links.length > 0)
    await sql`INSERT INTO scope_class_policy (class_id, policy_id, variant) SELECT * FROM unnest(
      ${links.map(({ classId }) => classId)}::int8[], ${links.map(({ policyId }) => policyId)}::int8[],
      ${links.map(({ variant }) => variant)}::int2[])`.execute(database);
  return { ids, added: added.rows.map(({ id }) => id) };
}

export async function allScopeClasses(database: Queryable): Promise<readonly ScopeClass[]> {
  const { rows } = await sql<ScopeClass>`SELECT id, key, example FROM scope_class`.execute(database);
  return rows;
}

/** Takes away classes in which nothing stands any more. */
export async function deleteUnusedClasses(database: Queryable): Promise<void> {
  await sql`DELETE FROM scope_class c WHERE NOT EXISTS (SELECT FROM image_placement p WHERE p.class_id = c.id)`.execute(
    database,
  );
}

/** A standing violation as exceptions see it. */
export interface ExceptableViolation {
  readonly id: number;
  readonly policyId: number;
  readonly kind: 'finding' | 'package' | 'image';
  readonly imageId: number;
  readonly names: readonly string[] | null;
  readonly purl: string | null;
  readonly fixedIn: string | null;
}

/** Standing violations that an exception could speak of: by the vulnerabilities that exceptions name, or any but findings'. */
export async function exceptableViolations(
  database: Queryable,
  asked: {
    /** Lower case. */
    readonly vulnerabilities: readonly string[];
    /** Ids of policies that exceptions without a vulnerability name. */
    readonly policies: readonly number[];
    readonly of: { readonly packages: readonly number[]; readonly images: readonly number[] } | 'all';
  },
): Promise<readonly ExceptableViolation[]> {
  const { of } = asked;
  const chosen =
    of === 'all'
      ? sql`true`
      : sql`((v.package_id <> 0 AND v.package_id = ANY(${of.packages}::int8[]))
          OR (v.image_id <> 0 AND v.image_id = ANY(${of.images}::int8[])))`;
  const { rows } = await sql<ExceptableViolation>`
    SELECT v.id, v.policy_id AS "policyId", v.kind, v.image_id AS "imageId", to_json(f.names) AS names, p.purl,
      f.fixed_in AS "fixedIn"
    FROM violation v LEFT JOIN package p ON p.id = v.package_id
    LEFT JOIN package_finding f ON f.package_id = v.package_id AND f.vulnerability = v.vulnerability
    WHERE v.resolved IS NULL AND ${chosen} AND (
      (v.kind = 'finding' AND EXISTS (SELECT FROM unnest(f.names) AS n
        WHERE lower(n) = ANY(${asked.vulnerabilities}::text[])))
      OR (v.kind <> 'finding' AND v.policy_id = ANY(${asked.policies}::int8[])))`.execute(database);
  return rows;
}

export interface Excepted {
  readonly violationId: number;
  readonly classId: number;
  readonly exception: string;
}

/** Makes the exceptions of the named violations (or of all) what is given; returns the packages and images concerned. */
export async function writeExcepted(
  database: Queryable,
  of: { readonly packages: readonly number[]; readonly images: readonly number[] } | 'all',
  excepted: readonly Excepted[],
): Promise<{ readonly packages: readonly number[]; readonly images: readonly number[] }> {
  const chosen =
    of === 'all'
      ? sql`true`
      : sql`(v.package_id = ANY(${of.packages}::int8[]) OR v.image_id = ANY(${of.images}::int8[]))`;
  const { rows } = await sql<{ packageId: number; imageId: number }>`
    WITH given AS (SELECT * FROM unnest(${excepted.map(({ violationId }) => violationId)}::int8[],
        ${excepted.map(({ classId }) => classId)}::int8[],
        ${excepted.map(({ exception }) => exception)}::text[]) AS g(violation_id, class_id, exception)),
    removed AS (
      DELETE FROM excepted x USING violation v WHERE v.id = x.violation_id AND ${chosen} AND NOT EXISTS (
        SELECT FROM given g WHERE (g.violation_id, g.class_id) = (x.violation_id, x.class_id))
      RETURNING x.violation_id AS id),
    added AS (
      INSERT INTO excepted (violation_id, class_id, exception) SELECT * FROM given
      ON CONFLICT (violation_id, class_id) DO UPDATE SET exception = excluded.exception
      WHERE excepted.exception <> excluded.exception RETURNING violation_id AS id)
    SELECT DISTINCT v.package_id AS "packageId", v.image_id AS "imageId"
    FROM violation v WHERE v.id IN (SELECT id FROM removed UNION ALL SELECT id FROM added)`.execute(database);
  return {
    packages: rows.flatMap(({ packageId, imageId }) => (imageId === 0 ? packageId : [])),
    images: rows.flatMap(({ imageId }) => (imageId === 0 ? [] : imageId)),
  };
}

/** What must be weighed again. */
export interface Unsettled {
  /** Their violations changed. */
  readonly packages: readonly number[];
  /** Their own violations changed, or where they stand. */
  readonly images: readonly number[];
}

/** How many images, and containers of theirs, went from one level of compliance to another. */
export interface ComplianceChange {
  readonly from: number;
  readonly to: number;
  readonly images: number;
  readonly containers: number;
}

/**
 * Weighs again what changed: first each pair of set and class, then each pair of image and class that one of those is a part
 * of. Levels: 0 compliant, 1 unknown, 2 noncompliant. What is gathered for images is summed up and never joined with itself:
 * the planner cannot know how much it is, and would go through it in loops.
 */
export async function settleCompliance(
  database: Queryable,
  { packages, images }: Unsettled,
  by: { readonly change: number; readonly at: Date },
): Promise<readonly ComplianceChange[]> {
  const changed = await sql<{ setId: number; classId: number }>`
    WITH pair AS MATERIALIZED (
      SELECT i.set_id, c.class_id FROM image_set i JOIN compliance c USING (image_id)
      WHERE i.set_id IN (SELECT m.set_id FROM package_set_member m WHERE m.package_id = ANY(${packages}::int8[]))
      UNION
      SELECT i.set_id, c.class_id FROM image_set i JOIN compliance c USING (image_id)
      WHERE i.image_id = ANY(${images}::int8[])
    ), standing AS MATERIALIZED (
      SELECT v.id, v.package_id, v.policy_id, v.variant, CASE v.state WHEN 'unknown' THEN 1 ELSE 2 END AS level
      FROM violation v WHERE v.resolved IS NULL AND v.package_id <> 0 AND v.image_id = 0
        AND v.policy_id IN (SELECT policy_id FROM scope_class_policy)
    ), of_set AS MATERIALIZED (
      SELECT s.id AS set_id, t.id, t.policy_id, t.variant, t.level
      FROM (SELECT DISTINCT set_id FROM pair) p JOIN package_set s ON s.id = p.set_id
      CROSS JOIN unnest(s.members) AS m(package_id) JOIN standing t ON t.package_id = m.package_id
    ), weighed AS (
      SELECT p.set_id, p.class_id, coalesce(max(v.level) FILTER (WHERE x.violation_id IS NULL), 0) AS level
      FROM pair p LEFT JOIN (of_set v JOIN scope_class_policy c ON c.policy_id = v.policy_id AND c.variant = v.variant)
        ON v.set_id = p.set_id AND c.class_id = p.class_id
      LEFT JOIN excepted x ON x.violation_id = v.id AND x.class_id = p.class_id
      GROUP BY p.set_id, p.class_id
    ), differing AS MATERIALIZED (
      SELECT w.* FROM weighed w LEFT JOIN set_compliance s USING (set_id, class_id)
      WHERE w.level <> coalesce(s.level, 0)
    ), removed AS (
      DELETE FROM set_compliance s USING differing d
      WHERE d.level = 0 AND s.set_id = d.set_id AND s.class_id = d.class_id
    ), put AS (
      INSERT INTO set_compliance (set_id, class_id, level) SELECT set_id, class_id, level FROM differing WHERE level > 0
      ON CONFLICT (set_id, class_id) DO UPDATE SET level = excluded.level
    ) SELECT set_id AS "setId", class_id AS "classId" FROM differing`.execute(database);
  if (changed.rows.length === 0 && images.length === 0) return [];
  const { rows } = await sql<ComplianceChange>`
    WITH pair AS MATERIALIZED (
      SELECT c.image_id, c.class_id, c.level FROM compliance c WHERE c.image_id = ANY(${images}::int8[])
      UNION
      SELECT c.image_id, c.class_id, c.level FROM unnest(
        ${changed.rows.map(({ setId }) => setId)}::int8[], ${changed.rows.map(({ classId }) => classId)}::int8[]
      ) AS d(set_id, class_id) JOIN image_set i USING (set_id) JOIN compliance c USING (image_id, class_id)
    ), part AS (
      SELECT image_id, class_id, level AS before, 0 AS level FROM pair
      UNION ALL
      SELECT p.image_id, p.class_id, 0, s.level FROM pair p JOIN image_set i USING (image_id)
      JOIN set_compliance s USING (set_id, class_id)
      UNION ALL
      SELECT p.image_id, p.class_id, 0, CASE v.state WHEN 'unknown' THEN 1 ELSE 2 END
      FROM pair p JOIN violation v ON v.image_id = p.image_id AND v.image_id <> 0 AND v.resolved IS NULL
      JOIN scope_class_policy c ON c.class_id = p.class_id AND c.policy_id = v.policy_id AND c.variant = v.variant
      LEFT JOIN excepted x ON x.violation_id = v.id AND x.class_id = p.class_id WHERE x.violation_id IS NULL
    ), differing AS MATERIALIZED (
      SELECT image_id, class_id, max(before) AS before, max(level)::int2 AS level FROM part
      GROUP BY 1, 2 HAVING max(before) <> max(level)
    ), written AS (
      UPDATE compliance c SET level = d.level, since = ${by.at}, changed_by = ${by.change}
      FROM differing d WHERE c.image_id = d.image_id AND c.class_id = d.class_id
    ) SELECT d.before AS "from", d.level AS "to", count(DISTINCT d.image_id)::int4 AS images,
        coalesce(sum(p.containers), 0)::int8 AS containers
      FROM differing d LEFT JOIN image_placement p USING (image_id, class_id)
      GROUP BY 1, 2 ORDER BY 1, 2`.execute(database);
  return rows;
}
