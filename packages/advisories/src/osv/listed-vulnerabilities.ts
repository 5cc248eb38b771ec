import type { AdvisoryEntry, Severity } from '@pratique/model';
import { asList, asObject, type JsonObject, member } from '../reading/json.ts';
import { asId, isCve } from '../reading/text.ts';
import { statedSeverity } from './severity.ts';

/** More CVEs than this in one element are hostile: a kernel's erratum has some hundreds. */
const MAX_LISTED = 10_000;

/**
 * The CVEs that an erratum fixes in one package of one release, with the distribution's priority of each: Ubuntu's
 * `database_specific.cves_map`. The record as a whole lists those of all releases. Empty: nothing is said.
 */
export function listedVulnerabilities(affected: JsonObject | undefined): ReadonlyMap<string, Severity | undefined> {
  const map = asObject(member(asObject(member(affected, 'database_specific')), 'cves_map'));
  const listed = new Map<string, Severity | undefined>();
  for (const item of asList(member(map, 'cves')).slice(0, MAX_LISTED)) {
    const id = asId(member(asObject(item), 'id'));
    if (id !== undefined && isCve(id)) listed.set(id, statedSeverity(member(asObject(item), 'severity')).word);
  }
  return listed;
}

/**
 * An erratum's entry, limited to the CVEs that are listed for it: one entry for each priority, since an entry has one
 * severity. `all`: those of the whole erratum.
 */
export function byPriority(
  entry: AdvisoryEntry,
  listed: ReadonlyMap<string, Severity | undefined>,
  all: readonly string[],
): AdvisoryEntry[] {
  if (listed.size === 0) return [entry];
  const groups = Map.groupBy(listed.keys(), (id) => listed.get(id) ?? entry.severity);
  return [...groups].map(([severity, ids]) => ({
    ...entry,
    ...(severity !== undefined && { severity }),
    ...(all.some((id) => !ids.includes(id)) && { vulnerabilities: ids.toSorted() }),
  }));
}
