import type { Advisory, AdvisoryDatabase } from '@pratique/model';

/** Aliases of one advisory that are looked at: more is nonsense (the longest list seen in public data has 60). */
const MAX_ALIASES = 128;

const cveForm = /^CVE-\d{4}-\d{1,19}$/;
const wrappedCve = /^[A-Z][A-Za-z]{1,15}-(CVE-\d{4}-\d{1,19})$/;

/** The CVE that a distribution's id wraps: `DEBIAN-CVE-2024-1`, `UBUNTU-CVE-…`, `ALPINE-CVE-…`; other ids unchanged. */
export function unwrapId(id: string): string {
  return wrappedCve.exec(id)?.[1] ?? id;
}

export function isCve(id: string): boolean {
  return cveForm.test(id);
}

/**
 * The vulnerabilities that an advisory speaks of: one finding each.
 *
 * - An erratum lists them.
 * - An id that is or wraps a CVE is that CVE, whatever its aliases say.
 * - Else every CVE among the aliases. Public data say "alias" both of one flaw with two names and of a report that
 *   bundles several flaws (RustSec, Go and Drupal do: RUSTSEC-2020-0014 has eight); nothing tells them apart. Kept apart
 *   they can be overlooked by none; joined, fixing one could hide the other.
 * - Else the one CVE of an advisory that it is an alias of, one step away: PYSEC and GO records often name only a GHSA.
 * - Else none: the advisory is itself the vulnerability, see {@link groupByIdentity}.
 */
export function vulnerabilitiesOf(advisory: Advisory, database: AdvisoryDatabase): readonly string[] {
  if (advisory.vulnerabilities.length > 0) {
    const listed = advisory.vulnerabilities.map((id) => cveOf(unwrapId(id), database));
    return [...new Set(listed)];
  }
  const own = unwrapId(advisory.id);
  if (isCve(own)) return [own];
  const aliases = advisory.aliases.slice(0, MAX_ALIASES).map(unwrapId);
  const cves = [...new Set(aliases.filter(isCve))];
  if (cves.length > 0) return cves;
  const found = new Set([own, ...aliases].map((id) => cveOf(id, database)).filter(isCve));
  return found.size === 1 ? [...found] : [];
}

/** The only CVE that advisories of this id or alias name, else the id itself. */
function cveOf(id: string, database: AdvisoryDatabase): string {
  if (isCve(id)) return id;
  const cves = new Set<string>();
  for (const other of database.advisoriesFor(id)) {
    if (other.vulnerabilities.length > 0 || (other.id !== id && !other.aliases.includes(id))) continue;
    for (const name of [other.id, ...other.aliases.slice(0, MAX_ALIASES)])
      if (isCve(unwrapId(name))) cves.add(unwrapId(name));
  }
  const [only] = cves;
  return cves.size === 1 ? (only as string) : id;
}

/**
 * Joins advisories without a CVE that name one another, directly or over a shared alias, and picks each group's id: that
 * of malware's own record, else a GHSA, else the first of the advisories' ids in alphabetical order.
 */
export function groupByIdentity(advisories: readonly Advisory[]): ReadonlyMap<Advisory, string> {
  const parent = new Map<string, string>();
  function root(id: string): string {
    let at = id;
    while (parent.has(at)) at = parent.get(at) as string;
    return at;
  }
  for (const advisory of advisories) {
    for (const alias of advisory.aliases.slice(0, MAX_ALIASES)) {
      const [a, b] = [root(advisory.id), root(alias)];
      if (a !== b) parent.set(b, a);
    }
  }
  const names = new Map<string, string>();
  for (const advisory of advisories) {
    const group = root(advisory.id);
    const current = names.get(group);
    if (current === undefined || compareNames(advisory.id, current) < 0) names.set(group, advisory.id);
  }
  return new Map(advisories.map((advisory) => [advisory, names.get(root(advisory.id)) as string]));
}

function compareNames(a: string, b: string): number {
  return rank(a) - rank(b) || (a < b ? -1 : Number(a > b));
}

function rank(id: string): number {
  if (id.startsWith('MAL-')) return 0;
  return id.startsWith('GHSA-') ? 1 : 2;
}
