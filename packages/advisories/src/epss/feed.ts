import type { Feed, FeedOrigin } from '@pratique/model';
import { advisoryErrors } from '../errors.ts';
import type { AdvisoryLimits } from '../limits.ts';
import { gunzipBounded } from '../reading/gzip.ts';
import { readEpss } from './record.ts';

const FEED = 'epss';
const CURRENT = 'epss_scores-current.csv.gz';
const fileForm = /^epss_scores-(?:\d{4}-\d{2}-\d{2}|current)\.csv(?:\.gz)?$/;

/** The newest file by its name; `current` before any dated one. */
async function newest(origin: FeedOrigin): Promise<readonly string[]> {
  const listed = (await origin.list('epss/')) ?? [];
  const names = listed.filter((name) => fileForm.test(name)).sort();
  // `current` sorts after every date.
  const last = names.at(-1);
  return last === undefined ? [`epss/${CURRENT}`, CURRENT] : [`epss/${last}`];
}

/** FIRST's Exploit Prediction Scoring System, `epss/epss_scores-<day|current>.csv[.gz]`. */
export function epssFeed(limits: AdvisoryLimits): Feed {
  return {
    id: FEED,
    version: 1,
    async *fetch(origin, validators, signal) {
      for (const path of await newest(origin)) {
        signal?.throwIfAborted();
        const file = await origin.read(path, validators.get(FEED));
        if (file === undefined) continue;
        if (file === 'unchanged') {
          yield {
            feed: FEED,
            replaces: false,
            unchanged: true,
            covers: [],
            validator: validators.get(FEED),
            records: [],
          };
          return;
        }
        const records = readEpss(gunzipBounded(file.bytes, path, limits.unpackedBytes));
        if (!records) {
          const why = 'its first row does not name the columns cve and epss';
          throw advisoryErrors.create('advisories/malformed', { attempted: 'read', on: path, why });
        }
        yield { feed: FEED, replaces: true, covers: [], validator: file.validator, records };
        return;
      }
    },
  };
}
