import { existsSync } from 'node:fs';
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { publicHalf, type SigningKey } from '@pratique/attestation';
import { asideOf, type Clock, ensureFolder, sweepAsides, systemClock } from '@pratique/foundation';
import { changesSince } from '../database/change-log.ts';
import { databaseError, databaseExists, openForReading } from '../database/connection.ts';
import { readMeta } from '../database/meta.ts';
import { openTables, type Tables } from '../database/tables.ts';
import { advisoryErrors } from '../errors.ts';
import { writeFailure } from '../write-failure.ts';
import { digestOf, packFile } from './file.ts';
import { readPrivateKey } from './keys.ts';
import {
  type Manifest,
  MANIFEST_FILE,
  type PublishedBase,
  type PublishedDelta,
  type PublishedFeed,
  signManifest,
  verifyManifest,
} from './manifest.ts';
import { allLines, changedLines, isPublishable } from './records.ts';

/** Deltas that are kept for those who pull seldom. */
const MAX_DELTAS = 120;
/** Deltas together larger than this part of the base make a new base worth its size. */
const MAX_DELTA_SHARE = 0.5;

/** What to publish, and where. */
export interface PublishOptions {
  readonly databasePath: string;
  /** Made where it is missing. Serve it by any web server, copy it, or pack it. */
  readonly folder: string;
  /** Ed25519, PEM. */
  readonly privateKey: string;
  readonly clock?: Clock;
}

/** What was published. */
export interface PublishReport {
  readonly generation: number;
  /** Fingerprint of the key. */
  readonly publisher: string;
  readonly base: PublishedBase;
  readonly deltas: readonly PublishedDelta[];
  /** Which file this run wrote, if any: without changes only the manifest is renewed. */
  readonly wrote: 'base' | 'delta' | 'manifest';
  /** Feeds left out because their licence forbids passing them on. */
  readonly withheld: readonly string[];
}

/**
 * Publishes the database as it is: a new delta after the last publication, or a new base where there is none to go on
 * from or the deltas grew too large. Files are named by content and written before the manifest that names them, so that
 * who pulls meanwhile sees the old state or the new one.
 * @throws PratiqueError `advisories/database-missing`, `advisories/key-invalid`, `advisories/database-unreadable`,
 * `advisories/database-inaccessible`, `advisories/unwritable`, `advisories/disk-full`,
 * `advisories/signature-invalid` where the folder is another publisher's, `advisories/rollback` where it is ahead
 */
export async function publishAdvisories(options: PublishOptions): Promise<PublishReport> {
  const { databasePath, folder, clock = systemClock } = options;
  const key = readPrivateKey(options.privateKey);
  if (!databaseExists(databasePath)) throw missing(databasePath, 'there is no such file');
  try {
    ensureFolder(folder);
  } catch (cause) {
    throw writeFailure('publish into', folder, cause) ?? cause;
  }
  const previous = await readPrevious(folder, key);
  const database = openForReading(databasePath);
  if (!database) throw missing(databasePath, 'no update ever succeeded');
  try {
    const generation = Number(readMeta(database, 'generation') ?? 0);
    refuseRollback(previous, generation, folder);
    const tables = openTables(database);
    const stored = tables.feeds.all();
    const feeds = stored
      .filter(({ status }) => isPublishable(status.feed))
      .map(({ status, covers, sample }): PublishedFeed => ({ status, covers, sample }));
    const next = { database, tables, folder, generation, feeds };
    const { wrote, base, deltas } = await publishFiles(next, previous);
    const manifest: Manifest = { generation, publishedAt: clock.now().toISOString(), base, deltas, feeds };
    // Making the files takes a while: another publisher may have been faster, and have had more.
    refuseRollback(await readPrevious(folder, key), generation, folder);
    await writeAtomically(join(folder, MANIFEST_FILE), signManifest(manifest, key));
    await removeUnnamed(folder, previous, manifest);
    const withheld = stored.map(({ status }) => status.feed).filter((feed) => !isPublishable(feed));
    return { generation, publisher: key.keyId, base, deltas, wrote, withheld };
  } catch (thrown) {
    throw databaseError('publish', databasePath, thrown);
  } finally {
    database.close();
  }
}

function refuseRollback(previous: Manifest | undefined, generation: number, folder: string): void {
  if (!previous || previous.generation <= generation) return;
  const why = `it holds generation ${previous.generation}, the database is at ${generation}`;
  throw advisoryErrors.create('advisories/rollback', { attempted: 'publish into', on: folder, why });
}

function missing(on: string, why: string): Error {
  return advisoryErrors.create('advisories/database-missing', { attempted: 'publish', on, why });
}

