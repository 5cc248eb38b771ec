import type { FeedRecord, Lifecycle } from '@pratique/model';
import { asList, asObject, asText, type JsonObject, member } from '../reading/json.ts';
import { dayOf } from '../reading/date.ts';
import { asKey, titleOf } from '../reading/text.ts';

/** A date, or whether it is over where no date is known. Undefined: not said. */
function ending(value: unknown): string | boolean | undefined {
  return typeof value === 'boolean' ? value : dayOf(value);
}

/** Version 1 of the API says the day and, apart from it, whether it has passed. */
function endingOfPair(release: JsonObject, from: string, is: string): string | boolean | undefined {
  return dayOf(member(release, from)) ?? ending(member(release, is));
}

interface Fields {
  readonly cycle: unknown;
  readonly endOfLife: string | boolean | undefined;
  readonly extendedSupport: string | boolean | undefined;
  readonly latest: unknown;
}

/** The three forms of one release: the site's own source, version 0 of its API, version 1. */
function fieldsOf(release: JsonObject): Fields {
  if (Object.hasOwn(release, 'isEol'))
    return {
      cycle: member(release, 'name'),
      endOfLife: endingOfPair(release, 'eolFrom', 'isEol'),
      extendedSupport: endingOfPair(release, 'eoesFrom', 'isEoes'),
      latest: member(asObject(member(release, 'latest')), 'name'),
    };
  const source = Object.hasOwn(release, 'releaseCycle');
  return {
    cycle: member(release, source ? 'releaseCycle' : 'cycle'),
    endOfLife: ending(member(release, 'eol')),
    extendedSupport: ending(member(release, source ? 'eoes' : 'extendedSupport')),
    latest: member(release, 'latest'),
  };
}

/** Reads one release of a product. */
function recordOf(product: string, value: unknown): FeedRecord {
  const release = asObject(value);
  if (!release) return { kind: 'rejected', id: product, reason: 'a release is not an object' };
  const { cycle: written, endOfLife, extendedSupport, latest } = fieldsOf(release);
  const cycle = asKey(typeof written === 'number' ? String(written) : written);
  if (cycle === undefined) return { kind: 'rejected', id: product, reason: 'a release has no name' };
  if (endOfLife === undefined)
    return { kind: 'rejected', id: `${product}/${cycle}`.slice(0, 200), reason: 'its end of life is no date' };
  const codename = titleOf(member(release, 'codename'));
  const released = dayOf(member(release, 'releaseDate'));
  const newest = asKey(asText(latest));
  const record: Lifecycle = {
    product,
    cycle,
    endOfLife,
    ...(codename && { codename }),
    ...(released && { released }),
    ...(extendedSupport !== undefined && { extendedSupport }),
    ...(newest && { latest: newest }),
  };
  return { kind: 'lifecycle', record };
}

/** Product names as endoflife.date writes them: what a file name may hold. */
export function isProduct(name: unknown): name is string {
  return typeof name === 'string' && /^[a-z0-9][a-z0-9-]{0,99}$/.test(name);
}

/** Releases of one product: the array of `/api/<product>.json`, or an object with `releases`. */
export function* readProduct(product: string, document: unknown): Generator<FeedRecord> {
  const releases = Array.isArray(document) ? document : member(asObject(document), 'releases');
  if (!Array.isArray(releases)) yield { kind: 'rejected', id: product, reason: 'it has no list of releases' };
  else for (const release of releases) yield recordOf(product, release);
}

/** All products: `{product: {releases}}`, or version 1's `{result: [{name, releases}]}`. */
export function* readProducts(document: unknown): Generator<FeedRecord> {
  const root = asObject(document);
  const result = member(root, 'result');
  const products: readonly (readonly [unknown, unknown])[] = Array.isArray(result)
    ? asList(result).map((item) => [member(asObject(item), 'name'), item])
    : Object.entries(root ?? {});
  for (const [name, product] of products) {
    if (isProduct(name)) yield* readProduct(name, product);
    else yield { kind: 'rejected', id: 'unnamed', reason: 'a product has no usable name' };
  }
}
