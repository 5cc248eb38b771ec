import { sql } from 'kysely';
import type { Queryable } from './queryable.ts';

/**
 * What somebody may see. A list that is absent does not limit; an empty one lets nothing through. A container is seen where
 * all lists let it through.
 */
export type AccessScope =
  | { readonly all: true }
  | {
      readonly clusters?: readonly string[];
      readonly namespaces?: readonly string[];
      /** As images carry them, without registry. */
      readonly repositories?: readonly string[];
      readonly teams?: readonly string[];
    };

/** Limits a statement over cluster `u`, placement `p` and image `i` to what may be seen. */
function visible(scope: AccessScope): ReturnType<typeof sql> {
  if ('all' in scope) return sql`true`;
  const { clusters, namespaces, repositories, teams } = scope;
  return sql`(true
    ${clusters ? sql`AND u.name = ANY(${clusters}::text[])` : sql``}
    ${namespaces ? sql`AND p.namespace = ANY(${namespaces}::text[])` : sql``}
    ${repositories ? sql`AND i.repository = ANY(${repositories}::text[])` : sql``}
    ${teams ? sql`AND p.team = ANY(${teams}::text[])` : sql``})`;
}

/** A container that runs an image that something is said of. */
export interface RunningContainer {
  readonly id: number;
  readonly cluster: string;
  readonly namespace: string;
  readonly team: string | null;
  readonly workload: string;
  readonly container: string;
  readonly image: string;
  readonly digest: string;
}

const running = sql`n.id, u.name AS cluster, p.namespace, p.team, w.kind || '/' || w.name AS workload, n.name AS container,
  i.name AS image, i.digest`;
const joins = sql`JOIN placement p ON p.id = n.placement_id JOIN cluster u ON u.id = n.cluster_id
  JOIN workload w ON w.id = n.workload_id JOIN image i ON i.id = n.image_id`;

/** A page of a list: after which id, and how many. */
export interface Page {
  readonly after: number;
  readonly most: number;
}

/** Containers whose image has a level of compliance where they run: 1 unknown, 2 noncompliant. */
export async function containersAtLevel(
  database: Queryable,
  scope: AccessScope,
  level: 1 | 2,
  { after, most }: Page,
): Promise<readonly RunningContainer[]> {
  const { rows } = await sql<RunningContainer>`SELECT ${running} FROM container n ${joins}
    JOIN image_placement m ON m.image_id = n.image_id AND m.placement_id = n.placement_id
    JOIN compliance c ON c.image_id = m.image_id AND c.class_id = m.class_id
    WHERE c.level = ${level} AND n.id > ${after} AND ${visible(scope)} ORDER BY n.id LIMIT ${most}`.execute(database);
  return rows;
}

/** Where a vulnerability runs, by id or alias: suppressed findings do not count. */
export async function whereIs(
  database: Queryable,
  scope: AccessScope,
  vulnerability: string,
  { after, most }: Page,
): Promise<readonly RunningContainer[]> {
  const { rows } = await sql<RunningContainer>`
    WITH affected AS MATERIALIZED (
      SELECT DISTINCT s.image_id FROM package_finding f JOIN package_set_member m USING (package_id)
      JOIN image_set s USING (set_id) WHERE f.names && ARRAY[${vulnerability}]::text[] AND NOT f.suppressed)
    SELECT ${running} FROM container n ${joins}
    WHERE n.image_id IN (SELECT image_id FROM affected) AND n.id > ${after} AND ${visible(scope)}
    ORDER BY n.id LIMIT ${most}`.execute(database);
  return rows;
}
