import type { SchemeId, VersionRange } from '@pratique/model';
import { asList, asObject, asText, type JsonObject, member } from '../reading/json.ts';
import { asKey } from '../reading/text.ts';
import { compareVersions, isVersion } from '../reading/version-order.ts';

/** More events than this in one range are hostile: the longest published one has a few hundred. */
const MAX_EVENTS = 5000;

type EventKind = 'introduced' | 'fixed' | 'last_affected' | 'limit';
interface RangeEvent {
  readonly kind: EventKind;
  readonly version: string;
}

/** Thrown within this folder: the record does not have the form of the OSV schema. Becomes a rejected record. */
export class RecordError extends Error {
  override readonly name = 'RecordError';
}

const kinds: readonly EventKind[] = ['introduced', 'fixed', 'last_affected', 'limit'];

function eventsOf(range: JsonObject): RangeEvent[] {
  const events = member(range, 'events');
  if (!Array.isArray(events)) throw new RecordError('a range has no list of events');
  if (events.length > MAX_EVENTS) throw new RecordError(`a range has more than ${MAX_EVENTS} events`);
  return events.flatMap((item) => {
    const event = asObject(item);
    if (!event) throw new RecordError('an event of a range is not an object');
    return kinds.flatMap((kind) => {
      if (!Object.hasOwn(event, kind)) return [];
      const version = asKey(event[kind]);
      if (version === undefined) throw new RecordError(`an event "${kind}" has no version`);
      return [{ kind, version }];
    });
  });
}

/** Whether openings and ends take turns, an opening first: then the order of the file is the order of the versions. */
function takesTurns(events: readonly RangeEvent[]): boolean {
  return events.every(({ kind }, index) => (kind === 'introduced') === (index % 2 === 0));
}

/** OSV's evaluation sorts events by version; `0` is before every version; at one version `introduced` comes first. */
function sortEvents(events: RangeEvent[], scheme: SchemeId): RangeEvent[] {
  if (!events.every(({ version }) => version === '0' || isVersion(scheme, version))) return events;
  return events.toSorted((a, b) => {
    if (a.version === b.version) return Number(b.kind === 'introduced') - Number(a.kind === 'introduced');
    if (a.version === '0' || b.version === '0') return a.version === '0' ? -1 : 1;
    return compareVersions(scheme, a.version, b.version) ?? 0;
  });
}

/** Intervals of a sorted sequence of events: a version is affected from an opening to the next end. */
function intervals(events: readonly RangeEvent[]): VersionRange[] {
  const ranges: VersionRange[] = [];
  // The schema demands an opening; where a publisher left it out, the end alone still says something.
  let open: { introduced?: string } | undefined = events.some(({ kind }) => kind === 'introduced') ? undefined : {};
  if (events.length === 0) return ranges;
  for (const { kind, version } of events) {
    if (kind === 'introduced') open ??= version === '0' ? {} : { introduced: version };
    // `limit` ends what a range says as `fixed` does, but is no release to update to.
    else if (open !== undefined) {
      if (kind === 'fixed') ranges.push({ ...open, fixed: version });
      else if (kind === 'last_affected') ranges.push({ ...open, lastAffected: version });
      else if (version === '*') continue;
      else ranges.push({ ...open, before: version });
      open = undefined;
    }
  }
  if (open !== undefined) ranges.push(open);
  return ranges;
}

/**
 * The intervals of one `affected[]` element. Ranges over commits (`GIT`) are left out: they compare with nothing that
 * an inventory knows. `comparable` is false where there was nothing else.
 * @throws RecordError
 */
export function rangesOf(affected: JsonObject, scheme: SchemeId): { ranges: VersionRange[]; comparable: boolean } {
  const ranges = new Map<string, VersionRange>();
  let comparable = false;
  for (const item of asList(member(affected, 'ranges'))) {
    const range = asObject(item);
    if (!range) throw new RecordError('a range is not an object');
    if (asText(member(range, 'type')) === 'GIT') continue;
    comparable = true;
    const events = eventsOf(range);
    for (const interval of intervals(takesTurns(events) ? events : sortEvents(events, scheme)))
      ranges.set(JSON.stringify(interval), interval);
  }
  return { ranges: [...ranges.values()], comparable };
}
