import { isDeepStrictEqual } from 'node:util';
import { type DistinctMatch, type DistinctPackage, matchDistinctPackage, matchMemory } from '@pratique/matching';
import type { AdvisoryDatabase, Finding } from '@pratique/model';
import {
  findingsOf,
  type PackageCounts,
  packagesById,
  type Queryable,
  storableJson,
  type StoredFinding,
  writeFindings,
  writePackageCounts,
} from '@pratique/store';
import { factsMadeFrom } from './facts/package-facts.ts';

/** What became of some packages when they were matched again. */
export interface Rematched {
  /** By package: the facts of its findings that changed; `'findings'` where findings came or went. */
  readonly changed: ReadonlyMap<number, ReadonlySet<string>>;
  /** Packages whose counts are others now. */
  readonly recounted: readonly number[];
}

/** A finding came or went: every policy that looks at findings is asked. */
export const FINDINGS = 'findings';
/** The package became assessed, or is not any more. */
export const ASSESSED = 'package';

/** Packages that are matched and written at once. */
const BATCH = 2000;

/** Matches packages against the database, and writes what differs from before. */
export async function rematch(
  store: Queryable,
  packages: readonly number[],
  database: AdvisoryDatabase,
  at: Date,
): Promise<Rematched> {
  const changed = new Map<number, ReadonlySet<string>>();
  const recounted: number[] = [];
  const memory = matchMemory();
  for (let from = 0; from < packages.length; from += BATCH) {
    const ids = packages.slice(from, from + BATCH);
    const rows = await packagesById(store, ids);
    const matches = rows.map(({ id, content }) => ({
      id,
      match: matchDistinctPackage(content as DistinctPackage, database, memory),
    }));
    const counts = matches.map(({ id, match }) => ({ id, ...countsOf(match) }));
    const difference = await differenceTo(store, matches);
    await writeFindings(store, { ...difference, at });
    for (const [id, facts] of difference.changed) changed.set(id, facts);
    for (const id of await writePackageCounts(store, database.generation, counts)) recounted.push(id);
  }
  // Of what is counted but is no finding, only whether it is assessed is a fact of the package itself.
  for (const id of recounted) changed.set(id, new Set([...(changed.get(id) ?? []), ASSESSED]));
  return { changed, recounted };
}

async function differenceTo(
  store: Queryable,
  matches: readonly { readonly id: number; readonly match: DistinctMatch }[],
): Promise<{
  readonly put: readonly StoredFinding[];
  readonly removed: readonly { readonly packageId: number; readonly vulnerability: string }[];
  readonly changed: ReadonlyMap<number, ReadonlySet<string>>;
}> {
  const before = new Map<string, unknown>();
  const ids = matches.map(({ id }) => id);
  for (const { packageId, vulnerability, finding } of await findingsOf(store, ids))
    before.set(`${packageId} ${vulnerability}`, finding);
  const put: StoredFinding[] = [];
  const changed = new Map<number, Set<string>>();
  const note = (id: number, facts: Iterable<string>): void => {
    changed.set(id, new Set([...(changed.get(id) ?? []), ...facts]));
  };
  for (const { id, match } of matches)
    for (const finding of match.findings) {
      const stored = storedFinding(id, finding);
      const key = `${id} ${stored.vulnerability}`;
      const old = before.get(key);
      before.delete(key);
      if (isDeepStrictEqual(old, stored.finding)) continue;
      put.push(stored);
      note(id, old === undefined ? [FINDINGS] : changedFacts(old, stored.finding));
    }
  const removed = [...before.keys()].map((key) => {
    const [packageId = '', ...vulnerability] = key.split(' ');
    return { packageId: Number(packageId), vulnerability: vulnerability.join(' ') };
  });
  for (const { packageId } of removed) note(packageId, [FINDINGS]);
  return { put, removed, changed };
}

/** Long texts are read from the advisory database when they are shown. */
function storedFinding(packageId: number, finding: Finding): StoredFinding {
  const { details: _details, references: _references, ...kept } = finding;
  const clean = JSON.parse(storableJson(kept)) as Finding;
  return {
    packageId,
    vulnerability: clean.id,
    names: [clean.id, ...clean.aliases],
    severity: clean.severity,
    state: clean.state,
    fixedIn: clean.fixedIn,
    knownExploited: clean.knownExploited !== undefined,
    epss: clean.epss?.score ?? null,
    suppressed: clean.suppressed !== undefined,
    finding: clean,
  };
}

function changedFacts(old: unknown, fresh: unknown): string[] {
  const before = old as Readonly<Record<string, unknown>>;
  const after = fresh as Readonly<Record<string, unknown>>;
  const parts = new Set([...Object.keys(before), ...Object.keys(after)]);
  const differing = [...parts].filter((part) => !isDeepStrictEqual(before[part], after[part]));
  // What comes to count, or does not any more, is for the policies as if it came or went.
  return differing.includes('suppressed') ? [FINDINGS] : differing.flatMap(factsMadeFrom);
}

function countsOf({ findings, notAssessed, unknowns }: DistinctMatch): Omit<PackageCounts, 'id'> {
  const counting = findings.filter(({ suppressed }) => suppressed === undefined);
  const count = (fits: (finding: Finding) => boolean): number => counting.filter(fits).length;
  const fixable = counting.filter(({ fixedIn }) => fixedIn !== '');
  const exploited = counting.filter(({ knownExploited }) => knownExploited !== undefined);
  return {
    total: counting.length,
    critical: count(({ severity }) => severity === 'critical'),
    high: count(({ severity }) => severity === 'high'),
    medium: count(({ severity }) => severity === 'medium'),
    low: count(({ severity }) => severity === 'low' || severity === 'negligible'),
    unrated: count(({ severity }) => severity === 'unknown'),
    fixable: fixable.length,
    fixable_critical: fixable.filter(({ severity }) => severity === 'critical').length,
    fixable_high: fixable.filter(({ severity }) => severity === 'high').length,
    known_exploited: exploited.length,
    known_exploited_fixable: exploited.filter(({ fixedIn }) => fixedIn !== '').length,
    malware: count(({ kind }) => kind === 'malware'),
    end_of_life: count(({ kind }) => kind === 'end-of-life'),
    unmaintained: count(({ kind }) => kind === 'unmaintained'),
    suppressed: findings.length - counting.length,
    not_assessed: Number(notAssessed),
    unknowns,
    highestEpss: Math.max(0, ...counting.map(({ epss }) => epss?.score ?? 0)),
  };
}
