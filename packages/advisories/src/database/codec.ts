import { hash } from 'node:crypto';
import type { Advisory, AdvisoryEntry, AdvisoryState, CvssVector, Severity, VersionRange } from '@pratique/model';
import { schemeOf } from '../ecosystem/scheme.ts';

/** Content hash of a record: 12 bytes of SHA-256, enough to tell that nothing changed. */
export function contentHash(...texts: readonly string[]): Buffer {
  return hash('sha256', JSON.stringify(texts), 'buffer').subarray(0, 12);
}

const states: readonly AdvisoryState[] = [
  'fixed',
  'affected',
  'will-not-fix',
  'end-of-life',
  'under-investigation',
  'not-affected',
];

/** `"1.2"`: below 1.2. Else introduced, fixed, last affected, before. */
type PackedRange = string | readonly [string | null, (string | null)?, (string | null)?, string?];

interface PackedOptions {
  v?: readonly string[];
  n?: string;
  m?: string;
  a?: readonly string[];
  y?: readonly string[];
  u?: readonly string[];
  o?: readonly string[];
  c?: string;
  s?: Severity;
  t?: number;
  k?: AdvisoryEntry['scheme'];
}

type PackedEntry = readonly [number, readonly PackedRange[], PackedOptions?];

function packRange({ introduced, fixed, lastAffected, before }: VersionRange): PackedRange {
  if (before !== undefined) return [introduced ?? null, fixed ?? null, lastAffected ?? null, before];
  if (introduced === undefined && lastAffected === undefined && fixed !== undefined) return fixed;
  if (lastAffected !== undefined) return [introduced ?? null, fixed ?? null, lastAffected];
  return fixed === undefined ? [introduced ?? null] : [introduced ?? null, fixed];
}

function unpackRange(range: PackedRange): VersionRange {
  if (typeof range === 'string') return { fixed: range };
  const [introduced, fixed, lastAffected, before] = range;
  const unpacked: { -readonly [Key in keyof VersionRange]: VersionRange[Key] } = {};
  if (introduced != null) unpacked.introduced = introduced;
  if (fixed != null) unpacked.fixed = fixed;
  if (lastAffected != null) unpacked.lastAffected = lastAffected;
  if (before !== undefined) unpacked.before = before;
  return unpacked;
}

function packEntry(entry: AdvisoryEntry): PackedEntry {
  const options: PackedOptions = {
    v: entry.versions,
    n: entry.nativeRange,
    m: entry.module,
    a: entry.architectures,
    y: entry.symbols,
    u: entry.vulnerabilities,
    o: entry.operatingSystems,
    c: entry.channel,
    s: entry.severity,
    t: entry.fixAvailableSince === undefined ? undefined : Date.parse(entry.fixAvailableSince) / 1000,
    k: entry.scheme === schemeOf(entry.ecosystem) ? undefined : entry.scheme,
  };
  const packed = [states.indexOf(entry.state), entry.ranges.map(packRange)] as const;
  return Object.values(options).some((value) => value !== undefined) ? [...packed, options] : packed;
}

/** What one advisory says of one package: one text, whatever order the feed had it in. */
export function packEntries(entries: readonly AdvisoryEntry[]): string {
  const packed = entries.map((entry) => JSON.stringify(packEntry(entry)));
  return `[${packed.sort().join(',')}]`;
}

/** Where an entry's body stands: what is not repeated in it. */
export interface EntryPlace {
  readonly advisory: string;
  readonly feed: string;
  readonly ecosystem: string;
  readonly name: string;
}

/** An entry while it is being read. */
type MutableEntry = { -readonly [Key in keyof AdvisoryEntry]: AdvisoryEntry[Key] };

/** Reads what {@link packEntries} wrote, and adds it to `entries`: lookups are counted in microseconds. */
export function unpackEntries(body: string, place: EntryPlace, entries: AdvisoryEntry[] = []): AdvisoryEntry[] {
  const scheme = schemeOf(place.ecosystem);
  const { advisory, feed, ecosystem, name } = place;
  for (const [state, ranges, options] of JSON.parse(body) as PackedEntry[]) {
    const entry: MutableEntry = {
      advisory,
      feed,
      ecosystem,
      name,
      scheme,
      state: states[state] ?? 'affected',
      ranges: ranges.map(unpackRange),
    };
    if (options) unpackOptions(entry, options);
    entries.push(entry);
  }
  return entries;
}

