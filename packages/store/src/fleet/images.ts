import { sql } from 'kysely';
import { countColumns, eachCount } from './counts.ts';
import { type Queryable, storable, storableJson } from './queryable.ts';

/** Packages that one cataloger found in an image, by their ids, ascending. */
export interface NewPackageSet {
  /** SHA-256 over the ids. */
  readonly digest: Buffer;
  readonly members: readonly number[];
}

export interface NewImage {
  /** Of the manifest. */
  readonly digest: string;
  /** Every digest that a runtime may report it by, its own among them. */
  readonly aliases: readonly string[];
  readonly name: string;
  readonly registry: string;
  readonly repository: string;
  /** What policies may ask of it that no advisory changes, as JSON. */
  readonly facts: unknown;
  readonly packages: number;
  readonly sbomUnknowns: number;
  /** Compressed. */
  readonly sbom: Buffer;
  readonly sets: readonly Buffer[];
}

/** Of some manifest digests those whose images are there. */
export async function knownImages(database: Queryable, digests: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ digest: string }>`SELECT digest FROM image
    WHERE digest = ANY(${digests}::text[])`.execute(database);
  return new Set(rows.map(({ digest }) => digest));
}

/** Adds the sets that are not there yet; returns the ids of the new ones. */
export async function insertSets(database: Queryable, sets: readonly NewPackageSet[]): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`
    INSERT INTO package_set (digest, members) SELECT digest, ARRAY(SELECT jsonb_array_elements_text(members)::int8)
    FROM unnest(${sets.map(({ digest }) => digest)}::bytea[],
      ${sets.map(({ members }) => JSON.stringify(members))}::jsonb[]) AS s(digest, members)
    ON CONFLICT DO NOTHING RETURNING id`.execute(database);
  const ids = rows.map(({ id }) => id);
  await sql`INSERT INTO package_set_member (package_id, set_id)
    SELECT m.id, s.id FROM package_set s CROSS JOIN unnest(s.members) AS m(id)
    WHERE s.id = ANY(${ids}::int8[])`.execute(database);
  await sql`WITH summed AS (
      SELECT s.id, max(p.highest_epss) AS highest_epss, ${eachCount((name) => `sum(p.${name})::int4 AS ${name}`)}
      FROM package_set s CROSS JOIN unnest(s.members) AS m(id) JOIN package p ON p.id = m.id
      WHERE s.id = ANY(${ids}::int8[]) GROUP BY s.id
    ) UPDATE package_set s SET highest_epss = n.highest_epss, ${eachCount((name) => `${name} = n.${name}`)}
    FROM summed n WHERE s.id = n.id`.execute(database);
  return ids;
}

/** Adds images that are not there yet, with their sets and the sums of their counts; returns the ids of the new ones. */
export async function insertImages(
  database: Queryable,
  images: readonly NewImage[],
  at: Date,
): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number; digest: string }>`
    INSERT INTO image (digest, name, registry, repository, facts, packages, sbom_unknowns, sbom, added)
    SELECT *, ${at}::timestamptz FROM unnest(
      ${images.map(({ digest }) => digest)}::text[], ${images.map(({ name }) => storable(name))}::text[],
      ${images.map(({ registry }) => storable(registry))}::text[],
      ${images.map(({ repository }) => storable(repository))}::text[],
      ${images.map(({ facts }) => storableJson(facts))}::jsonb[], ${images.map(({ packages }) => packages)}::int4[],
      ${images.map(({ sbomUnknowns }) => sbomUnknowns)}::int4[], ${images.map(({ sbom }) => sbom)}::bytea[])
    ON CONFLICT DO NOTHING RETURNING id, digest`.execute(database);
  const ids = new Map(rows.map(({ id, digest }) => [digest, id]));
  const added = images.flatMap((image) => {
    const id = ids.get(image.digest);
    ids.delete(image.digest);
    return id === undefined ? [] : [{ id, image }];
  });
  const aliases = added.flatMap(({ id, image }) => [...new Set(image.aliases)].map((digest) => ({ id, digest })));
  await sql`INSERT INTO image_alias (digest, image_id) SELECT * FROM unnest(
    ${aliases.map(({ digest }) => digest)}::text[], ${aliases.map(({ id }) => id)}::int8[])`.execute(database);
  const sets = added.flatMap(({ id, image }) => image.sets.map((digest) => ({ id, digest })));
  await sql`INSERT INTO image_set (image_id, set_id) SELECT i.image_id, s.id FROM unnest(
      ${sets.map(({ id }) => id)}::int8[], ${sets.map(({ digest }) => digest)}::bytea[]) AS i(image_id, digest)
    JOIN package_set s USING (digest) ON CONFLICT DO NOTHING`.execute(database);
  const all = added.map(({ id }) => id);
  await sql`INSERT INTO image_count (image_id, highest_epss, ${countColumns})
    SELECT i.id, coalesce(max(s.highest_epss), 0), ${eachCount((name) => `coalesce(sum(s.${name}), 0)::int4`)}
    FROM unnest(${all}::int8[]) AS i(id) LEFT JOIN image_set m ON m.image_id = i.id
    LEFT JOIN package_set s ON s.id = m.set_id GROUP BY i.id`.execute(database);
  return all;
}

