import { createHash } from 'node:crypto';
import { mapConcurrent } from '@pratique/foundation';
import type { Feed, FeedBatch, FeedOrigin, FeedRecord } from '@pratique/model';
import { advisoryErrors } from '../errors.ts';
import type { AdvisoryLimits } from '../limits.ts';
import { gunzipBounded } from '../reading/gzip.ts';
import { parseJson } from '../reading/json.ts';
import { knownProducts } from './products.ts';
import { isProduct, readProduct, readProducts } from './record.ts';

const FEED = 'end-of-life';
const WIDTH = 6;
/** All products in one file: the site's source as one object, or version 1 of the API. */
const wholeFiles = ['eol/products.json.gz', 'eol/products.json', 'api/v1/products/full'];
const productFolders = ['eol/api/', 'api/'];

/** endoflife.date: `eol/products.json[.gz]`, its API, or `eol/api/<product>.json`. */
export function endOfLifeFeed(limits: AdvisoryLimits): Feed {
  return {
    id: FEED,
    version: 1,
    async *fetch(origin, validators, signal) {
      const validator = validators.get(FEED);
      for (const path of wholeFiles) {
        signal?.throwIfAborted();
        const file = await origin.read(path, validator);
        if (file === 'unchanged') {
          yield { feed: FEED, replaces: false, unchanged: true, covers: [], validator, records: [] };
          return;
        }
        if (file === undefined) continue;
        const bytes = gunzipBounded(file.bytes, path, limits.unpackedBytes);
        yield {
          feed: FEED,
          replaces: true,
          covers: [],
          validator: file.validator,
          records: wholeRecords(bytes, path, limits),
        };
        return;
      }
      for (const folder of productFolders) {
        const batch = await productBatch(origin, folder, validator, limits);
        if (!batch) continue;
        yield batch;
        return;
      }
    },
  };
}

function wholeRecords(bytes: Buffer, path: string, limits: AdvisoryLimits): Iterable<FeedRecord> {
  const parsed = parseJson(bytes, limits.unpackedBytes);
  if (!parsed.ok)
    throw advisoryErrors.create('advisories/malformed', { attempted: 'read', on: path, why: parsed.reason });
  return readProducts(parsed.value);
}

/** One file per product; one validator for all: whether their bytes are the same. */
async function productBatch(
  origin: FeedOrigin,
  folder: string,
  validator: string | undefined,
  limits: AdvisoryLimits,
): Promise<FeedBatch | undefined> {
  const listed = (await origin.list(folder))?.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -5));
  const products = listed ? listed.filter(isProduct) : knownProducts;
  const files = await mapConcurrent(products, WIDTH, async (product) => {
    const file = await origin.read(`${folder}${product}.json`);
    return file === undefined || file === 'unchanged' ? undefined : { product, bytes: file.bytes };
  });
  const present = files.filter((file) => file !== undefined);
  if (present.length === 0) return undefined;
  const hash = createHash('sha256');
  for (const { product, bytes } of present) hash.update(`${product} ${bytes.length}\n`).update(bytes);
  const digest = `sha256:${hash.digest('hex')}`;
  if (digest === validator) return { feed: FEED, replaces: false, unchanged: true, covers: [], validator, records: [] };
  function* records(): Generator<FeedRecord> {
    for (const { product, bytes } of present) {
      const parsed = parseJson(bytes, limits.recordBytes);
      if (parsed.ok) yield* readProduct(product, parsed.value);
      else yield { kind: 'rejected', id: product, reason: parsed.reason };
    }
  }
  return { feed: FEED, replaces: true, covers: [], validator: digest, records: records() };
}
