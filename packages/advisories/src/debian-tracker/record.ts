import type { AdvisoryEntry, AdvisoryState, FeedRecord } from '@pratique/model';
import { debianReleases } from '@pratique/model';
import { normalizeEcosystem } from '../ecosystem/normal-form.ts';
import { severityWord } from '../osv/severity.ts';
import { asObject, asText, type JsonObject, member } from '../reading/json.ts';
import { asId, asKey, detailsOf, firstSentence } from '../reading/text.ts';

/** What the tracker says of one flaw in one source package. */
export interface TrackedFlaw {
  readonly pkg: string;
  readonly value: unknown;
}

/** The tracker's page of an id. */
const PAGE = 'https://security-tracker.debian.org/tracker/';

/** State of a package in a release (tracker documentation, "JSON export"; `nodsa_reason` of data/CVE/list). */
function stateOf(release: JsonObject, fixed: string | undefined): AdvisoryState {
  const urgency = asText(member(release, 'urgency'));
  switch (member(release, 'status')) {
    case 'resolved':
      if (fixed === undefined) return 'under-investigation';
      return fixed === '0' ? 'not-affected' : 'fixed';
    case 'open':
      if (urgency === 'end-of-life') return 'end-of-life';
      if (urgency === 'undetermined') return 'under-investigation';
      // `postponed` and a plain no-dsa may still be fixed, with the next point release or by hand.
      return member(release, 'nodsa_reason') === 'ignored' ? 'will-not-fix' : 'affected';
    default:
      // `undetermined`, and whatever a later tracker says: we cannot tell either.
      return 'under-investigation';
  }
}

function entryOf(id: string, feed: string, pkg: string, codename: string, value: unknown): AdvisoryEntry | string {
  const release = asObject(value);
  if (!release) return `${pkg}, ${codename}: not an object`;
  const fixed = asKey(member(release, 'fixed_version'));
  const state = stateOf(release, fixed);
  const severity = severityWord(member(release, 'urgency'));
  return {
    advisory: id,
    feed,
    ecosystem: normalizeEcosystem(`Debian:${codename}`).ecosystem,
    name: pkg,
    scheme: 'deb',
    state,
    ranges: state === 'fixed' && fixed !== undefined ? [{ fixed }] : [],
    ...(severity && { severity }),
  };
}

/** Whether a key of `releases` is a release: subreleases (`bookworm-security`) are parts of one. */
function isRelease(codename: string): boolean {
  return debianReleases.has(codename) || /^[a-z]{3,20}$/.test(codename);
}

/**
 * One flaw over all the packages that the tracker knows it in. Any part that cannot be read rejects the record: half of
 * what the tracker says would look like the whole.
 */
export function readTrackedFlaw(id: string, feed: string, flaws: readonly TrackedFlaw[]): FeedRecord {
  const valid = asId(id);
  if (valid === undefined) return { kind: 'rejected', id: 'unnamed', reason: 'an id that is none' };
  const entries: AdvisoryEntry[] = [];
  let description: unknown;
  for (const { pkg, value } of flaws) {
    const flaw = asObject(value);
    const name = asKey(pkg);
    if (!flaw || name === undefined) return { kind: 'rejected', id, reason: 'a package without a name or an object' };
    description ??= member(flaw, 'description');
    // A package that stands in no release any more has a list in place of the object.
    for (const [codename, release] of Object.entries(asObject(member(flaw, 'releases')) ?? {})) {
      if (!isRelease(codename)) continue;
      const entry = entryOf(id, feed, name, codename, release);
      if (typeof entry === 'string') return { kind: 'rejected', id, reason: entry.slice(0, 200) };
      entries.push(entry);
    }
  }
  const details = detailsOf(description);
  return {
    kind: 'advisory',
    advisory: {
      id,
      feed,
      aliases: [],
      vulnerabilities: [],
      kind: 'vulnerability',
      title: firstSentence(description),
      ...(details && { details }),
      cvss: [],
      references: [`${PAGE}${encodeURIComponent(id)}`],
    },
    entries,
  };
}
