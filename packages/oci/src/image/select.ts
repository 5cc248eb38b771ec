import type { Digest, Platform } from '@pratique/model';
import { ociErrors } from '../errors.ts';
import { isIndexType } from '../media-types.ts';
import { formatPlatform, machinePlatform, platformFit } from '../platform.ts';
import { type Descriptor, type IndexDocument, isAttestation } from './documents.ts';

/** Indexes within indexes. Real ones have one level below an archive's own. */
const MAX_DEPTH = 4;
/** Manifests over all levels. */
const MAX_CANDIDATES = 10_000;

/** A manifest that may be meant, and the outermost index that leads to it. */
export interface Candidate {
  readonly descriptor: Descriptor;
  readonly indexDigest?: Digest;
}

/** Loads an index whose bytes have the digest and size of the descriptor. */
export type LoadIndex = (descriptor: Descriptor) => Promise<IndexDocument>;

/**
 * All image manifests that the descriptors lead to, attestations left out.
 * @throws PratiqueError `oci/limit-exceeded` where indexes nest too deep; what `load` throws
 */
export async function listCandidates(roots: readonly Descriptor[], load: LoadIndex): Promise<readonly Candidate[]> {
  const found: Candidate[] = [];
  const seen = new Set<Digest>();
  async function visit(descriptor: Descriptor, depth: number, indexDigest?: Digest): Promise<void> {
    if (isAttestation(descriptor)) return;
    if (!isIndexType(descriptor.mediaType)) {
      found.push({ descriptor, ...(indexDigest && { indexDigest }) });
      return;
    }
    if (seen.has(descriptor.digest)) return;
    seen.add(descriptor.digest);
    if (depth >= MAX_DEPTH) throw tooMuch(descriptor, `indexes are nested deeper than ${MAX_DEPTH} levels`);
    const { manifests } = await load(descriptor);
    if (found.length + manifests.length > MAX_CANDIDATES) throw tooMuch(descriptor, 'it leads to too many manifests');
    for (const inner of manifests) await visit(inner, depth + 1, indexDigest ?? descriptor.digest);
  }
  for (const root of roots) await visit(root, 0);
  return found;
}

function tooMuch({ digest }: Descriptor, why: string): Error {
  return ociErrors.create('oci/limit-exceeded', { attempted: 'read', on: `the index ${digest}`, why });
}

/**
 * The manifest for a platform; the machine's where none is wanted. A single manifest is taken whatever its platform,
 * unless a platform was asked for.
 * @throws PratiqueError `oci/platform-missing` listing the platforms that are there
 */
export function selectCandidate(candidates: readonly Candidate[], on: string, platform?: Platform): Candidate {
  const [only] = candidates;
  if (only && candidates.length === 1 && (!platform || !only.descriptor.platform)) return only;
  const wanted = platform ?? machinePlatform();
  let best: { readonly candidate: Candidate; readonly fit: number } | undefined;
  for (const candidate of candidates) {
    const offered = candidate.descriptor.platform;
    const fit = offered && platformFit(offered, wanted);
    if (fit !== undefined && (!best || fit > best.fit)) best = { candidate, fit };
  }
  if (best) return best.candidate;
  const offered = candidates.map(({ descriptor }) => descriptor.platform);
  throw platformMissing(on, wanted, offered);
}

/** The error for a platform that an image does not have. */
export function platformMissing(on: string, wanted: Platform, offered: readonly (Platform | undefined)[]): Error {
  const names = offered.map((platform) => (platform ? formatPlatform(platform) : 'one without platform'));
  const there = [...new Set(names)].slice(0, 30).join(', ') || 'no image';
  const why = `it has no image for ${formatPlatform(wanted)}; there is ${there}`;
  return ociErrors.create('oci/platform-missing', { attempted: 'open', on, why });
}
