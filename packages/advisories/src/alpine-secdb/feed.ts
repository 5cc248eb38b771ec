import { createHash } from 'node:crypto';
import type { Feed, FeedBatch, FeedOrigin } from '@pratique/model';
import { advisoryErrors } from '../errors.ts';
import type { AdvisoryLimits } from '../limits.ts';
import { parseJson } from '../reading/json.ts';
import { ecosystemOfDocument, SecdbRelease } from './record.ts';

const FEED = 'alpine-secdb';
const PAGE = 'https://security.alpinelinux.org/vuln/';
const repositories = ['main', 'community'] as const;
/** The web cannot list: these releases are asked for, then later ones until one is not there. */
const oldest = { major: 3, minor: 2 };
const NEWEST_KNOWN_MINOR = 23;
const MAX_MINOR = 99;

/** Where Wolfi's and Chainguard's only document stands, if whoever runs the update put or named it. */
const singleDocuments = ['security.json', 'os/security.json', 'wolfi/security.json', 'chainguard/security.json'];

/**
 * Alpine's secdb, `alpine-secdb/<release>/{main,community}.json` or the publisher's `<release>/{main,community}.json`.
 * A release is covered when both repositories were there. Wolfi's and Chainguard's documents of the same form are read
 * where an origin holds them; no origin that ships with Pratique does.
 */
export function alpineSecdbFeed(limits: AdvisoryLimits): Feed {
  return {
    id: FEED,
    version: 1,
    async *fetch(origin, validators, signal) {
      for await (const folder of releaseFolders(origin)) {
        signal?.throwIfAborted();
        const batch = await fetchRelease(origin, folder, validators, limits);
        if (batch) yield batch;
      }
      yield* fetchSingleDocuments(origin, validators, limits);
    },
  };
}

const releaseForm = /^(?:v\d+\.\d+|edge)\/$/;

async function* releaseFolders(origin: FeedOrigin): AsyncGenerator<string> {
  const nested = await origin.list(`${FEED}/`);
  if (nested === undefined) {
    for (let { major, minor } = oldest; minor <= MAX_MINOR; minor++) {
      const folder = `v${major}.${minor}/`;
      if (minor > NEWEST_KNOWN_MINOR && (await origin.read(`${folder}main.json`)) === undefined) break;
      yield folder;
    }
    yield 'edge/';
    return;
  }
  const [root, names] = nested.length > 0 ? [`${FEED}/`, nested] : ['', (await origin.list('')) ?? []];
  for (const name of names) if (releaseForm.test(name)) yield `${root}${name}`;
}

/** Files of a release with their validators; `unchanged` when that is true of all of them. */
async function fetchRelease(
  origin: FeedOrigin,
  folder: string,
  validators: ReadonlyMap<string, string>,
  limits: AdvisoryLimits,
): Promise<FeedBatch | undefined> {
  const release = folder.split('/').at(-2) ?? '';
  const feed = `${FEED}/${release}`;
  const ecosystem = `Alpine:${release}`;
  const files = await Promise.all(repositories.map((name) => origin.read(`${folder}${name}.json`)));
  const present = files.filter((file) => file !== undefined && file !== 'unchanged');
  if (present.length === 0) return undefined;
  // One validator for two files: whether their bytes are the same.
  const validator = digestOf(present.map(({ bytes }) => bytes));
  if (validators.get(feed) === validator) return unchanged(feed, validator);
  const reading = new SecdbRelease({ feed, ecosystem, page: PAGE });
  for (const { bytes } of present) {
    const parsed = parseJson(bytes, limits.unpackedBytes);
    if (!parsed.ok) return unusable(feed, `${origin.name}/${folder}`, parsed.reason);
    if (ecosystemOfDocument(parsed.value) !== ecosystem)
      return unusable(feed, `${origin.name}/${folder}`, `a document that is not of the release ${release}`);
    reading.add(parsed.value);
  }
  const covers = present.length === repositories.length ? [ecosystem] : [];
  return { feed, replaces: true, covers, validator, records: reading.records() };
}

async function* fetchSingleDocuments(
  origin: FeedOrigin,
  validators: ReadonlyMap<string, string>,
  limits: AdvisoryLimits,
): AsyncGenerator<FeedBatch> {
  for (const path of singleDocuments) {
    const file = await origin.read(path);
    if (file === undefined || file === 'unchanged') continue;
    const parsed = parseJson(file.bytes, limits.unpackedBytes);
    const ecosystem = parsed.ok ? ecosystemOfDocument(parsed.value) : undefined;
    if (!parsed.ok || (ecosystem !== 'Wolfi' && ecosystem !== 'Chainguard')) continue;
    const feed = `${FEED}/${ecosystem.toLowerCase()}`;
    const validator = digestOf([file.bytes]);
    if (validators.get(feed) === validator) {
      yield unchanged(feed, validator);
      continue;
    }
    const release = new SecdbRelease({ feed, ecosystem });
    release.add(parsed.value);
    yield { feed, replaces: true, covers: [ecosystem], validator, records: release.records() };
  }
}

/** An error page where a release should be: its batch fails, so that what was loaded before stays, and the others go on. */
function unusable(feed: string, on: string, why: string): FeedBatch {
  const records = {
    [Symbol.iterator](): never {
      throw advisoryErrors.create('advisories/malformed', { attempted: 'read', on, why });
    },
  };
  return { feed, replaces: true, covers: [], records };
}

function unchanged(feed: string, validator: string): FeedBatch {
  return { feed, replaces: false, unchanged: true, covers: [], validator, records: [] };
}

function digestOf(files: readonly Buffer[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file.length}\n`).update(file);
  return `sha256:${hash.digest('hex')}`;
}
