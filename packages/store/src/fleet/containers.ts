import { sql } from 'kysely';
import { type Queryable, storable, storableJson } from './queryable.ts';

/** A container as a cluster reports it. */
export interface ContainerReport {
  /** Unique in its cluster and lasting as long as the container's pod: pod UID and container name. */
  readonly uid: string;
  readonly name: string;
  /** Digest by which the runtime knows the image. Empty: not known. */
  readonly imageDigest: string;
  readonly namespace: string;
  readonly application?: string;
  readonly team?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly workload: { readonly kind: string; readonly name: string };
}

/** Everything that runs in a cluster, or what changed there. */
export type ContainerChange =
  | { readonly snapshot: readonly ContainerReport[] }
  | { readonly put: readonly ContainerReport[]; readonly removed: readonly string[] };

/** Distinct places where containers stand. */
export interface StoredPlacement {
  readonly id: number;
  readonly cluster: string;
  readonly namespace: string;
  readonly application: string | null;
  readonly team: string | null;
  readonly labels: Readonly<Record<string, string>>;
}

function placementKey(cluster: number, { namespace, application, team, labels }: ContainerReport): string {
  return storable(JSON.stringify([cluster, namespace, application, team, Object.entries(labels).sort()]));
}

/** Writes what a cluster reports; returns the images of containers that came, went or changed. */
export async function writeContainers(
  database: Queryable,
  cluster: string,
  change: ContainerChange,
): Promise<readonly number[]> {
  const clusterId = await clusterIdOf(database, cluster);
  const reports = 'snapshot' in change ? change.snapshot : change.put;
  const keyed = reports.map((report) => ({ report, key: placementKey(clusterId, report) }));
  await writePlaces(database, clusterId, keyed);
  const gone =
    'snapshot' in change
      ? sql`uid <> ALL(${reports.map(({ uid }) => storable(uid))}::text[])`
      : sql`uid = ANY(${change.removed.map(storable)}::text[])`;
  const removed = await sql<{ id: number | null }>`DELETE FROM container
    WHERE cluster_id = ${clusterId} AND ${gone} RETURNING image_id AS id`.execute(database);
  const uids = keyed.map(({ report }) => storable(report.uid));
  const there = await sql<{ uid: string; id: number | null }>`SELECT uid, image_id AS id FROM container
    WHERE cluster_id = ${clusterId} AND uid = ANY(${uids}::text[])`.execute(database);
  const before = new Map(there.rows.map(({ uid, id }) => [uid, id]));
  const put = await sql<{ uid: string; id: number | null }>`
    INSERT INTO container (cluster_id, uid, workload_id, placement_id, name, image_digest, image_id)
    SELECT DISTINCT ON (g.uid) ${clusterId}::int8, g.uid, w.id, p.id, g.name, g.image_digest,
      (SELECT min(a.image_id) FROM image_alias a WHERE a.digest = g.image_digest)
    FROM unnest(${uids}::text[],
      ${keyed.map(({ report }) => storable(report.name))}::text[], ${keyed.map(({ key }) => key)}::text[],
      ${keyed.map(({ report }) => storable(report.imageDigest))}::text[],
      ${keyed.map(({ report }) => storable(report.workload.kind))}::text[],
      ${keyed.map(({ report }) => storable(report.workload.name))}::text[])
      AS g(uid, name, key, image_digest, workload_kind, workload_name)
    JOIN placement p USING (key)
    JOIN workload w ON w.placement_id = p.id AND w.kind = g.workload_kind AND w.name = g.workload_name
    ON CONFLICT (cluster_id, uid) DO UPDATE SET workload_id = excluded.workload_id,
      placement_id = excluded.placement_id, name = excluded.name, image_digest = excluded.image_digest,
      image_id = excluded.image_id
    WHERE (container.workload_id, container.placement_id, container.name, container.image_digest, container.image_id)
      IS DISTINCT FROM (excluded.workload_id, excluded.placement_id, excluded.name, excluded.image_digest,
        excluded.image_id)
    RETURNING uid, image_id AS id`.execute(database);
  const ids = [
    ...removed.rows.map(({ id }) => id),
    ...put.rows.flatMap(({ uid, id }) => [id, before.get(uid) ?? null]),
  ];
  return [...new Set(ids.filter((id) => id !== null))];
}

