import type { Feed, FeedRecord } from '@pratique/model';
import type { AdvisoryLimits } from '../limits.ts';
import { readZip } from '../reading/zip.ts';
import { OSV_READER_VERSION, type OsvReading, readOsvBytes } from './record.ts';

/** A publisher's archive of records in OSV's form, apart from the OSV export. */
export interface OsvArchive {
  readonly id: string;
  /** Below the origin. */
  readonly path: string;
  readonly covers: readonly string[];
  /** Support channel of every entry. */
  readonly channel?: string;
}

/** A feed that is one zip of OSV records. */
export function osvArchiveFeed({ id, path, covers, channel }: OsvArchive, limits: AdvisoryLimits): Feed {
  const reading: OsvReading = { feed: id, ...(channel && { channel }) };
  async function* records(bytes: Buffer): AsyncGenerator<FeedRecord> {
    for await (const { name, bytes: member, reason } of readZip(bytes, path, limits, limits.recordBytes)) {
      if (!name.endsWith('.json')) continue;
      const record = member
        ? readOsvBytes(member, name, reading, limits.recordBytes)
        : ({ kind: 'rejected', id: name.slice(0, 200), reason: reason ?? 'unreadable' } as const);
      if (record) yield record;
    }
  }
  return {
    id,
    version: OSV_READER_VERSION,
    async *fetch(origin, validators, signal) {
      signal?.throwIfAborted();
      const file = await origin.read(path, validators.get(id));
      if (file === undefined) return;
      if (file === 'unchanged')
        yield { feed: id, replaces: false, unchanged: true, covers: [], validator: validators.get(id), records: [] };
      else yield { feed: id, replaces: true, covers, validator: file.validator, records: records(file.bytes) };
    },
  };
}
