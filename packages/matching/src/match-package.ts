import type { Advisory, AdvisoryDatabase, AdvisoryEntry, Distribution, Package, Unknown } from '@pratique/model';
import { versionScheme } from '@pratique/versions';
import { type AdvisoryKey, assessability } from './ecosystem/advisory-keys.ts';
import { distributionOf } from './ecosystem/package-distribution.ts';
import { assemble, type FindingTemplate } from './merge/assemble.ts';
import { affects, isUnparsable } from './merge/comparison.ts';
import { groupByIdentity, vulnerabilitiesOf } from './merge/identity.ts';
import { recordsOf } from './merge/severity.ts';
import { type Assertion, rankOf, standing, upstreamVersion } from './merge/resolution.ts';
import { type Applicability, applicabilityOf, isApplicable } from './rules/applicable.ts';

/** What the database says of one package, before VEX, ownership and priority. */
export interface PackageMatch {
  readonly findings: readonly FindingTemplate[];
  /** Why nothing that is loaded tells whether the package is clean; absent where it is covered. */
  readonly notAssessed?: string;
  readonly unknowns: readonly Unknown[];
}

/** What was already asked in one run: binary packages of one source ask the same questions, packages share flaws. */
export interface MatchMemory {
  readonly answers: Map<string, Matched>;
  readonly records: Map<string, readonly Advisory[]>;
}

/** An empty memory, for calls over one generation of the database. */
export function matchMemory(): MatchMemory {
  return { answers: new Map(), records: new Map() };
}

interface Matched {
  readonly findings: readonly FindingTemplate[];
  readonly unreadable: readonly Unreadable[];
  readonly covered: boolean;
}

/** Unreadable entries that are named one by one for a package; the rest are counted. */
const MAX_NAMED_ENTRIES = 4;

/**
 * Matches one package against everything that the database knows under its names. Pure; the same answer for the same
 * generation. `memory` may be shared by calls over one generation, and makes packages of one source cheap.
 */
export function matchPackage(
  pkg: Package,
  distribution: Distribution | undefined,
  database: AdvisoryDatabase,
  memory: MatchMemory = matchMemory(),
): PackageMatch {
  const { keys, reason } = assessability(pkg, distribution);
  if (keys.length === 0) return { findings: [], notAssessed: reason ?? '', unknowns: [] };
  const applicability = applicabilityOf(pkg, distributionOf(pkg, distribution));
  const question = JSON.stringify([keys, applicability]);
  const matched = memory.answers.get(question) ?? matchKeys(keys, applicability, database, memory);
  memory.answers.set(question, matched);
  return {
    findings: matched.findings,
    ...(!matched.covered && { notAssessed: `no loaded feed covers ${keys[0]?.ecosystem}` }),
    unknowns: unknownsOf(pkg, matched.unreadable),
  };
}

function matchKeys(
  keys: readonly AdvisoryKey[],
  applicability: Applicability,
  database: AdvisoryDatabase,
  memory: MatchMemory,
): Matched {
  const unreadable: Unreadable[] = [];
  const read: Omit<Assertion, 'advisory'>[] = [];
  for (const key of keys) {
    for (const entry of database.lookup(key.ecosystem, key.name)) {
      if (!isApplicable(entry, applicability)) continue;
      const affected = entry.state !== 'not-affected' && isAffectedBy(entry, key);
      if (affected === 'unreadable') unreadable.push({ key, entry });
      else if (affected || mayStillMatter(entry, key)) read.push({ key, entry, affected });
    }
  }
  const records = new Map<string, Advisory>();
  const assertions = read.some(({ affected }) => affected)
    ? read.map((one) => ({ ...one, advisory: recordOf(one.entry, database, records) }))
    : [];
  return {
    findings: findingsOf(assertions, database, memory),
    unreadable,
    covered: keys.some((key) => database.covers(key.ecosystem)),
  };
}

/**
 * Whether an entry that does not hold the installed version affected can change the answer: a subscribed channel's, that
 * says "fixed here already"; an earlier fix in the installed upstream version; or one with a later range, into which
 * another source's fix may step.
 */
function mayStillMatter({ channel, ranges, scheme, versions, nativeRange }: AdvisoryEntry, key: AdvisoryKey): boolean {
  if (channel !== undefined || versions !== undefined || nativeRange !== undefined) return true;
  const installed = scheme === 'rpm' ? upstreamVersion(key.version) : undefined;
  return ranges.some(
    ({ introduced = '0', fixed }) =>
      introduced !== '0' || (fixed !== undefined && installed !== undefined && upstreamVersion(fixed) === installed),
  );
}

interface Unreadable {
  readonly key: AdvisoryKey;
  readonly entry: AdvisoryEntry;
}

