import { type Clock, reasonOf, systemClock } from '@pratique/foundation';
import type { FeedOrigin } from '@pratique/model';
import { changeError, commitAndClose, openForWriting } from '../database/connection.ts';
import { Refresh } from '../database/refresh.ts';
import { advisoryErrors } from '../errors.ts';
import { type AdvisoryLimits, defaultAdvisoryLimits } from '../limits.ts';
import type { HttpSettings } from '../origin/http-request.ts';
import { openOrigin } from '../origin/open-origin.ts';
import { digestOf, unpackFile } from './file.ts';
import { readPublicKey } from './keys.ts';
import { type Manifest, MANIFEST_FILE, type PublishedDelta, type PublishedFile, verifyManifest } from './manifest.ts';
import { applyLine, baseBatches } from './records.ts';

/** From where to pull, and whom to trust. */
export interface PullOptions {
  /** A folder or an http(s) address. */
  readonly from: string;
  readonly databasePath: string;
  /** Ed25519, PEM: the publisher's. */
  readonly publicKey: string;
  readonly limits?: Partial<AdvisoryLimits>;
  readonly http?: Partial<HttpSettings>;
  /** Milliseconds to wait while another process changes the database. Default 60 s. */
  readonly waitMs?: number;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
}

/** What a pull did. */
export interface PullReport {
  /** Of the local database, the publisher's own number where it held nothing else before. */
  readonly generation: number;
  readonly previousGeneration: number;
  /** The publisher's. */
  readonly publishedGeneration: number;
  /** RFC 3339. */
  readonly publishedAt: string;
  readonly applied: 'nothing' | 'base' | 'deltas';
  /** Files that were read. */
  readonly files: number;
  /** Their size together. */
  readonly bytes: number;
  /** Milliseconds since publication. */
  readonly age: number;
}

/**
 * Brings the database to the state that a publisher signed, in one transaction: the missing deltas where they lead there
 * and are smaller than the base, else the base, written as differences. Feeds that were loaded from elsewhere stay.
 * @throws PratiqueError `advisories/signature-invalid`, `advisories/manifest-invalid`, `advisories/digest-mismatch`,
 * `advisories/chain-broken`, `advisories/rollback`, `advisories/key-invalid`, and those of origins and databases
 */
export async function pullAdvisories(options: PullOptions): Promise<PullReport> {
  const { from, databasePath, signal, waitMs = 60_000, clock = systemClock } = options;
  const limits = { ...defaultAdvisoryLimits, ...options.limits };
  const key = readPublicKey(options.publicKey);
  const origin = await openOrigin(from, { limits, signal, http: options.http });
  const manifest = verifyManifest(await read(origin, MANIFEST_FILE), key, origin.name);
  const publisher = key.keyId;
  const database = await openForWriting(databasePath, { waitMs, signal });
  try {
    const refresh = new Refresh(database);
    const previousGeneration = refresh.generation;
    const known = refresh.publishedGeneration(publisher);
    if (known !== undefined && known > manifest.generation) {
      const why = `it offers generation ${manifest.generation}, generation ${known} was pulled already`;
      throw advisoryErrors.create('advisories/rollback', { attempted: 'pull from', on: origin.name, why });
    }
    const plan = planOf(manifest, refresh.canContinue(publisher) ? known : undefined, origin.name);
    let bytes = 0;
    for (const file of plan.files) {
      const content = await readVerified(origin, file);
      bytes += content.length;
      if (file === manifest.base) await applyBase(refresh, content, file.file, publisher);
      else await applyDelta(refresh, content, file.file);
      signal?.throwIfAborted();
    }
    for (const feed of manifest.feeds) refresh.putFeed({ ...feed, publisher });
    refresh.rememberPublished(publisher, manifest.generation);
    const generation = refresh.seal(manifest.generation);
    commitAndClose(database);
    const { publishedAt } = manifest;
    const age = clock.now().getTime() - Date.parse(publishedAt);
    const published = { publishedGeneration: manifest.generation, publishedAt, age };
    return { generation, previousGeneration, ...published, applied: plan.applied, files: plan.files.length, bytes };
  } catch (thrown) {
    if (database.isOpen) database.close();
    throw signal?.aborted || !(thrown instanceof Error && 'errcode' in thrown)
      ? thrown
      : changeError(databasePath, thrown);
  }
}

