import { type Clock, mapConcurrent, systemClock } from '@pratique/foundation';
import type { Feed, FeedBatch, FeedOrigin, FeedRecord } from '@pratique/model';
import { ecosystemName } from '../ecosystem/normal-form.ts';
import { isDistribution, isKnownEcosystem } from '../ecosystem/scheme.ts';
import type { AdvisoryLimits } from '../limits.ts';
import { readZip } from '../reading/zip.ts';
import { type EcosystemFolder, ecosystemFolders } from './folders.ts';
import { type LoadState, type ModifiedRow, readLoadState, readModifiedList, writeLoadState } from './progress.ts';
import { OSV_READER_VERSION, type OsvReading, readOsvBytes } from './record.ts';

/** More changed records than this are fetched as the whole archive. */
const MAX_SINGLE_RECORDS = 500;
/** A whole load at least this often, so that records that were taken away go here too. Milliseconds. */
const WHOLE_EVERY = 7 * 24 * 60 * 60 * 1000;
const WIDTH = 6;

/** What to read, and what of it. */
export interface OsvOptions {
  readonly limits: AdvisoryLimits;
  /** Only these folders. */
  readonly ecosystems?: readonly string[];
  readonly clock?: Clock;
}

/** One ecosystem being read. `covers` is filled while its records pass. */
interface Reading {
  readonly folder: EcosystemFolder;
  readonly osv: OsvReading;
  readonly covers: string[];
  readonly limits: AdvisoryLimits;
  /** RFC 3339. */
  readonly now: string;
}

/**
 * The OSV export, or a folder of the same shape (`osv/<Ecosystem>/all.zip`, `<Ecosystem>/all.zip`; loose `<ID>.json` in a
 * folder). After a first load only what `modified_id.csv` names as newer is fetched, record by record.
 */
export function osvFeed({ limits, ecosystems, clock = systemClock }: OsvOptions): Feed {
  return {
    id: 'osv',
    version: OSV_READER_VERSION,
    async *fetch(origin, validators, signal) {
      for (const folder of await ecosystemFolders(origin, ecosystems)) {
        signal?.throwIfAborted();
        const { ecosystem } = folder;
        const feed = `osv/${ecosystem}`;
        const osv: OsvReading = { feed, ...(isKnownEcosystem(ecosystem) && { ecosystem }) };
        const reading: Reading = { folder, osv, covers: [], limits, now: clock.now().toISOString() };
        const batch = await fetchEcosystem(origin, reading, readLoadState(validators.get(feed)));
        if (batch) yield batch;
      }
    },
  };
}

async function fetchEcosystem(origin: FeedOrigin, reading: Reading, state: LoadState): Promise<FeedBatch | undefined> {
  const { path } = reading.folder;
  const listed = await origin.list(path);
  // A folder at hand is read whole: that is faster than asking what changed.
  if (listed && !listed.includes('all.zip')) return looseRecords(origin, reading, listed);
  if (listed) return archive(origin, reading, { archive: state.archive });

  const list = await origin.read(`${path}modified_id.csv`, state.archive === undefined ? undefined : state.list);
  if (list === 'unchanged') return unchanged(reading, state);
  const rows = list && readModifiedList(list.bytes);
  if (!rows) return archive(origin, reading, { archive: state.archive });
  const newest = newestOf(rows, reading.now);
  const next: LoadState = { ...state, list: list.validator, newest, rows: rows.length };
  const newer = newerRows(rows, state, reading.now);
  if (newer === undefined) return archive(origin, reading, { ...next, archive: undefined, whole: newest });
  if (newer.length === 0) return unchanged(reading, next);
  return singleRecords(origin, reading, newer, next);
}

/** Published records have dates in the future. Taken for the newest, one of them would hide every change until that day. */
function newestOf(rows: readonly ModifiedRow[], now: string): string {
  return rows.reduce((latest, { modified }) => (modified > latest && modified <= now ? modified : latest), '');
}

/**
 * Rows to fetch one by one, or undefined where the whole archive is due. Those dated in the future are fetched every time:
 * their date does not tell when they change.
 */
