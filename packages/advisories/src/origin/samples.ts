import type { FeedOrigin } from '@pratique/model';
import { asObject, member, parseJson, textsOf } from '../reading/json.ts';

const FILE = 'pratique-feeds.json';
const MAX_BYTES = 1024 * 1024;

/**
 * Feeds that an origin declares to be samples, by id (`osv/npm`) or by prefix (`osv/*`), in a file `pratique-feeds.json`
 * at its top: `{ "samples": ["osv/npm"] }`. Samples are loaded and matched, but cover nothing.
 */
export async function declaredSamples(origin: FeedOrigin): Promise<readonly string[]> {
  const file = await origin.read(FILE);
  if (file === undefined || file === 'unchanged') return [];
  const parsed = parseJson(file.bytes, MAX_BYTES);
  return parsed.ok ? textsOf(member(asObject(parsed.value), 'samples')) : [];
}

/** Whether one of the declarations names the feed. */
export function isSample(feed: string, samples: readonly string[]): boolean {
  return samples.some((name) => name === feed || (name.endsWith('*') && feed.startsWith(name.slice(0, -1))));
}
