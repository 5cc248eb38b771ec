import { complianceLine, countsLine, findingLine, type Recomputed, violationLine } from '@pratique/fleet';
import type { Compliance } from '@pratique/model';
import { imageCounts, type Store } from '@pratique/store';
import { sql } from 'kysely';

const levels: readonly Compliance[] = ['compliant', 'unknown', 'noncompliant'];

/** What the engine keeps, in the lines of the naive recomputation. */
export async function kept({ database }: Store): Promise<Recomputed> {
  const findings = await sql<{ digest: string; finding: Parameters<typeof findingLine>[1] }>`
    SELECT i.digest, f.finding FROM image i JOIN image_set s ON s.image_id = i.id
    JOIN package_set_member m ON m.set_id = s.set_id JOIN package_finding f ON f.package_id = m.package_id`.execute(
    database,
  );
  const violations = await sql<{ digest: string; policy: string; state: string; purl: string; vulnerability: string }>`
    SELECT i.digest, n.name AS policy, v.state, coalesce(p.purl, '') AS purl, v.vulnerability
    FROM violation v JOIN policy n ON n.id = v.policy_id LEFT JOIN package p ON p.id = v.package_id
    JOIN image i ON CASE WHEN v.image_id <> 0 THEN i.id = v.image_id ELSE i.id IN (SELECT s.image_id FROM image_set s
      JOIN package_set_member m ON m.set_id = s.set_id WHERE m.package_id = v.package_id) END
    WHERE v.resolved IS NULL AND v.variant = 0`.execute(database);
  const compliance = await sql<{
    digest: string;
    cluster: string | null;
    namespace: string | null;
    team: string | null;
    labels: Record<string, string> | null;
    level: number;
  }>`
    SELECT i.digest, u.name AS cluster, p.namespace, p.team, p.labels, c.level
    FROM image_placement w JOIN image i ON i.id = w.image_id JOIN compliance c USING (image_id, class_id)
    LEFT JOIN placement p ON p.id = w.placement_id LEFT JOIN cluster u ON u.id = p.cluster_id`.execute(database);
  const unread = await sql<{
    digest: string;
    unknowns: number;
  }>`SELECT digest, sbom_unknowns AS unknowns FROM image`.execute(database);
  const unknowns = new Map(unread.rows.map((row) => [row.digest, row.unknowns]));
  const counts = (await imageCounts(database)).map(({ digest, counts: own }) => {
    const named = Object.entries(own).map(
      ([name, count]) => [name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()), count] as const,
    );
    return countsLine(digest, {
      ...Object.fromEntries(named),
      unknowns: (own['unknowns'] ?? 0) + (unknowns.get(digest) ?? 0),
    });
  });
  return {
    findings: new Set(findings.rows.map(({ digest, finding }) => findingLine(digest, finding))),
    violations: new Set(violations.rows.map((row) => violationLine(row.digest, row))),
    compliance: new Set(
      compliance.rows.map(({ digest, cluster, namespace, team, labels, level }) => {
        const placement =
          cluster === null
            ? {}
            : { cluster, namespace: namespace ?? '', ...(team !== null && { team }), labels: labels ?? {} };
        return complianceLine(digest, placement, levels[level] ?? 'compliant');
      }),
    ),
    counts: new Set(counts),
  };
}

/** Ready to be compared and shown. */
export const sortedLines = (state: Recomputed): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(state).map(([name, lines]: [string, ReadonlySet<string>]) => [name, [...lines].sort()]),
  );

/** The states that occur anywhere in the fleet right now. */
export async function statesOf({ database }: Store): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    SELECT DISTINCT state AS name FROM violation WHERE resolved IS NULL
    UNION SELECT DISTINCT 'level ' || level FROM compliance
    UNION SELECT 'other parameters' FROM violation WHERE resolved IS NULL AND variant > 0
    UNION SELECT 'excepted' FROM excepted UNION SELECT 'due' FROM due`.execute(database);
  return rows.map(({ name }) => name);
}
