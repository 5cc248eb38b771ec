import { sql } from 'kysely';
import { countArrays, countColumns, type Counts, eachCount } from './counts.ts';
import { type Queryable, storable, storableJson } from './queryable.ts';

/** A distinct package as it is kept. */
export interface StoredPackage {
  readonly id: number;
  /** SHA-256 over everything that tells it from others. */
  readonly identity: Buffer;
  /** What matching needs; see DistinctPackage of matching. */
  readonly content: unknown;
  readonly matchedGeneration: number;
}

export interface NewPackage {
  readonly identity: Buffer;
  readonly purl: string;
  readonly content: unknown;
  readonly keys: readonly { readonly ecosystem: string; readonly name: string }[];
}

const stored = sql`id, identity, content, matched_generation AS "matchedGeneration"`;

export async function findPackages(
  database: Queryable,
  identities: readonly Buffer[],
): Promise<readonly StoredPackage[]> {
  const { rows } = await sql<StoredPackage>`SELECT ${stored} FROM package
    WHERE identity = ANY(${identities}::bytea[])`.execute(database);
  return rows;
}

export async function packagesById(database: Queryable, ids: readonly number[]): Promise<readonly StoredPackage[]> {
  const { rows } = await sql<StoredPackage>`SELECT ${stored} FROM package
    WHERE id = ANY(${ids}::int8[])`.execute(database);
  return rows;
}

/** Adds packages that are not there. They have no findings and count as matched at no generation. */
export async function insertPackages(database: Queryable, packages: readonly NewPackage[]): Promise<void> {
  await sql`INSERT INTO package (identity, purl, content, matched_generation)
    SELECT identity, purl, content, ${NEVER_MATCHED}::int8 FROM unnest(
      ${packages.map(({ identity }) => identity)}::bytea[], ${packages.map(({ purl }) => storable(purl))}::text[],
      ${packages.map(({ content }) => storableJson(content))}::jsonb[]) AS p(identity, purl, content)
    ON CONFLICT DO NOTHING`.execute(database);
  const keys = packages.flatMap(({ identity, keys: own }) => own.map((key) => ({ identity, ...key })));
  await sql`INSERT INTO package_key (ecosystem, name, package_id)
    SELECT k.ecosystem, k.name, p.id FROM unnest(
      ${keys.map(({ identity }) => identity)}::bytea[], ${keys.map(({ ecosystem }) => storable(ecosystem))}::text[],
      ${keys.map(({ name }) => storable(name))}::text[]) AS k(identity, ecosystem, name)
    JOIN package p USING (identity) ON CONFLICT DO NOTHING`.execute(database);
}

/** Packages that a change of advisories may touch: by the names that they are looked up under, or by their findings' ids. */
export async function packagesTouched(
  database: Queryable,
  delta: {
    readonly packages: readonly { readonly ecosystem: string; readonly name: string }[];
    readonly vulnerabilities: readonly string[];
  },
): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`
    SELECT k.package_id AS id FROM package_key k JOIN unnest(
      ${delta.packages.map(({ ecosystem }) => storable(ecosystem))}::text[],
      ${delta.packages.map(({ name }) => storable(name))}::text[]) AS d(ecosystem, name) USING (ecosystem, name)
    UNION
    SELECT package_id FROM package_finding WHERE names && ${delta.vulnerabilities.map(storable)}::text[]`.execute(
    database,
  );
  return rows.map(({ id }) => id);
}

