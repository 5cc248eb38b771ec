import type { Feed, FeedBatch, FeedOrigin, FeedRecord } from '@pratique/model';
import { advisoryErrors } from '../errors.ts';
import type { AdvisoryLimits } from '../limits.ts';
import { readZip } from '../reading/zip.ts';
import { readVexDocument } from './read-vex-document.ts';
import type { VexReading } from './reading.ts';

const FEED = 'vex';
const MAX_DEPTH = 12;

/** Files of a VEX repository and of a CSAF provider that are no statements. */
const notDocuments = /(?:^|\/)(?:index|manifest|vex-repository|provider-metadata|changes|service|category)\.json$/;
const fileForm = /\.(?:json|json\.gz|zip)$/;

/**
 * VEX documents in a folder `vex/`, at any depth: OpenVEX, CSAF and CycloneDX as JSON, and zips of them (VEX repositories).
 * Every file is a batch `vex/<path>`. The web cannot list: documents are read from folders only.
 */
export function vexFeed(limits: AdvisoryLimits): Feed {
  return {
    id: FEED,
    version: 1,
    async *fetch(origin, validators, signal) {
      for (const path of await filesBelow(origin, limits)) {
        signal?.throwIfAborted();
        const batch = await fetchFile(origin, path, validators.get(path), limits);
        if (batch) yield batch;
      }
    },
  };
}

async function filesBelow(origin: FeedOrigin, limits: AdvisoryLimits): Promise<string[]> {
  const files: string[] = [];
  const waiting = [{ path: `${FEED}/`, depth: 0 }];
  for (let folder = waiting.pop(); folder; folder = waiting.pop()) {
    for (const name of (await origin.list(folder.path)) ?? []) {
      const path = folder.path + name;
      if (name.endsWith('/')) {
        if (folder.depth < MAX_DEPTH) waiting.push({ path, depth: folder.depth + 1 });
      } else if (fileForm.test(name) && !notDocuments.test(path)) files.push(path);
    }
    if (files.length > limits.vexFiles) {
      const why = `more files than vexFiles, ${limits.vexFiles}`;
      throw advisoryErrors.create('advisories/too-large', { attempted: 'read', on: `${origin.name}/${FEED}`, why });
    }
  }
  return files.sort();
}

async function fetchFile(
  origin: FeedOrigin,
  path: string,
  validator: string | undefined,
  limits: AdvisoryLimits,
): Promise<FeedBatch | undefined> {
  const file = await origin.read(path, validator);
  if (file === undefined) return undefined;
  if (file === 'unchanged') return { feed: path, replaces: false, unchanged: true, covers: [], validator, records: [] };
  const { bytes } = file;
  const records = path.endsWith('.zip')
    ? archived(bytes, path, limits)
    : documentRecords(readVexDocument(bytes, path), path);
  return { feed: path, replaces: true, covers: [], validator: file.validator, records };
}

async function* archived(bytes: Buffer, path: string, limits: AdvisoryLimits): AsyncGenerator<FeedRecord> {
  for await (const { name, bytes: member, reason } of readZip(bytes, path, limits, limits.vexBytes)) {
    if (!name.endsWith('.json') || notDocuments.test(name)) continue;
    if (member) yield* documentRecords(readVexDocument(member, name), name);
    else yield { kind: 'rejected', id: name.slice(0, 200), reason: reason ?? 'unreadable' };
  }
}

/** A document that says nothing usable is rejected; single statements that cannot be used are left out of it. */
function* documentRecords({ statements, unknowns }: VexReading, name: string): Generator<FeedRecord> {
  const [first] = unknowns;
  if (statements.length === 0 && first && first.code !== 'unidentified')
    yield { kind: 'rejected', id: name.slice(0, 200), reason: first.reason };
  for (const statement of statements) yield { kind: 'vex', statement };
}
