import { fixedClock } from '@pratique/foundation';
import { matchPackages } from '@pratique/matching';
import type { AdvisoryDatabase, Compliance, Finding, PolicyException, PolicyResult, Sbom } from '@pratique/model';
import {
  judge,
  type JudgeOptions,
  type JudgeSubject,
  type Placement,
  type PolicySet,
  scanSubjects,
} from '@pratique/policy';

/** Everything that verdicts follow from. */
export interface FleetContent {
  readonly sboms: readonly Sbom[];
  readonly database: AdvisoryDatabase;
  readonly set: PolicySet;
  readonly exceptions: readonly PolicyException[];
  /** Where each image runs, by manifest digest. That an image stands nowhere need not be said. */
  readonly placements: ReadonlyMap<string, readonly Placement[]>;
  readonly at: Date;
  /** Milliseconds after which advisories are stale. */
  readonly maxAge: number;
}

/** What follows, as sets of lines: two ways to the same state are compared by them. */
export interface Recomputed {
  readonly findings: ReadonlySet<string>;
  /** Scope-free, with the parameters that hold where no override does. */
  readonly violations: ReadonlySet<string>;
  readonly compliance: ReadonlySet<string>;
  readonly counts: ReadonlySet<string>;
}

/** The set without scopes, overrides and leniency: every policy says what it has to say, everywhere. */
function scopeFree(set: PolicySet): PolicySet {
  const decisions = { build: 'deny', registry: 'deny', deploy: 'deny', runtime: 'deny' } as const;
  const policies = set.policies
    .filter((bound) => Object.values(bound.decisions).some((decision) => decision !== 'allow'))
    .map((bound) => ({ ...bound, scopes: [], overrides: [], enforced: true, decisions }));
  return { ...set, policies };
}

/** One finding in one image. */
export function findingLine(digest: string, { package: purl, id, severity, state, fixedIn, ...more }: Finding): string {
  const { knownExploited, epss, suppressed, priority } = more;
  return JSON.stringify([digest, purl, id, severity, state, fixedIn, knownExploited !== undefined, epss?.score ?? null, suppressed !== undefined, priority]); // prettier-ignore
}

/** One standing violation in one image. */
export function violationLine(
  digest: string,
  violation: { readonly policy: string; readonly state: string; readonly purl: string; readonly vulnerability: string },
): string {
  const { policy, state, purl, vulnerability } = violation;
  return JSON.stringify([digest, policy, state, purl, vulnerability]);
}

export function complianceLine(
  digest: string,
  { cluster, namespace, application, team, labels }: Placement,
  level: Compliance,
): string {
  return JSON.stringify([
    digest,
    cluster ?? null,
    namespace ?? null,
    application ?? null,
    team ?? null,
    labels ?? null,
    level,
  ]);
}

export function countsLine(digest: string, counts: Readonly<Record<string, unknown>>): string {
  return JSON.stringify([digest, Object.entries(counts).toSorted(([a], [b]) => (a < b ? -1 : 1))]);
}

function resultLines(digest: string, results: readonly PolicyResult[]): string[] {
  return results.map(({ policy, result, subject }) =>
    violationLine(digest, {
      policy,
      state: result,
      purl: subject.kind === 'image' ? '' : (subject.package ?? ''),
      vulnerability: subject.kind === 'finding' ? (subject.vulnerability?.[0] ?? '') : '',
    }),
  );
}

function countsOf(subjects: readonly JudgeSubject[]): Readonly<Record<string, unknown>> {
  const { vulnerabilities, notAssessed, unknowns } = subjects[0]?.facts ?? {};
  return { ...(vulnerabilities as Readonly<Record<string, unknown>>), notAssessed, unknowns };
}

/**
 * Computes from nothing what the delta engine keeps: matches every package of every SBOM, and judges every image in every
 * place by every policy. Shares with the engine only matching and the evaluation of policies.
 */
export function recompute(content: FleetContent): Recomputed {
  const { sboms, database, set, exceptions, placements, at, maxAge } = content;
  const findings = new Set<string>();
  const violations = new Set<string>();
  const compliance = new Set<string>();
  const counts = new Set<string>();
  const free = scopeFree(set);
  const feeds = database.feeds();
  const asOf = feeds.map(({ fetchedAt }) => fetchedAt).toSorted()[0];
  const summary = {
    generation: database.generation,
    ...(asOf !== undefined && { asOf }),
    stale: asOf === undefined || at.getTime() - Date.parse(asOf) > maxAge,
    starter: false,
    feeds,
  };
  for (const sbom of sboms) {
    const digest = sbom.subject.image?.manifestDigest ?? '';
    const matched = matchPackages({ sbom, database, clock: fixedClock(at), options: { endOfLife: false } });
    for (const finding of [...matched.findings, ...matched.suppressed]) findings.add(findingLine(digest, finding));
    const subjects = scanSubjects({ sbom, ...matched, database: summary, scannedAt: at.toISOString() });
    const options: JudgeOptions = { stage: 'deploy', at };
    const verdict = judge(free, subjects, options);
    for (const line of resultLines(digest, [...verdict.violations, ...verdict.unknowns])) violations.add(line);
    counts.add(countsLine(digest, countsOf(subjects)));
    for (const placement of [{}, ...(placements.get(digest) ?? [])])
      compliance.add(
        complianceLine(digest, placement, judge(set, subjects, { ...options, exceptions, placement }).compliance),
      );
  }
  return { findings, violations, compliance, counts };
}