async function clusterIdOf(database: Queryable, name: string): Promise<number> {
  await sql`INSERT INTO cluster (name) VALUES (${storable(name)}) ON CONFLICT DO NOTHING`.execute(database);
  const { rows } = await sql<{ id: number }>`SELECT id FROM cluster WHERE name = ${storable(name)}`.execute(database);
  return rows[0]?.id ?? 0;
}

async function writePlaces(
  database: Queryable,
  clusterId: number,
  keyed: readonly { readonly report: ContainerReport; readonly key: string }[],
): Promise<void> {
  const places = [...new Map(keyed.map(({ report, key }) => [key, report]))];
  await sql`INSERT INTO placement (key, cluster_id, namespace, application, team, labels)
    SELECT key, ${clusterId}::int8, namespace, application, team, labels FROM unnest(
      ${places.map(([key]) => key)}::text[], ${places.map(([, { namespace }]) => storable(namespace))}::text[],
      ${places.map(([, { application }]) => application ?? null)}::text[],
      ${places.map(([, { team }]) => team ?? null)}::text[],
      ${places.map(([, { labels }]) => storableJson(labels))}::jsonb[])
      AS g(key, namespace, application, team, labels)
    ON CONFLICT DO NOTHING`.execute(database);
  const workloads = new Map(
    keyed.map(({ report: { workload }, key }) => [
      JSON.stringify([key, workload.kind, workload.name]),
      { key, workload },
    ]),
  );
  const rows = [...workloads.values()];
  await sql`INSERT INTO workload (placement_id, kind, name)
    SELECT p.id, g.kind, g.name FROM unnest(${rows.map(({ key }) => key)}::text[],
      ${rows.map(({ workload }) => storable(workload.kind))}::text[],
      ${rows.map(({ workload }) => storable(workload.name))}::text[]) AS g(key, kind, name)
    JOIN placement p USING (key) ON CONFLICT DO NOTHING`.execute(database);
}

/** Gives containers whose image was not known theirs, now that these images are. */
export async function linkContainers(database: Queryable, images: readonly number[]): Promise<void> {
  await sql`UPDATE container c SET image_id = a.image_id
    FROM (SELECT digest, min(image_id) AS image_id FROM image_alias WHERE image_id = ANY(${images}::int8[])
      GROUP BY digest) a
    WHERE c.image_id IS NULL AND c.image_digest = a.digest`.execute(database);
}

/** A pair of image and place that has no scope class yet. Place 0: nowhere, as gates see an image before it runs. */
export interface Unclassed {
  readonly imageId: number;
  readonly placementId: number;
  readonly containers: number;
}

/**
 * Counts the containers of images by place, takes away pairs that are none any more, and returns those that are new.
 * Every image has a pair with place 0.
 */
export async function countPlacements(database: Queryable, images: readonly number[]): Promise<readonly Unclassed[]> {
  const { rows } = await sql<Unclassed>`
    WITH counted AS MATERIALIZED (
      SELECT image_id, placement_id, count(*)::int4 AS containers FROM container
      WHERE image_id = ANY(${images}::int8[]) GROUP BY 1, 2
      UNION ALL SELECT id, 0, 0 FROM image WHERE id = ANY(${images}::int8[])
    ), removed AS (
      DELETE FROM image_placement p WHERE p.image_id = ANY(${images}::int8[]) AND NOT EXISTS (
        SELECT FROM counted c WHERE c.image_id = p.image_id AND c.placement_id = p.placement_id)
    ), updated AS (
      UPDATE image_placement p SET containers = c.containers FROM counted c
      WHERE c.image_id = p.image_id AND c.placement_id = p.placement_id AND c.containers <> p.containers
    ) SELECT c.image_id AS "imageId", c.placement_id AS "placementId", c.containers FROM counted c
      LEFT JOIN image_placement p USING (image_id, placement_id) WHERE p.image_id IS NULL`.execute(database);
  return rows;
}