function isAffectedBy(entry: AdvisoryEntry, key: AdvisoryKey): boolean | 'unreadable' {
  if (coversEveryVersion(entry)) return true;
  if (key.version === '') return 'unreadable';
  try {
    return affects(entry, key);
  } catch (error) {
    if (isUnparsable(error)) return 'unreadable';
    throw error;
  }
}

/** Whether the version does not matter: nothing is said of it, or a range from the beginning without an end. */
function coversEveryVersion({ ranges, versions, nativeRange }: AdvisoryEntry): boolean {
  if (ranges.length === 0) return (versions?.length ?? 0) === 0 && nativeRange === undefined;
  return ranges.some(
    ({ introduced = '0', fixed, lastAffected, before }) =>
      introduced === '0' && [fixed, lastAffected, before].every((end) => end === undefined),
  );
}

/** The record behind an entry, one object for each; one that has only an id where the database does not hold it. */
function recordOf(entry: AdvisoryEntry, database: AdvisoryDatabase, records: Map<string, Advisory>): Advisory {
  const id = `${entry.feed} ${entry.advisory}`;
  const bare = {
    aliases: [],
    vulnerabilities: [],
    kind: 'vulnerability',
    title: '',
    cvss: [],
    references: [],
  } as const;
  const record = records.get(id) ??
    database.advisory(entry.feed, entry.advisory) ?? { ...bare, id: entry.advisory, feed: entry.feed };
  records.set(id, record);
  return record;
}

function findingsOf(
  assertions: readonly Assertion[],
  database: AdvisoryDatabase,
  { records }: MatchMemory,
): FindingTemplate[] {
  const findings: FindingTemplate[] = [];
  for (const [id, group] of groupByVulnerability(assertions, database)) {
    if (!group.some((assertion) => assertion.affected)) continue;
    const heard = standing(group);
    if (!heard.some((assertion) => assertion.affected)) continue;
    const others = records.get(id) ?? recordsOf(id, database);
    records.set(id, others);
    findings.push(assemble(id, heard, others, database));
  }
  return findings;
}

function groupByVulnerability(
  assertions: readonly Assertion[],
  database: AdvisoryDatabase,
): ReadonlyMap<string, readonly Assertion[]> {
  const named = new Map<Advisory, readonly string[]>();
  for (const { advisory } of assertions)
    if (!named.has(advisory)) named.set(advisory, vulnerabilitiesOf(advisory, database));
  const unnamed = groupByIdentity([...named].filter(([, ids]) => ids.length === 0).map(([advisory]) => advisory));

  const groups = new Map<string, Assertion[]>();
  for (const assertion of assertions.toSorted((a, b) => rankOf(a) - rankOf(b))) {
    const ids = named.get(assertion.advisory) as readonly string[];
    for (const id of ids.length > 0 ? spokenOf(ids, assertion.entry) : [unnamed.get(assertion.advisory) as string]) {
      const group = groups.get(id);
      if (group) group.push(assertion);
      else groups.set(id, [assertion]);
    }
  }
  return groups;
}

/** Of an erratum's vulnerabilities those that the entry speaks of: its release may not have had the others. */
function spokenOf(ids: readonly string[], { vulnerabilities }: AdvisoryEntry): readonly string[] {
  return vulnerabilities === undefined ? ids : ids.filter((id) => vulnerabilities.includes(id));
}

function unknownsOf(pkg: Package, unreadable: readonly Unreadable[]): Unknown[] {
  const [first] = unreadable;
  if (!first) return [];
  const place = { path: pkg.locations[0]?.path, layer: pkg.layer, foundBy: 'matching' };
  const advisories = unreadable.length === 1 ? 'one advisory' : `${unreadable.length} advisories`;
  if (first.key.version === '') {
    const reason = `the version of ${pkg.name} is not known: ${advisories} about it could not be compared`;
    return [{ code: 'unidentified', reason, ...place }];
  }
  if (!versionScheme(first.entry.scheme).isValid(first.key.version)) {
    const version = JSON.stringify(first.key.version.slice(0, 80));
    const reason = `${pkg.name} ${version} has no valid ${first.entry.scheme} version: ${advisories} could not be compared`;
    return [{ code: 'version-unparsable', reason, ...place }];
  }
  const named = unreadable.map(({ entry }) => entry.advisory).sort();
  const more = named.length - MAX_NAMED_ENTRIES;
  const list = named.slice(0, MAX_NAMED_ENTRIES).join(', ') + (more > 0 ? ` and ${more} more` : '');
  return [{ code: 'version-unparsable', reason: `${pkg.name}: the versions in ${list} could not be read`, ...place }];
}
