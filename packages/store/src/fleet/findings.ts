import { sql } from 'kysely';
import { type Queryable, storable, storableJson } from './queryable.ts';

/** A finding of a distinct package: a match to one vulnerability. */
export interface StoredFinding {
  readonly packageId: number;
  readonly vulnerability: string;
  /** Its id and aliases. */
  readonly names: readonly string[];
  readonly severity: string;
  readonly state: string;
  readonly fixedIn: string;
  readonly knownExploited: boolean;
  readonly epss: number | null;
  readonly suppressed: boolean;
  /** The whole finding but its long texts. */
  readonly finding: unknown;
}

/** The findings of packages with the packages' content, by package. */
export interface PackageWithFindings {
  readonly packageId: number;
  readonly content: unknown;
  readonly assessed: boolean;
  readonly findings: readonly { readonly vulnerability: string; readonly finding: unknown }[];
}

export async function findingsOf(
  database: Queryable,
  packages: readonly number[],
): Promise<readonly { readonly packageId: number; readonly vulnerability: string; readonly finding: unknown }[]> {
  const { rows } = await sql<{ packageId: number; vulnerability: string; finding: unknown }>`
    SELECT package_id AS "packageId", vulnerability, finding FROM package_finding
    WHERE package_id = ANY(${packages}::int8[])`.execute(database);
  return rows;
}

/** Packages ready to be judged: their content, and the findings that count. */
export async function packagesToJudge(
  database: Queryable,
  packages: readonly number[],
): Promise<readonly PackageWithFindings[]> {
  const { rows } = await sql<PackageWithFindings>`
    SELECT p.id AS "packageId", p.content, p.not_assessed = 0 AS assessed, coalesce(
      (SELECT jsonb_agg(jsonb_build_object('vulnerability', f.vulnerability, 'finding', f.finding))
       FROM package_finding f WHERE f.package_id = p.id AND NOT f.suppressed), '[]') AS findings
    FROM package p WHERE p.id = ANY(${packages}::int8[])`.execute(database);
  return rows;
}

/** Writes what matching found anew, and takes away what it does not find any more. `since` stays with the finding. */
export async function writeFindings(
  database: Queryable,
  changes: {
    readonly put: readonly StoredFinding[];
    readonly removed: readonly { readonly packageId: number; readonly vulnerability: string }[];
    readonly at: Date;
  },
): Promise<void> {
  const { put, removed, at } = changes;
  if (removed.length > 0)
    await sql`DELETE FROM package_finding f USING unnest(
        ${removed.map(({ packageId }) => packageId)}::int8[],
        ${removed.map(({ vulnerability }) => storable(vulnerability))}::text[]) AS r(package_id, vulnerability)
      WHERE f.package_id = r.package_id AND f.vulnerability = r.vulnerability`.execute(database);
  if (put.length === 0) return;
  await sql`INSERT INTO package_finding (package_id, vulnerability, names, severity, state, fixed_in, known_exploited,
      epss, suppressed, since, finding)
    SELECT package_id, vulnerability, ARRAY(SELECT jsonb_array_elements_text(names)), severity, state, fixed_in,
      known_exploited, epss, suppressed, ${at}, finding
    FROM unnest(
      ${put.map(({ packageId }) => packageId)}::int8[], ${put.map(({ vulnerability }) => storable(vulnerability))}::text[],
      ${put.map(({ names }) => storableJson(names))}::jsonb[], ${put.map(({ severity }) => severity)}::text[],
      ${put.map(({ state }) => state)}::text[], ${put.map(({ fixedIn }) => storable(fixedIn))}::text[],
      ${put.map(({ knownExploited }) => knownExploited)}::bool[], ${put.map(({ epss }) => epss)}::float8[],
      ${put.map(({ suppressed }) => suppressed)}::bool[], ${put.map(({ finding }) => storableJson(finding))}::jsonb[]
    ) AS g(package_id, vulnerability, names, severity, state, fixed_in, known_exploited, epss, suppressed, finding)
    ON CONFLICT (package_id, vulnerability) DO UPDATE SET names = excluded.names, severity = excluded.severity,
      state = excluded.state, fixed_in = excluded.fixed_in, known_exploited = excluded.known_exploited,
      epss = excluded.epss, suppressed = excluded.suppressed, finding = excluded.finding`.execute(database);
}
