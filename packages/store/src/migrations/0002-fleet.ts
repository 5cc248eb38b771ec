import { type Kysely, sql } from 'kysely';
import { countNames } from '../fleet/counts.ts';

const counts = [
  ...countNames.map((name) => `${name} int4 NOT NULL DEFAULT 0`),
  'highest_epss float8 NOT NULL DEFAULT 0',
].join(', ');

/**
 * What the delta engine keeps. Rows that live as long as their image or package refer to it; violations outlive their
 * subject, so that history can be told, and refer to nothing.
 */
const statements = [
  // What everything was computed from. One row.
  `CREATE TABLE fleet_state (
    only_one bool PRIMARY KEY DEFAULT true CHECK (only_one),
    generation int8 NOT NULL DEFAULT 0,
    advisories jsonb NOT NULL DEFAULT '{"starter": false, "covered": {}}',
    policy_set_id int8,
    exceptions jsonb NOT NULL DEFAULT '[]'
  )`,
  `INSERT INTO fleet_state DEFAULT VALUES`,
  `CREATE TABLE policy_set (
    id int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    digest text NOT NULL,
    content jsonb NOT NULL,
    since timestamptz NOT NULL
  )`,
  // A policy keeps its id while its condition and parameters stay the same.
  `CREATE TABLE policy (
    id int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    condition text NOT NULL,
    UNIQUE (name, condition)
  )`,

  `CREATE TABLE change (
    id int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL,
    detail jsonb NOT NULL,
    at timestamptz NOT NULL
  )`,
  `CREATE TABLE outbox (
    id int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    transaction xid8 NOT NULL DEFAULT pg_current_xact_id(),
    change_id int8 NOT NULL,
    kind text NOT NULL,
    payload jsonb NOT NULL
  )`,
  `CREATE INDEX outbox_order ON outbox (transaction, id)`,

  // No index on what every match writes: rows are then changed within their page.
  `CREATE TABLE package (
    id int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    identity bytea NOT NULL UNIQUE,
    purl text NOT NULL,
    content jsonb NOT NULL,
    matched_generation int8 NOT NULL,
    ${counts}
  ) WITH (fillfactor = 85)`,
  `CREATE INDEX package_purl ON package (purl)`,
  `CREATE TABLE package_key (
    ecosystem text NOT NULL,
    name text NOT NULL,
    package_id int8 NOT NULL REFERENCES package ON DELETE CASCADE,
    PRIMARY KEY (ecosystem, name, package_id)
  )`,
  `CREATE INDEX package_key_package ON package_key (package_id)`,
  `CREATE TABLE package_finding (
    package_id int8 NOT NULL REFERENCES package ON DELETE CASCADE,
    vulnerability text NOT NULL,
    names text[] NOT NULL,
    severity text NOT NULL,
    state text NOT NULL,
    fixed_in text NOT NULL,
    known_exploited bool NOT NULL,
    epss float8,
    suppressed bool NOT NULL,
    since timestamptz NOT NULL,
    finding jsonb NOT NULL,
    PRIMARY KEY (package_id, vulnerability)
  )`,
  `CREATE INDEX package_finding_names ON package_finding USING gin (names)`,

  // Members stand twice: as an array to go through a set, as rows to find the sets of a package.
  `CREATE TABLE package_set (
    id int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    digest bytea NOT NULL UNIQUE,
    members int8[] NOT NULL,
    ${counts}
  )`,
  `CREATE TABLE package_set_member (
    package_id int8 NOT NULL,
    set_id int8 NOT NULL,
    PRIMARY KEY (package_id, set_id)
  )`,

  `CREATE TABLE image (
    id int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    digest text NOT NULL UNIQUE,
    name text NOT NULL,
    registry text NOT NULL,
    repository text NOT NULL,
    facts jsonb NOT NULL,
    packages int4 NOT NULL,
    sbom_unknowns int4 NOT NULL,
    sbom bytea NOT NULL,
    added timestamptz NOT NULL
  )`,
  `ALTER TABLE image ALTER sbom SET STORAGE EXTERNAL`,
  `CREATE INDEX image_repository ON image (repository)`,
  `CREATE TABLE image_alias (
    digest text NOT NULL,
    image_id int8 NOT NULL REFERENCES image ON DELETE CASCADE,
    PRIMARY KEY (digest, image_id)
  )`,
  `CREATE INDEX image_alias_image ON image_alias (image_id)`,
  `CREATE TABLE image_set (
    image_id int8 NOT NULL REFERENCES image ON DELETE CASCADE,
    set_id int8 NOT NULL,
    PRIMARY KEY (set_id, image_id)
  )`,
  `CREATE INDEX image_set_image ON image_set (image_id, set_id)`,
  `CREATE TABLE image_count (
    image_id int8 PRIMARY KEY REFERENCES image ON DELETE CASCADE,
    ${counts}
  ) WITH (fillfactor = 70)`,

  `CREATE TABLE violation (
    id int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    policy_id int8 NOT NULL,
    variant int2 NOT NULL,
    kind text NOT NULL CHECK (kind IN ('finding', 'package', 'image')),
    package_id int8 NOT NULL DEFAULT 0,
    vulnerability text NOT NULL DEFAULT '',
    image_id int8 NOT NULL DEFAULT 0,
    state text NOT NULL CHECK (state IN ('violated', 'unknown', 'error')),
    opened timestamptz NOT NULL,
    opened_by int8 NOT NULL,
    resolved timestamptz,
    resolved_by int8
  )`,
  `CREATE UNIQUE INDEX violation_standing ON violation (policy_id, variant, package_id, vulnerability, image_id)
    WHERE resolved IS NULL`,
  `CREATE INDEX violation_package ON violation (package_id) WHERE resolved IS NULL AND package_id <> 0`,
  `CREATE INDEX violation_image ON violation (image_id) WHERE resolved IS NULL AND image_id <> 0`,
  `CREATE INDEX violation_opened_by ON violation (opened_by)`,
  `CREATE INDEX violation_resolved_by ON violation (resolved_by) WHERE resolved_by IS NOT NULL`,
  `CREATE TABLE due (
    policy_id int8 NOT NULL,
    variant int2 NOT NULL,
    package_id int8 NOT NULL,
    vulnerability text NOT NULL,
    image_id int8 NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (policy_id, variant, package_id, vulnerability, image_id)
  )`,
  `CREATE INDEX due_at ON due (at)`,

  `CREATE TABLE scope_class (
    id int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key text NOT NULL UNIQUE,
    example jsonb NOT NULL
  )`,
  `CREATE TABLE scope_class_policy (
    class_id int8 NOT NULL REFERENCES scope_class ON DELETE CASCADE,
    policy_id int8 NOT NULL,
    variant int2 NOT NULL,
    PRIMARY KEY (class_id, policy_id)
  )`,
  `CREATE TABLE excepted (
    violation_id int8 NOT NULL REFERENCES violation ON DELETE CASCADE,
    class_id int8 NOT NULL REFERENCES scope_class ON DELETE CASCADE,
    exception text NOT NULL,
    PRIMARY KEY (violation_id, class_id)
  )`,
  `CREATE INDEX excepted_class ON excepted (class_id)`,
  // 2: noncompliant, 1: unknown. Compliant pairs have no row here, and one in compliance.
  `CREATE TABLE set_compliance (
    set_id int8 NOT NULL,
    class_id int8 NOT NULL REFERENCES scope_class ON DELETE CASCADE,
    level int2 NOT NULL,
    PRIMARY KEY (set_id, class_id)
  ) WITH (fillfactor = 80)`,
  `CREATE INDEX set_compliance_class ON set_compliance (class_id)`,
  `CREATE TABLE compliance (
    image_id int8 NOT NULL REFERENCES image ON DELETE CASCADE,
    class_id int8 NOT NULL REFERENCES scope_class ON DELETE CASCADE,
    level int2 NOT NULL,
    since timestamptz NOT NULL,
    changed_by int8 NOT NULL,
    PRIMARY KEY (image_id, class_id)
  ) WITH (fillfactor = 70)`,
  `CREATE INDEX compliance_class ON compliance (class_id)`,

  `CREATE TABLE cluster (
    id int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE
  )`,
  `CREATE TABLE placement (
    id int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key text NOT NULL UNIQUE,
    cluster_id int8 NOT NULL REFERENCES cluster,
    namespace text NOT NULL,
    application text,
    team text,
    labels jsonb NOT NULL
  )`,
  `CREATE INDEX placement_cluster ON placement (cluster_id, namespace)`,
  `CREATE TABLE workload (
    id int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    placement_id int8 NOT NULL REFERENCES placement,
    kind text NOT NULL,
    name text NOT NULL,
    UNIQUE (placement_id, kind, name)
  )`,
  `CREATE TABLE container (
    id int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    cluster_id int8 NOT NULL REFERENCES cluster,
    uid text NOT NULL,
    workload_id int8 NOT NULL REFERENCES workload,
    placement_id int8 NOT NULL REFERENCES placement,
    name text NOT NULL,
    image_digest text NOT NULL,
    image_id int8,
    UNIQUE (cluster_id, uid)
  )`,
  `CREATE INDEX container_image ON container (image_id, placement_id)`,
  `CREATE INDEX container_unseen ON container (image_digest) WHERE image_id IS NULL`,
  `CREATE INDEX container_workload ON container (workload_id)`,
  `CREATE INDEX container_placement ON container (placement_id)`,
  // Where an image runs, and how often: a million containers are few of these.
  `CREATE TABLE image_placement (
    image_id int8 NOT NULL REFERENCES image ON DELETE CASCADE,
    placement_id int8 NOT NULL,
    class_id int8 NOT NULL,
    containers int4 NOT NULL,
    PRIMARY KEY (image_id, placement_id)
  )`,
  `CREATE INDEX image_placement_class ON image_placement (class_id, image_id)`,
  `CREATE INDEX image_placement_placement ON image_placement (placement_id)`,
];

/** Makes the tables of the delta engine. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
