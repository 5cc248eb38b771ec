import type { Feed, FeedOrigin, FeedRecord } from '@pratique/model';
import { advisoryErrors } from '../errors.ts';
import type { AdvisoryLimits } from '../limits.ts';
import { gunzipBounded } from '../reading/gzip.ts';
import { parseJson } from '../reading/json.ts';
import { readKevCsv, readKevJson } from './record.ts';

const FEED = 'kev';
const NAME = 'known_exploited_vulnerabilities';
const fileForm = /^known_exploited_vulnerabilities(?:[-_]\d{4}-\d{2}-\d{2})?\.(?:json|csv)(?:\.gz)?$/;

/** Candidates, the JSON form and the undated (current) one first; dated files newest first. */
async function candidates(origin: FeedOrigin): Promise<readonly string[]> {
  const listed = (await origin.list('kev/')) ?? [];
  if (listed.length === 0) return [`kev/${NAME}.json`, `${NAME}.json`, `kev/${NAME}.csv`, `${NAME}.csv`];
  const rank = (name: string): number => (name.startsWith(`${NAME}.`) ? 0 : 2) + (name.includes('.json') ? 0 : 1);
  return listed
    .filter((name) => fileForm.test(name))
    .sort((a, b) => rank(a) - rank(b) || (a < b ? 1 : -1))
    .map((name) => `kev/${name}`);
}

/** CISA's Known Exploited Vulnerabilities catalogue, JSON or CSV, `kev/known_exploited_vulnerabilities*.{json,csv}[.gz]`. */
export function kevFeed(limits: AdvisoryLimits): Feed {
  return {
    id: FEED,
    version: 1,
    async *fetch(origin, validators, signal) {
      for (const path of await candidates(origin)) {
        signal?.throwIfAborted();
        const file = await origin.read(path, validators.get(FEED));
        if (file === undefined) continue;
        if (file === 'unchanged')
          yield {
            feed: FEED,
            replaces: false,
            unchanged: true,
            covers: [],
            validator: validators.get(FEED),
            records: [],
          };
        else {
          const records = readKev(gunzipBounded(file.bytes, path, limits.unpackedBytes), path, limits);
          yield { feed: FEED, replaces: true, covers: [], validator: file.validator, records };
        }
        return;
      }
    },
  };
}

/**
 * The entries of either form.
 * @throws PratiqueError `advisories/malformed` where it is neither
 */
export function readKev(bytes: Buffer, path: string, limits: AdvisoryLimits): readonly FeedRecord[] {
  let why = 'its first row does not name the columns of the catalogue';
  let records: readonly FeedRecord[] | undefined;
  if (path.includes('.csv')) records = readKevCsv(bytes.toString('utf8'));
  else {
    const parsed = parseJson(bytes, limits.unpackedBytes);
    records = parsed.ok ? readKevJson(parsed.value) : undefined;
    why = parsed.ok ? 'it has no list of vulnerabilities' : parsed.reason;
  }
  if (records === undefined) throw advisoryErrors.create('advisories/malformed', { attempted: 'read', on: path, why });
  return records;
}