function newerRows(rows: readonly ModifiedRow[], state: LoadState, now: string): readonly ModifiedRow[] | undefined {
  const { newest, whole, archive } = state;
  if (newest === undefined || archive === undefined || whole === undefined) return undefined;
  if (newest > now || whole > now) return undefined;
  if (rows.length < (state.rows ?? 0)) return undefined;
  if (Date.parse(newest) - Date.parse(whole) > WHOLE_EVERY) return undefined;
  // A row of the newest instant itself may have come after the last look.
  const newer = rows.filter(({ modified }) => modified > newest);
  return newer.length > MAX_SINGLE_RECORDS ? undefined : newer;
}

function unchanged({ osv }: Reading, state: LoadState): FeedBatch {
  return {
    feed: osv.feed,
    replaces: false,
    unchanged: true,
    covers: [],
    validator: writeLoadState(state),
    records: [],
  };
}

async function archive(origin: FeedOrigin, reading: Reading, state: LoadState): Promise<FeedBatch | undefined> {
  const { folder, osv, covers, limits } = reading;
  const file = await origin.read(`${folder.path}all.zip`, state.archive);
  if (file === undefined) return undefined;
  if (file === 'unchanged') return unchanged(reading, state);
  cover(reading);
  async function* records(bytes: Buffer): AsyncGenerator<FeedRecord> {
    for await (const { name, bytes: member, reason } of readZip(
      bytes,
      `${folder.path}all.zip`,
      limits,
      limits.recordBytes,
    )) {
      if (!name.endsWith('.json')) continue;
      const record = member
        ? readOsvBytes(member, name, osv, limits.recordBytes)
        : ({ kind: 'rejected', id: name.slice(0, 200), reason: reason ?? 'unreadable' } as const);
      if (record) yield seen(record, reading);
    }
  }
  const validator = writeLoadState({ ...state, archive: file.validator ?? '' });
  return { feed: osv.feed, replaces: true, covers, validator, records: records(file.bytes) };
}

/** A folder of loose records: an unpacked archive, or a few records of one's own. */
function looseRecords(origin: FeedOrigin, reading: Reading, names: readonly string[]): FeedBatch {
  const { folder, osv, covers, limits } = reading;
  cover(reading);
  async function* records(): AsyncGenerator<FeedRecord> {
    for (const name of names.filter((file) => file.endsWith('.json'))) {
      const file = await origin.read(folder.path + name);
      if (!file || file === 'unchanged') continue;
      const record = readOsvBytes(file.bytes, name, osv, limits.recordBytes);
      if (record) yield seen(record, reading);
    }
  }
  return { feed: osv.feed, replaces: true, covers, records: records() };
}

function singleRecords(
  origin: FeedOrigin,
  reading: Reading,
  rows: readonly ModifiedRow[],
  state: LoadState,
): FeedBatch {
  const { folder, osv, covers, limits } = reading;
  async function* records(): AsyncGenerator<FeedRecord> {
    const read = await mapConcurrent(rows, WIDTH, async ({ id }): Promise<FeedRecord | undefined> => {
      const file = await origin.read(`${folder.path}${id}.json`);
      if (!file || file === 'unchanged')
        return { kind: 'rejected', id, reason: 'named in modified_id.csv, but not there' };
      return readOsvBytes(file.bytes, id, osv, limits.recordBytes);
    });
    for (const record of read) if (record) yield seen(record, reading);
  }
  return { feed: osv.feed, replaces: false, covers, validator: writeLoadState(state), records: records() };
}

/** A language's records cover it as a whole; a distribution's cover the releases that they name. */
function cover({ folder, covers }: Reading): void {
  if (isKnownEcosystem(folder.ecosystem) && !isDistribution(folder.ecosystem)) covers.push(folder.ecosystem);
}

function seen(record: FeedRecord, { folder, covers }: Reading): FeedRecord {
  if (record.kind === 'advisory' && isDistribution(folder.ecosystem)) {
    for (const { ecosystem } of record.entries)
      if (!covers.includes(ecosystem) && ecosystemName(ecosystem) === folder.ecosystem) covers.push(ecosystem);
  }
  return record;
}
