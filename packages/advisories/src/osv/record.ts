import type { Advisory, AdvisoryEntry, FeedRecord } from '@pratique/model';
import { ecosystemName } from '../ecosystem/normal-form.ts';
import { asList, asObject, type JsonObject, member, parseJson, textsOf } from '../reading/json.ts';
import { instantOf } from '../reading/date.ts';
import { asId, detailsOf, firstSentence, referencesOf, titleOf } from '../reading/text.ts';
import { entriesOf, type RecordContext } from './affected.ts';
import { identityOf } from './identity.ts';
import { RecordError } from './ranges.ts';
import { databaseSeverity, severityOfTitle, statedSeverity } from './severity.ts';

const MAX_AFFECTED = 50_000;

/** Version of every feed of OSV records (see `Feed.version`): raise it when the same record is read otherwise. */
export const OSV_READER_VERSION = 2;

/** How the records of one feed are read. */
export interface OsvReading {
  readonly feed: string;
  /** Keep only what is said of this ecosystem: the folder of another one carries the rest. */
  readonly ecosystem?: string;
  /** Support channel of every entry, such as `elts`. */
  readonly channel?: string;
}

/**
 * Normalizes one OSV record (OSV schema 1.x). `undefined`: a record that is not about security. A record without
 * anything comparable (only commits) is an advisory without entries.
 */
export function readOsvRecord(value: unknown, reading: OsvReading, name = 'record'): FeedRecord | undefined {
  const record = asObject(value);
  if (!record) return { kind: 'rejected', id: name, reason: 'not a JSON object' };
  const id = asId(member(record, 'id'));
  if (id === undefined) return { kind: 'rejected', id: name, reason: 'it has no id' };
  try {
    return normalize(record, id, reading);
  } catch (thrown) {
    if (thrown instanceof RecordError) return { kind: 'rejected', id, reason: thrown.message };
    throw thrown;
  }
}

/** {@link readOsvRecord} over bytes of at most `maxBytes`. `name`: the file's, for what cannot be read at all. */
export function readOsvBytes(
  bytes: Buffer,
  name: string,
  reading: OsvReading,
  maxBytes: number,
): FeedRecord | undefined {
  const id = asId(name.slice(name.lastIndexOf('/') + 1).replace(/\.json$/, '')) ?? 'unnamed';
  const parsed = parseJson(bytes, maxBytes);
  return parsed.ok ? readOsvRecord(parsed.value, reading, id) : { kind: 'rejected', id, reason: parsed.reason };
}

function normalize(record: JsonObject, id: string, reading: OsvReading): FeedRecord | undefined {
  const identity = identityOf(record, id);
  const kind = kindOf(record, id, identity.aliases);
  if (!identity.security || kind === 'notice') return undefined;
  const affected = member(record, 'affected') ?? [];
  if (!Array.isArray(affected)) throw new RecordError('"affected" is not a list');
  if (affected.length > MAX_AFFECTED) throw new RecordError(`more than ${MAX_AFFECTED} affected packages`);

  const withdrawn =
    instantOf(member(record, 'withdrawn')) ?? (member(record, 'withdrawn') ? '1980-01-01T00:00:00Z' : undefined);
  const published = instantOf(member(record, 'published'));
  const { cvss, word } = statedSeverity(
    member(record, 'severity'),
    ...affected.map((item) => member(asObject(item), 'severity')),
  );
  const title = titleOf(member(record, 'summary'));
  const rating = word ?? severityOfTitle(member(record, 'summary'));
  const severity = rating ?? databaseSeverity(record);
  const advisory: Advisory = {
    id,
    feed: reading.feed,
    aliases: identity.aliases,
    vulnerabilities: identity.vulnerabilities,
    kind,
    title: title || firstSentence(member(record, 'details')),
    cvss,
    references: referencesOf(asList(member(record, 'references')).map((item) => member(asObject(item), 'url'))),
    ...without({
      details: detailsOf(member(record, 'details')),
      severity,
      cwes: cwesOf(record, affected),
      published,
      modified: instantOf(member(record, 'modified')),
      withdrawn,
    }),
  };
  const { vulnerabilities } = identity;
  const malware = kind === 'malware';
  const context: RecordContext = { id, feed: reading.feed, malware, rating, published, title, vulnerabilities };
  return { kind: 'advisory', advisory, entries: withdrawn === undefined ? allEntries(affected, context, reading) : [] };
}

/** An object without its undefined members, so that equal records have equal text. */
function without<Shape extends object>(shape: Shape): Partial<Shape> {
  return Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined)) as Partial<Shape>;
}

function kindOf(record: JsonObject, id: string, aliases: readonly string[]): Advisory['kind'] | 'notice' {
  if (id.startsWith('MAL-') || aliases.some((alias) => alias.startsWith('MAL-'))) return 'malware';
  const informational = new Set(
    asList(member(record, 'affected')).map((item) =>
      member(asObject(member(asObject(item), 'database_specific')), 'informational'),
    ),
  );
  if (informational.has('unmaintained')) return 'unmaintained';
  return informational.has('notice') ? 'notice' : 'vulnerability';
}

function cwesOf(record: JsonObject, affected: readonly unknown[]): string[] | undefined {
  const own = textsOf(member(asObject(member(record, 'database_specific')), 'cwe_ids'));
  const listed = affected.flatMap((item) =>
    asList(member(asObject(member(asObject(item), 'database_specific')), 'cwes')),
  );
  const ids = [...own, ...listed.map((item) => member(asObject(item), 'cweId'))];
  const cwes = new Set(ids.filter((cwe): cwe is string => typeof cwe === 'string' && /^CWE-\d{1,5}$/.test(cwe)));
  return cwes.size > 0 ? [...cwes].slice(0, 16) : undefined;
}

/** All entries, those of one package that differ in their ranges alone made one. */
function allEntries(affected: readonly unknown[], context: RecordContext, reading: OsvReading): AdvisoryEntry[] {
  const entries = new Map<string, AdvisoryEntry>();
  for (const item of affected) {
    for (const read of entriesOf(item, context)) {
      if (reading.ecosystem !== undefined && ecosystemName(read.ecosystem) !== reading.ecosystem) continue;
      const entry = reading.channel === undefined ? read : { ...read, channel: reading.channel };
      const key = JSON.stringify([
        entry.ecosystem,
        entry.name,
        entry.channel,
        entry.module,
        entry.severity,
        entry.architectures,
      ]);
      const known = entries.get(key);
      entries.set(key, known ? union(known, entry) : entry);
    }
  }
  return [...entries.values()];
}

function union(a: AdvisoryEntry, b: AdvisoryEntry): AdvisoryEntry {
  if (a.state === 'not-affected' || b.state === 'not-affected') return a.state === 'not-affected' ? b : a;
  const everyVersion = [a, b].find((entry) => entry.ranges.length === 0 && !entry.versions?.length);
  if (everyVersion) return everyVersion;
  const ranges = new Map([...a.ranges, ...b.ranges].map((range) => [JSON.stringify(range), range]));
  const versions = [...new Set([...(a.versions ?? []), ...(b.versions ?? [])])];
  const symbols = [...new Set([...(a.symbols ?? []), ...(b.symbols ?? [])])];
  return {
    ...(a.state === 'fixed' ? a : b),
    ranges: [...ranges.values()],
    ...(versions.length > 0 && { versions }),
    ...(symbols.length > 0 && { symbols }),
  };
}