/** What is there already: only what the same key signed may be continued. */
async function readPrevious(folder: string, key: SigningKey): Promise<Manifest | undefined> {
  const path = join(folder, MANIFEST_FILE);
  if (!existsSync(path)) return undefined;
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw writeFailure('publish into', folder, cause) ?? cause;
  });
  return verifyManifest(bytes, publicHalf(key), folder);
}

interface Publication {
  readonly database: DatabaseSync;
  readonly tables: Tables;
  readonly folder: string;
  readonly generation: number;
  readonly feeds: readonly PublishedFeed[];
}

interface Written {
  readonly wrote: PublishReport['wrote'];
  readonly base: PublishedBase;
  readonly deltas: readonly PublishedDelta[];
}

/**
 * The delta from the last publication, and a new base where deltas no longer lead anywhere or grew too large. The deltas
 * stay with a new base: whoever has one of their generations still needs no base.
 */
async function publishFiles(next: Publication, previous: Manifest | undefined): Promise<Written> {
  const continued = previous && (await continueDeltas(next, previous));
  if (previous && continued) {
    const { base } = previous;
    const since = continued.filter(({ from }) => from >= base.generation);
    const leads = base.generation === next.generation || since[0]?.from === base.generation;
    if (leads && since.reduce((sum, { bytes }) => sum + bytes, 0) <= base.bytes * MAX_DELTA_SHARE)
      return {
        wrote: continued.length > 0 && continued.at(-1) !== previous.deltas.at(-1) ? 'delta' : 'manifest',
        base,
        deltas: continued,
      };
  }
  const { tables, folder, generation, feeds } = next;
  const ids = feeds.map(({ status }) => status.feed);
  const file = await writeNamed(folder, `base-${generation}`, await packFile('base', ids, allLines(tables, { ids })));
  return { wrote: 'base', base: { ...file, generation }, deltas: continued ?? [] };
}

/** All deltas up to now, or undefined where the last publication cannot be continued. */
async function continueDeltas(next: Publication, previous: Manifest): Promise<readonly PublishedDelta[] | undefined> {
  const { database, tables, folder, generation, feeds } = next;
  const ids = feeds.map(({ status }) => status.feed);
  // A feed that is gone has no lines of its own in a delta.
  if (!previous.feeds.every(({ status }) => ids.includes(status.feed))) return undefined;
  if (previous.generation === generation) return previous.deltas;
  const changes = changesSince(database, previous.generation);
  if (!changes) return undefined;
  const bytes = await packFile('delta', ids, changedLines(tables, { ids }, changes.records));
  const [from, to] = [previous.generation, generation];
  const file = await writeNamed(folder, `delta-${from}-${to}`, bytes);
  return [...previous.deltas.slice(1 - MAX_DELTAS), { ...file, from, to }];
}

async function writeNamed(folder: string, name: string, bytes: Buffer) {
  const sha256 = digestOf(bytes);
  const file = `${name}-${sha256.slice(0, 12)}.zst`;
  await writeAtomically(join(folder, file), bytes);
  return { file, sha256, bytes: bytes.length };
}

async function writeAtomically(path: string, bytes: Buffer): Promise<void> {
  const temporary = asideOf(path);
  try {
    await writeFile(temporary, bytes, { flush: true });
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw writeFailure('write', path, cause) ?? cause;
  }
}

/** Names that {@link writeNamed} gives. */
const ownForm = /^(?:base-\d+|delta-\d+-\d+)-[\da-f]{12}\.zst$/;

/** Milliseconds after which a file that no manifest names is not waiting for one. */
const ORPHANED = 60 * 60 * 1000;

/**
 * Files that the last manifest named and the new one does not: who pulls right now may still need them until then. And what
 * publishers that were killed left; what is younger may be another's, whose manifest is about to follow.
 */
async function removeUnnamed(folder: string, previous: Manifest | undefined, manifest: Manifest): Promise<void> {
  const filesOf = ({ base, deltas }: Manifest): readonly string[] => [base, ...deltas].map(({ file }) => file);
  const named = new Set(filesOf(manifest));
  const replaced = new Set(previous ? filesOf(previous) : []);
  for (const file of await readdir(folder)) {
    if (!ownForm.test(file) || named.has(file)) continue;
    const path = join(folder, file);
    try {
      if (replaced.has(file) || (await stat(path)).mtimeMs < Date.now() - ORPHANED) await rm(path, { force: true });
    } catch (cause) {
      throw writeFailure('remove', path, cause) ?? cause;
    }
  }
  await sweepAsides(`${folder}/`);
}
