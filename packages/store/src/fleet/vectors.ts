import { sql } from 'kysely';
import { type CountName, eachCount } from './counts.ts';
import type { Queryable } from './queryable.ts';

/** Which of an image's fields are asked for. */
export interface VectorFields {
  /** Fields that no advisory changes. */
  readonly fields: readonly string[];
  readonly counts: readonly CountName[];
  readonly highestEpss: boolean;
  readonly packages: boolean;
  readonly unknowns: boolean;
  readonly complete: boolean;
}

/** The values of the asked fields; what was not asked for is not there. */
export interface Vector {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly counts: Readonly<Partial<Record<CountName | 'highest_epss', number>>>;
  readonly packages?: number;
  readonly unknowns?: number;
  readonly complete?: boolean;
}

function vectorOf(asked: VectorFields): ReturnType<typeof sql> {
  const counts = [...asked.counts, ...(asked.highestEpss ? ['highest_epss'] : [])];
  return sql`jsonb_build_object(
    'fields', (SELECT coalesce(jsonb_object_agg(f, i.facts->f), '{}') FROM unnest(${asked.fields}::text[]) AS f
               WHERE i.facts ? f),
    'counts', jsonb_build_object(${sql.raw(counts.map((name) => `'${name}', c.${name}`).join(', '))})
    ${asked.packages ? sql`, 'packages', i.packages` : sql``}
    ${asked.unknowns ? sql`, 'unknowns', i.sbom_unknowns + c.unknowns` : sql``}
    ${asked.complete ? sql`, 'complete', i.packages > 0 AND i.sbom_unknowns + c.unknowns = 0 AND c.not_assessed = 0` : sql``})`;
}

/** The distinct vectors among images, each with the images that have it. */
export async function imageVectors(
  database: Queryable,
  asked: VectorFields,
  images: readonly number[] | 'all',
): Promise<readonly { readonly vector: Vector; readonly images: readonly number[] }[]> {
  const chosen = images === 'all' ? sql`true` : sql`i.id = ANY(${images}::int8[])`;
  const { rows } = await sql<{ vector: Vector; images: readonly number[] }>`
    SELECT vector, json_agg(id) AS images
    FROM (SELECT i.id, ${vectorOf(asked)} AS vector FROM image i JOIN image_count c ON c.image_id = i.id WHERE ${chosen}) v
    GROUP BY vector`.execute(database);
  return rows;
}

/** The distinct pairs of a package and a vector of the images that it is in. */
export async function packageVectors(
  database: Queryable,
  asked: VectorFields,
  which: { readonly packages: readonly number[] } | { readonly images: readonly number[] } | 'all',
): Promise<readonly { readonly packageId: number; readonly vector: Vector; readonly images: readonly number[] }[]> {
  const chosen =
    which === 'all'
      ? sql`true`
      : 'packages' in which
        ? sql`m.package_id = ANY(${which.packages}::int8[])`
        : sql`i.id = ANY(${which.images}::int8[])`;
  const { rows } = await sql<{ packageId: number; vector: Vector; images: readonly number[] }>`
    SELECT package_id AS "packageId", vector, json_agg(id) AS images
    FROM (SELECT m.package_id, i.id, ${vectorOf(asked)} AS vector
      FROM image i JOIN image_count c ON c.image_id = i.id JOIN image_set s ON s.image_id = i.id
      JOIN package_set_member m ON m.set_id = s.set_id WHERE ${chosen}) v
    GROUP BY package_id, vector`.execute(database);
  return rows;
}

/** What the counts of an image add up to, as policies name it; for pages and comparisons. */
export async function imageCounts(
  database: Queryable,
): Promise<readonly { readonly digest: string; readonly counts: Readonly<Record<string, number>> }[]> {
  const { rows } = await sql<{ digest: string; counts: Record<string, number> }>`
    SELECT i.digest, jsonb_build_object('highest_epss', c.highest_epss, ${eachCount((name) => `'${name}', c.${name}`)})
      AS counts FROM image i JOIN image_count c ON c.image_id = i.id`.execute(database);
  return rows;
}
