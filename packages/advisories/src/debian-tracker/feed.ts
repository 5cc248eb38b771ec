import type { Feed, FeedBatch, FeedOrigin, FeedRecord } from '@pratique/model';
import { advisoryErrors } from '../errors.ts';
import type { AdvisoryLimits } from '../limits.ts';
import { gunzipBounded } from '../reading/gzip.ts';
import { parseJson } from '../reading/json.ts';
import { memberSpans, SpanError } from '../reading/members.ts';
import { readTrackedFlaw, type TrackedFlaw } from './record.ts';

const FEED = 'debian-tracker';

/** Files that hold the tracker's export, with the id of the batch that each becomes. */
async function exportsOf(origin: FeedOrigin): Promise<readonly { path: string; feed: string }[]> {
  const names = await origin.list('debian/');
  if (names === undefined || names.length === 0) return [{ path: 'tracker/data/json', feed: FEED }];
  return names.flatMap((name) => {
    const part = /^tracker(?:-(?<part>[\w.-]+?))?\.json(?:\.gz)?$/.exec(name)?.groups;
    return part ? [{ path: `debian/${name}`, feed: part['part'] ? `${FEED}/${part['part']}` : FEED }] : [];
  });
}

/**
 * The Debian security tracker's JSON export (`tracker/data/json`), or `debian/tracker*.json[.gz]` in a folder. One
 * advisory per flaw, over all packages and releases. The export is 70 MB: it is indexed and parsed flaw by flaw.
 */
export function debianTrackerFeed(limits: AdvisoryLimits): Feed {
  return {
    id: FEED,
    version: 1,
    async *fetch(origin, validators, signal) {
      for (const { path, feed } of await exportsOf(origin)) {
        signal?.throwIfAborted();
        const file = await origin.read(path, validators.get(feed));
        if (file === undefined) continue;
        if (file === 'unchanged') {
          yield { feed, replaces: false, unchanged: true, covers: [], validator: validators.get(feed), records: [] };
          continue;
        }
        const { bytes, validator } = file;
        yield batchOf(gunzipBounded(bytes, path, limits.unpackedBytes), { path, feed, validator, limits });
      }
    },
  };
}

/** How one export is read. */
export interface TrackerReading {
  readonly path: string;
  readonly feed: string;
  readonly validator?: string;
  readonly limits: AdvisoryLimits;
}

/** The batch of one export, unpacked. Its records throw `advisories/malformed` where it is no such export. */
export function batchOf(bytes: Buffer, { path, feed, validator, limits }: TrackerReading): FeedBatch {
  const covers: string[] = [];
  function* records(): Generator<FeedRecord> {
    for (const [id, spans] of indexByFlaw(bytes, path)) {
      const flaws: TrackedFlaw[] = [];
      let reason: string | undefined;
      for (const { pkg, start, end } of spans) {
        const parsed = parseJson(bytes.subarray(start, end), limits.recordBytes);
        if (parsed.ok) flaws.push({ pkg, value: parsed.value });
        else reason ??= `${pkg}: ${parsed.reason}`.slice(0, 200);
      }
      const record =
        reason === undefined ? readTrackedFlaw(id, feed, flaws) : { kind: 'rejected' as const, id, reason };
      if (record.kind === 'advisory')
        for (const { ecosystem } of record.entries) if (!covers.includes(ecosystem)) covers.push(ecosystem);
      yield record;
    }
  }
  return { feed, replaces: true, covers, validator, records: records() };
}

interface Span {
  readonly pkg: string;
  readonly start: number;
  readonly end: number;
}

/** The export is ordered by package; an advisory is about a flaw. Only positions are kept. */
function indexByFlaw(bytes: Buffer, path: string): Map<string, Span[]> {
  const index = new Map<string, Span[]>();
  try {
    for (const { outer: pkg, inner: id, start, end } of memberSpans(bytes)) {
      const spans = index.get(id);
      if (spans) spans.push({ pkg, start, end });
      else index.set(id, [{ pkg, start, end }]);
    }
  } catch (cause) {
    if (!(cause instanceof SpanError)) throw cause;
    throw advisoryErrors.create('advisories/malformed', { attempted: 'read', on: path, why: cause.message, cause });
  }
  return index;
}