/**
 * Takes images away, with the sets and packages that no other image has. Their violations are resolved.
 * Returns whether any of them was there.
 */
export async function deleteImages(
  database: Queryable,
  digests: readonly string[],
  by: { readonly change: number; readonly at: Date },
): Promise<boolean> {
  const { rows } = await sql<{ id: number }>`SELECT id FROM image WHERE digest = ANY(${digests}::text[])`.execute(
    database,
  );
  if (rows.length === 0) return false;
  const images = rows.map(({ id }) => id);
  const sets = await sql<{ id: number }>`SELECT DISTINCT set_id AS id FROM image_set
    WHERE image_id = ANY(${images}::int8[])`.execute(database);
  await sql`UPDATE container SET image_id = NULL WHERE image_id = ANY(${images}::int8[])`.execute(database);
  await sql`UPDATE violation SET resolved = ${by.at}, resolved_by = ${by.change}
    WHERE resolved IS NULL AND image_id <> 0 AND image_id = ANY(${images}::int8[])`.execute(database);
  await sql`DELETE FROM due WHERE image_id = ANY(${images}::int8[])`.execute(database);
  await sql`DELETE FROM image WHERE id = ANY(${images}::int8[])`.execute(database);
  const orphans = await sql<{ members: readonly number[] }>`
    DELETE FROM package_set s WHERE s.id = ANY(${sets.rows.map(({ id }) => id)}::int8[])
      AND NOT EXISTS (SELECT FROM image_set m WHERE m.set_id = s.id)
    RETURNING s.id, to_json(s.members) AS members`.execute(database);
  await sql`DELETE FROM set_compliance WHERE set_id = ANY(${sets.rows.map(({ id }) => id)}::int8[])
    AND set_id NOT IN (SELECT id FROM package_set)`.execute(database);
  const packages = [...new Set(orphans.rows.flatMap(({ members }) => members))];
  await sql`DELETE FROM package_set_member m WHERE m.package_id = ANY(${packages}::int8[])
    AND NOT EXISTS (SELECT FROM package_set s WHERE s.id = m.set_id)`.execute(database);
  const gone = await sql<{ id: number }>`DELETE FROM package p WHERE p.id = ANY(${packages}::int8[])
    AND NOT EXISTS (SELECT FROM package_set_member m WHERE m.package_id = p.id) RETURNING p.id`.execute(database);
  const goneIds = gone.rows.map(({ id }) => id);
  await sql`UPDATE violation SET resolved = ${by.at}, resolved_by = ${by.change}
    WHERE resolved IS NULL AND package_id <> 0 AND package_id = ANY(${goneIds}::int8[])`.execute(database);
  await sql`DELETE FROM due WHERE package_id = ANY(${goneIds}::int8[])`.execute(database);
  return true;
}

/** The compressed SBOMs of all images. */
export async function allSboms(
  database: Queryable,
): Promise<readonly { readonly digest: string; readonly sbom: Buffer }[]> {
  const { rows } = await sql<{ digest: string; sbom: Buffer }>`SELECT digest, sbom FROM image`.execute(database);
  return rows;
}