/** Every ecosystem that any package is looked up in. */
export async function packageEcosystems(database: Queryable): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    WITH RECURSIVE each AS (
      (SELECT ecosystem FROM package_key ORDER BY ecosystem LIMIT 1)
      UNION ALL
      SELECT (SELECT k.ecosystem FROM package_key k WHERE k.ecosystem > e.ecosystem ORDER BY k.ecosystem LIMIT 1)
      FROM each e WHERE e.ecosystem IS NOT NULL
    ) SELECT ecosystem AS name FROM each WHERE ecosystem IS NOT NULL`.execute(database);
  return rows.map(({ name }) => name);
}

/** Packages that are looked up in any of the ecosystems. */
export async function packagesIn(database: Queryable, ecosystems: readonly string[]): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`SELECT DISTINCT package_id AS id FROM package_key
    WHERE ecosystem = ANY(${ecosystems}::text[])`.execute(database);
  return rows.map(({ id }) => id);
}

/** A package that is matched at no generation yet. */
export const NEVER_MATCHED = -1;

/** The generations before one at which packages were matched. */
export async function generationsBefore(database: Queryable, generation: number): Promise<readonly number[]> {
  const { rows } = await sql<{ generation: number }>`SELECT DISTINCT matched_generation AS generation FROM package
    WHERE matched_generation < ${generation}`.execute(database);
  return rows.map((row) => row.generation);
}

/** Of some packages those that were matched at a generation. */
export async function packagesMatchedAt(
  database: Queryable,
  generation: number,
  among: readonly number[],
): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`SELECT id FROM package
    WHERE matched_generation = ${generation} AND id = ANY(${among}::int8[])`.execute(database);
  return rows.map(({ id }) => id);
}

/** Nothing changed since for packages that were matched before: they are as good as matched now. */
export async function raiseGenerations(database: Queryable, generation: number): Promise<void> {
  await sql`UPDATE package SET matched_generation = ${generation} WHERE matched_generation < ${generation}`.execute(
    database,
  );
}

/** All packages, by id from one on. */
export async function packagesAfter(database: Queryable, after: number, most: number): Promise<readonly number[]> {
  const { rows } = await sql<{
    id: number;
  }>`SELECT id FROM package WHERE id > ${after} ORDER BY id LIMIT ${most}`.execute(database);
  return rows.map(({ id }) => id);
}

/** What a package's findings add up to now. */
export interface PackageCounts extends Counts {
  readonly id: number;
}

/**
 * Writes the counts of packages where they are others now, and returns those packages. The generation of the rest is left as
 * it is: rewriting thousands of rows for it would cost more than the sweep, which matches them once more.
 */
export async function writePackageCounts(
  database: Queryable,
  generation: number,
  rows: readonly PackageCounts[],
): Promise<readonly number[]> {
  const result = await sql<{ id: number }>`
    UPDATE package p SET matched_generation = ${generation}, highest_epss = g.highest_epss,
      ${eachCount((name) => `${name} = g.${name}`)}
    FROM unnest(${rows.map(({ id }) => id)}::int8[], ${rows.map(({ highestEpss }) => highestEpss)}::float8[],
      ${countArrays(rows)}) AS g(id, highest_epss, ${countColumns})
    WHERE p.id = g.id AND (p.matched_generation = ${NEVER_MATCHED}
      OR (g.highest_epss, ${eachCount((name) => `g.${name}`)})
        IS DISTINCT FROM (p.highest_epss, ${eachCount((name) => `p.${name}`)}))
    RETURNING p.id`.execute(database);
  return result.rows.map(({ id }) => id);
}

/** Sums the counts of sets up again, and those of the images that have them. */
export async function sumCounts(database: Queryable, changedPackages: readonly number[]): Promise<readonly number[]> {
  if (changedPackages.length === 0) return [];
  const sets = await sql<{ id: number }>`
    WITH summed AS (
      SELECT s.id, max(p.highest_epss) AS highest_epss, ${eachCount((name) => `sum(p.${name})::int4 AS ${name}`)}
      FROM package_set s CROSS JOIN unnest(s.members) AS m(id) JOIN package p ON p.id = m.id
      WHERE s.id IN (SELECT set_id FROM package_set_member WHERE package_id = ANY(${changedPackages}::int8[]))
      GROUP BY s.id
    ) UPDATE package_set s SET highest_epss = n.highest_epss, ${eachCount((name) => `${name} = n.${name}`)}
    FROM summed n WHERE s.id = n.id RETURNING s.id`.execute(database);
  return sumImageCounts(database, { sets: sets.rows.map(({ id }) => id) });
}

/** Sums the counts of images up from their sets: of those that have any of the sets, or of those named. */
export async function sumImageCounts(
  database: Queryable,
  which: { readonly sets: readonly number[] } | { readonly images: readonly number[] },
): Promise<readonly number[]> {
  const chosen =
    'sets' in which
      ? sql`SELECT DISTINCT image_id FROM image_set WHERE set_id = ANY(${which.sets}::int8[])`
      : sql`SELECT unnest(${which.images}::int8[]) AS image_id`;
  const { rows } = await sql<{ id: number }>`
    WITH summed AS (
      SELECT i.image_id, coalesce(max(s.highest_epss), 0) AS highest_epss,
        ${eachCount((name) => `coalesce(sum(s.${name}), 0)::int4 AS ${name}`)}
      FROM (${chosen}) c JOIN image_count i USING (image_id)
      LEFT JOIN image_set m ON m.image_id = i.image_id LEFT JOIN package_set s ON s.id = m.set_id
      GROUP BY i.image_id
    ) UPDATE image_count i SET highest_epss = n.highest_epss, ${eachCount((name) => `${name} = n.${name}`)}
    FROM summed n WHERE i.image_id = n.image_id AND (n.highest_epss, ${eachCount((name) => `n.${name}`)})
      IS DISTINCT FROM (i.highest_epss, ${eachCount((name) => `i.${name}`)})
    RETURNING i.image_id AS id`.execute(database);
  return rows.map(({ id }) => id);
}
