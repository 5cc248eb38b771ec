import { asList, asObject, asText, type JsonObject, member, textsOf } from '../reading/json.ts';
import { idsOf, isCve } from '../reading/text.ts';
import { listedVulnerabilities } from './listed-vulnerabilities.ts';

/**
 * Ids of errata: one record that fixes any number of flaws, each a finding of its own. Everything else describes one
 * flaw, its other names being aliases.
 */
const errata =
  /^(?:DSA|DLA|DTSA|ELA|USN|LSN|ALSA|ALBA|ALEA|RLSA|RXSA|RLBA|RLEA|RHSA|RHBA|RHEA|ELSA|ELBA|ALAS\w*|SUSE-\w+|openSUSE-\w+|MGASA|MGAA|OESA|PHSA|FEDORA|GLSA|ASA|AVG|AZL)-/;

/** Bug-fix and enhancement errata of Red Hat and its rebuilds: without a CVE they are not about security. */
const notSecurity = /^(?:ALBA|ALEA|RHBA|RHEA|RLBA|RLEA|ELBA|MGAA)-/;

/** How a record is named and which flaws it is about. */
export interface Identity {
  readonly aliases: readonly string[];
  readonly vulnerabilities: readonly string[];
  /** Nothing in it is a flaw: a bug-fix erratum. */
  readonly security: boolean;
}

/** CVE numbers in addresses, for errata that name their CVEs nowhere else. */
function cvesOfReferences(record: JsonObject): string[] {
  return asList(member(record, 'references')).flatMap((item) => {
    const url = asText(member(asObject(item), 'url'));
    return url && url.length <= 2048 ? [...url.matchAll(/CVE-\d{4}-\d{4,19}(?!\d)/g)].map(([cve]) => cve) : [];
  });
}

/** The CVEs of an erratum, from the first place that has any. `related` is where older records put them. */
function cvesOfErratum(record: JsonObject): string[] {
  const listed = asList(member(record, 'affected')).flatMap((item) => [
    ...listedVulnerabilities(asObject(item)).keys(),
  ]);
  const places = [
    [...textsOf(member(record, 'upstream')), ...textsOf(member(record, 'aliases')), ...listed],
    textsOf(member(record, 'related')),
    cvesOfReferences(record),
  ];
  for (const place of places) {
    const cves = idsOf(place, 10_000).filter(isCve);
    if (cves.length > 0) return cves;
  }
  return [];
}

/** `DEBIAN-CVE-2024-1`, `UBUNTU-CVE-…`, `ALPINE-CVE-…`, `BELL-CVE-…`: a distribution's record of that CVE. */
function embeddedCve(id: string): string[] {
  const cve = /^[A-Z]+-(CVE-\d{4}-\d{4,19})$/.exec(id)?.[1];
  return cve === undefined ? [] : [cve];
}

/** Aliases and fixed vulnerabilities of an OSV record. */
export function identityOf(record: JsonObject, id: string): Identity {
  if (errata.test(id)) {
    const vulnerabilities = cvesOfErratum(record);
    return { aliases: [], vulnerabilities, security: vulnerabilities.length > 0 || !notSecurity.test(id) };
  }
  const aliases = idsOf([...textsOf(member(record, 'aliases')), ...embeddedCve(id)]);
  const upstream = idsOf(textsOf(member(record, 'upstream')));
  // `upstream` names the flaw that this record carries downstream; several make it an erratum in all but name.
  if (upstream.filter(isCve).length > 1 && !aliases.some(isCve))
    return { aliases: [], vulnerabilities: upstream.filter(isCve), security: true };
  const named = new Set([...aliases, ...upstream.filter((other) => isCve(other) || other.startsWith('GHSA-'))]);
  named.delete(id);
  return { aliases: [...named], vulnerabilities: [], security: true };
}
