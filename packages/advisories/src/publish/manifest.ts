import { openEnvelope, signPayload, type SigningKey, type VerificationKey } from '@pratique/attestation';
import { PratiqueError } from '@pratique/foundation';
import type { FeedStatus } from '@pratique/model';
import { advisoryErrors } from '../errors.ts';
import { asList, asObject, asText, type JsonObject, member, parseJson, textsOf } from '../reading/json.ts';

/** Name of the one file that changes in place. */
export const MANIFEST_FILE = 'manifest.json';
const MAX_BYTES = 16 * 1024 * 1024;
const MAX_DELTAS = 10_000;
const PAYLOAD_TYPE = 'application/vnd.pratique.advisories.v1+json';
const FORMAT = 1;

/** A published file, named by its content. */
export interface PublishedFile {
  readonly file: string;
  /** Hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
}

/** The whole database at one generation. */
export interface PublishedBase extends PublishedFile {
  readonly generation: number;
}

/** What leads from one generation to a later one. */
export interface PublishedDelta extends PublishedFile {
  readonly from: number;
  readonly to: number;
}

/** What a publisher offers: the only thing that is signed; it binds everything else by digest. */
export interface Manifest {
  readonly generation: number;
  /** RFC 3339. */
  readonly publishedAt: string;
  readonly base: PublishedBase;
  /** Each begins where the one before it ends; the last ends at `generation`. */
  readonly deltas: readonly PublishedDelta[];
  /** State of every feed at `generation`: freshness changes more often than records do. */
  readonly feeds: readonly PublishedFeed[];
}

/** A feed's state with its coverage as loaded. */
export interface PublishedFeed {
  readonly status: Omit<FeedStatus, 'covers'>;
  readonly covers: readonly string[];
  readonly sample: boolean;
}

/** The manifest in a DSSE envelope. */
export function signManifest(manifest: Manifest, key: SigningKey): Buffer {
  const payload = Buffer.from(JSON.stringify({ format: FORMAT, ...manifest }));
  return Buffer.from(`${signPayload(PAYLOAD_TYPE, payload, [key])}\n`);
}

function failure(code: 'advisories/manifest-invalid' | 'advisories/signature-invalid', on: string, why: string): Error {
  return advisoryErrors.create(code, { attempted: 'trust the manifest of', on, why });
}

function openManifest(bytes: Buffer, key: VerificationKey, on: string): Buffer {
  if (bytes.length > MAX_BYTES)
    throw failure('advisories/manifest-invalid', on, `it is larger than ${MAX_BYTES} bytes`);
  try {
    return openEnvelope(bytes, { keys: [key], payloadType: PAYLOAD_TYPE });
  } catch (thrown) {
    const isForged = thrown instanceof PratiqueError && thrown.code === 'attestation/signature-invalid';
    if (isForged) throw failure('advisories/signature-invalid', on, 'no signature of the given key fits it');
    throw failure('advisories/manifest-invalid', on, 'it is not a signed manifest of advisories');
  }
}

/**
 * Verifies the envelope and reads the manifest; not a byte of the payload is looked at before its signature.
 * @throws PratiqueError `advisories/signature-invalid`, `advisories/manifest-invalid`
 */
export function verifyManifest(bytes: Buffer, key: VerificationKey, on: string): Manifest {
  const body = openManifest(bytes, key, on);
  const content = parseJson(body, MAX_BYTES);
  const manifest = content.ok ? readManifest(asObject(content.value)) : undefined;
  if (!manifest) throw failure('advisories/manifest-invalid', on, 'its content is not of a known form');
  return manifest;
}

function numberOf(object: JsonObject | undefined, key: string): number | undefined {
  const value = member(object, key);
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function fileOf(object: JsonObject | undefined): PublishedFile | undefined {
  const file = asText(member(object, 'file'));
  const sha256 = asText(member(object, 'sha256'));
  const bytes = numberOf(object, 'bytes');
  // The name goes into a path: only what the publisher itself makes.
  if (
    !file ||
    !/^[a-z]+-[\w.-]{1,120}\.zst$/.test(file) ||
    !sha256 ||
    !/^[0-9a-f]{64}$/.test(sha256) ||
    bytes === undefined
  )
    return undefined;
  return { file, sha256, bytes };
}

function readManifest(root: JsonObject | undefined): Manifest | undefined {
  const generation = numberOf(root, 'generation');
  const publishedAt = asText(member(root, 'publishedAt'));
  const base = asObject(member(root, 'base'));
  const baseFile = fileOf(base);
  const baseGeneration = numberOf(base, 'generation');
  const listed = asList(member(root, 'deltas'));
  if (member(root, 'format') !== FORMAT || listed.length > MAX_DELTAS) return undefined;
  if (generation === undefined || publishedAt === undefined || !baseFile || baseGeneration === undefined)
    return undefined;
  const deltas = listed.map((item) => {
    const delta = asObject(item);
    const [file, from, to] = [fileOf(delta), numberOf(delta, 'from'), numberOf(delta, 'to')];
    return file && from !== undefined && to !== undefined ? { ...file, from, to } : undefined;
  });
  const feeds = asList(member(root, 'feeds')).map(readFeed);
  if (!deltas.every((delta) => delta !== undefined) || !feeds.every((feed) => feed !== undefined)) return undefined;
  return { generation, publishedAt, base: { ...baseFile, generation: baseGeneration }, deltas, feeds };
}

function readFeed(value: unknown): PublishedFeed | undefined {
  const feed = asObject(value);
  const status = asObject(member(feed, 'status'));
  const [id, fetchedAt, origin] = ['feed', 'fetchedAt', 'origin'].map((key) => asText(member(status, key)));
  const [records, rejected] = [numberOf(status, 'records'), numberOf(status, 'rejected')];
  if (!id || !fetchedAt || origin === undefined || records === undefined || rejected === undefined) return undefined;
  const newestRecord = asText(member(status, 'newestRecord'));
  return {
    status: { feed: id, records, fetchedAt, origin, rejected, ...(newestRecord !== undefined && { newestRecord }) },
    covers: textsOf(member(feed, 'covers')),
    sample: member(feed, 'sample') === true,
  };
}