async function read(origin: FeedOrigin, file: string): Promise<Buffer> {
  const answer = await origin.read(file);
  if (answer !== undefined && answer !== 'unchanged') return answer.bytes;
  throw advisoryErrors.create(file === MANIFEST_FILE ? 'advisories/manifest-invalid' : 'advisories/digest-mismatch', {
    attempted: 'pull from',
    on: origin.name,
    why: `${file} is not there`,
  });
}

async function readVerified(origin: FeedOrigin, { file, sha256, bytes }: PublishedFile): Promise<Buffer> {
  const content = await read(origin, file);
  const digest = digestOf(content);
  if (content.length === bytes && digest === sha256) return content;
  throw advisoryErrors.create('advisories/digest-mismatch', {
    attempted: 'trust',
    on: `${origin.name} ${file}`,
    why: `its digest is ${digest}, the manifest says ${sha256}`,
  });
}

interface Plan {
  readonly applied: PullReport['applied'];
  readonly files: readonly PublishedFile[];
}

/** Deltas from one generation to the last, or undefined where they do not lead there. */
function chain({ deltas, generation }: Manifest, from: number): readonly PublishedDelta[] | undefined {
  const path: PublishedDelta[] = [];
  let at = from;
  for (const delta of deltas) {
    if (delta.from !== at || delta.to <= delta.from) continue;
    path.push(delta);
    at = delta.to;
  }
  return at === generation ? path : undefined;
}

function planOf(manifest: Manifest, known: number | undefined, on: string): Plan {
  const { base } = manifest;
  const size = (files: readonly PublishedFile[]): number => files.reduce((sum, { bytes }) => sum + bytes, 0);
  const afterBase = chain(manifest, base.generation);
  if (!afterBase) {
    const why = `no deltas lead from the base (${base.generation}) to generation ${manifest.generation}`;
    throw advisoryErrors.create('advisories/chain-broken', { attempted: 'pull from', on, why });
  }
  const whole = [base, ...afterBase];
  const missing = known === undefined ? undefined : chain(manifest, known);
  if (!missing || size(missing) >= size(whole)) return { applied: 'base', files: whole };
  return { applied: missing.length > 0 ? 'deltas' : 'nothing', files: missing };
}

function malformed(name: string, cause: unknown): unknown {
  if (cause instanceof Error && ('errcode' in cause || 'kind' in cause)) return cause;
  return advisoryErrors.create('advisories/malformed', { attempted: 'apply', on: name, why: reasonOf(cause), cause });
}

async function applyDelta(refresh: Refresh, content: Buffer, name: string): Promise<void> {
  try {
    const { feeds, lines } = await unpackFile(content, name);
    const numbers = feeds.map((id) => refresh.tables.feedNumbers.number(id));
    for await (const line of lines) applyLine(refresh, numbers, line);
  } catch (cause) {
    throw malformed(name, cause);
  }
}

/** A base holds everything: what is here of its feeds, or of feeds pulled from the same publisher, and not in it, is gone. */
async function applyBase(refresh: Refresh, content: Buffer, name: string, publisher: string): Promise<void> {
  try {
    const { feeds, lines } = await unpackFile(content, name);
    for await (const batch of baseBatches(feeds, lines)) await refresh.writeBatch(batch, '', refresh.changes);
    for (const { status, publisher: owner } of refresh.tables.feeds.all())
      if (owner === publisher && !feeds.includes(status.feed)) refresh.removeFeed(status.feed);
  } catch (cause) {
    throw malformed(name, cause);
  }
}