function unpackOptions(entry: MutableEntry, { v, n, m, a, y, u, o, c, s, t, k }: PackedOptions): void {
  if (v) entry.versions = v;
  if (n !== undefined) entry.nativeRange = n;
  if (m !== undefined) entry.module = m;
  if (a) entry.architectures = a;
  if (y) entry.symbols = y;
  if (u) entry.vulnerabilities = u;
  if (o) entry.operatingSystems = o;
  if (c !== undefined) entry.channel = c;
  if (s) entry.severity = s;
  if (t !== undefined) entry.fixAvailableSince = instantOfSeconds(t);
  if (k) entry.scheme = k;
}

/** Entries of one advisory share their instant; formatting it is the slowest part of reading an entry. */
const instants = new Map<number, string>();
const MAX_INSTANTS = 20_000;

function instantOfSeconds(seconds: number): string {
  const known = instants.get(seconds);
  if (known !== undefined) return known;
  const instant = new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
  if (instants.size >= MAX_INSTANTS) instants.clear();
  instants.set(seconds, instant);
  return instant;
}

type PackedHead = readonly [
  kind: Advisory['kind'],
  title: string,
  aliases: readonly string[],
  vulnerabilities: readonly string[],
  severity: Severity | 0,
  cvss: readonly (readonly [CvssVector['version'], string, string?])[],
  published?: string | 0,
  modified?: string | 0,
  withdrawn?: string,
];

/** What matching needs of an advisory. */
export function packHead(advisory: Advisory): string {
  const cvss = advisory.cvss.map(({ version, vector, source }) =>
    source === undefined ? ([version, vector] as const) : ([version, vector, source] as const),
  );
  const { kind, title, aliases, vulnerabilities, severity, published, modified, withdrawn } = advisory;
  const head: PackedHead = [kind, title, aliases, vulnerabilities, severity ?? 0, cvss, published ?? 0, modified ?? 0];
  return JSON.stringify(withdrawn === undefined ? head : [...head, withdrawn]);
}

/** What only a report needs of it. */
export interface ColdPart {
  /** Details. */
  readonly d?: string;
  /** References. */
  readonly r?: readonly string[];
  /** CWEs. */
  readonly w?: readonly string[];
  /** Keys of its entries: ecosystem number and name, to find them again. */
  readonly k: readonly (readonly [number, string])[];
}

/** Reads both parts. */
export function unpackAdvisory(feed: string, id: string, head: string, cold: ColdPart): Advisory {
  const [kind, title, aliases, vulnerabilities, severity, cvss, published, modified, withdrawn] = JSON.parse(
    head,
  ) as PackedHead;
  return {
    id,
    feed,
    aliases,
    vulnerabilities,
    kind,
    title,
    cvss: cvss.map(([version, vector, source]) => ({ version, vector, ...(source !== undefined && { source }) })),
    references: cold.r ?? [],
    ...(cold.d !== undefined && { details: cold.d }),
    ...(severity && { severity }),
    ...(cold.w && { cwes: cold.w }),
    ...(published && { published }),
    ...(modified && { modified }),
    ...(withdrawn && { withdrawn }),
  };
}

/** An advisory as it travels: the bodies as they are stored, no number in them that means something here only. */
export interface PackedAdvisory {
  readonly id: string;
  readonly head: unknown;
  readonly cold: Omit<ColdPart, 'k'>;
  /** Ecosystem, name and body. */
  readonly entries: readonly (readonly [string, string, unknown])[];
}

/** Reads an advisory that was packed for its way. */
export function unpackRecord(packed: PackedAdvisory, feed: string): { advisory: Advisory; entries: AdvisoryEntry[] } {
  const { id, head, cold, entries } = packed;
  const advisory = unpackAdvisory(feed, id, JSON.stringify(head), { ...cold, k: [] });
  return {
    advisory,
    entries: entries.flatMap(([ecosystem, name, body]) =>
      unpackEntries(JSON.stringify(body), { advisory: id, feed, ecosystem, name }),
    ),
  };
}