/** Everywhere that anything stands, for all classes to be made anew. */
export async function allPlacements(database: Queryable): Promise<readonly Unclassed[]> {
  const { rows } = await sql<Unclassed>`SELECT image_id AS "imageId", placement_id AS "placementId", containers
    FROM image_placement`.execute(database);
  return rows;
}

export async function placementsById(
  database: Queryable,
  ids: readonly number[],
): Promise<ReadonlyMap<number, StoredPlacement>> {
  const { rows } =
    await sql<StoredPlacement>`SELECT p.id, c.name AS cluster, p.namespace, p.application, p.team, p.labels
    FROM placement p JOIN cluster c ON c.id = p.cluster_id WHERE p.id = ANY(${ids}::int8[])`.execute(database);
  return new Map(rows.map((row) => [row.id, row]));
}

/** What exceptions and scopes ask of images. */
export interface ImageNames {
  readonly id: number;
  readonly registry: string;
  readonly repository: string;
  readonly digests: readonly string[];
}

export async function imageNamesById(
  database: Queryable,
  ids: readonly number[],
): Promise<ReadonlyMap<number, ImageNames>> {
  const { rows } = await sql<ImageNames>`SELECT i.id, i.registry, i.repository,
      (SELECT json_agg(a.digest ORDER BY a.digest) FROM image_alias a WHERE a.image_id = i.id) AS digests
    FROM image i WHERE i.id = ANY(${ids}::int8[])`.execute(database);
  return new Map(rows.map((row) => [row.id, row]));
}

/**
 * Puts pairs of image and place into scope classes, and keeps one row of compliance for each pair of image and class.
 * What is new there is compliant until it is weighed; returns the images for which a pair is new.
 */
export async function writePlacementClasses(
  database: Queryable,
  pairs: readonly (Unclassed & { readonly classId: number })[],
  images: readonly number[],
  by: { readonly change: number; readonly at: Date },
): Promise<readonly number[]> {
  const given = sql`unnest(
      ${pairs.map(({ imageId }) => imageId)}::int8[], ${pairs.map(({ placementId }) => placementId)}::int8[],
      ${pairs.map(({ containers }) => containers)}::int4[], ${pairs.map(({ classId }) => classId)}::int8[])
      AS g(image_id, placement_id, containers, class_id)`;
  // A place that comes into another class keeps its level until it is weighed: moving is no change of compliance.
  const fresh = await sql<{ id: number }>`INSERT INTO compliance (image_id, class_id, level, since, changed_by)
    SELECT g.image_id, g.class_id, coalesce(max(c.level), 0), coalesce(min(c.since), ${by.at}::timestamptz),
      coalesce(max(c.changed_by), ${by.change}::int8)
    FROM ${given} LEFT JOIN image_placement p USING (image_id, placement_id)
    LEFT JOIN compliance c ON c.image_id = p.image_id AND c.class_id = p.class_id
    GROUP BY 1, 2 ON CONFLICT DO NOTHING RETURNING image_id AS id`.execute(database);
  await sql`INSERT INTO image_placement (image_id, placement_id, containers, class_id) SELECT g.* FROM ${given}
    ON CONFLICT (image_id, placement_id) DO UPDATE SET class_id = excluded.class_id
    WHERE image_placement.class_id <> excluded.class_id`.execute(database);
  await sql`DELETE FROM compliance c WHERE c.image_id = ANY(${images}::int8[]) AND NOT EXISTS (
    SELECT FROM image_placement p WHERE p.image_id = c.image_id AND p.class_id = c.class_id)`.execute(database);
  return [...new Set(fresh.rows.map(({ id }) => id))];
}
