import { createHash } from 'node:crypto';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { type DistinctPackage, distinctPackageKeys, distinctPackages } from '@pratique/matching';
import type { Facts, ImageIdentity, Sbom } from '@pratique/model';
import { imageFacts } from '@pratique/policy';
import type { NewImage, NewPackage } from '@pratique/store';
import { fleetErrors } from '../errors.ts';
import { encodeFact } from './facts-json.ts';
import { isKeptField } from './image-fields.ts';

/** An SBOM made ready for the fleet: its packages apart from it, in sets by cataloger. */
export interface ImageRecord {
  readonly image: Omit<NewImage, 'sets'>;
  readonly packages: readonly (NewPackage & { readonly distinct: DistinctPackage })[];
  /** Indices into `packages`, one list for each cataloger. */
  readonly sets: readonly (readonly number[])[];
}

/** SBOMs that are read back may unpack to this much. Bytes. */
const MAX_SBOM = 512 * 1024 * 1024;

export function packSbom(sbom: Sbom): Buffer {
  return zstdCompressSync(JSON.stringify(sbom));
}

export function unpackSbom(packed: Buffer): Sbom {
  return JSON.parse(zstdDecompressSync(packed, { maxOutputLength: MAX_SBOM }).toString('utf8')) as Sbom;
}

function textOf(facts: Facts, name: string): string {
  const value = facts[name];
  return typeof value === 'string' ? value : '';
}

function identityOf(distinct: DistinctPackage): Buffer {
  return createHash('sha256')
    .update(JSON.stringify(sorted(distinct)))
    .digest();
}

/** The same content is the same text, in whatever order its fields were written. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
}

function identityOfImage(sbom: Sbom): ImageIdentity {
  const { image, name } = sbom.subject;
  if (image) return image;
  throw fleetErrors.create('fleet/no-digest', {
    attempted: 'add to the fleet',
    on: name,
    why: 'it has no image digest',
  });
}

/** Facts of an image that no advisory, policy or clock changes. */
function lastingFacts(sbom: Sbom): Facts {
  const database = { generation: 0, stale: false, starter: false, feeds: [] };
  return imageFacts({ sbom, findings: [], suppressed: [], notAssessed: [], unknowns: [], database, scannedAt: '' });
}

/**
 * Makes an SBOM ready to be added.
 * @throws PratiqueError `fleet/no-digest`
 */
export function imageRecord(sbom: Sbom): ImageRecord {
  const identity = identityOfImage(sbom);
  const facts = lastingFacts(sbom);
  const kept = Object.fromEntries(
    Object.entries(facts)
      .filter(([name]) => isKeptField(name))
      .map(([name, fact]) => [name, encodeFact(fact)]),
  );
  const packages = distinctPackages(sbom).map((distinct) => ({
    distinct,
    identity: identityOf(distinct),
    purl: distinct.package.purl,
    content: distinct,
    keys: distinctPackageKeys(distinct),
  }));
  const { manifestDigest, indexDigest, configDigest } = identity;
  const bySource = Map.groupBy(packages.keys(), (index) => packages[index]?.distinct.package.foundBy ?? '');
  return {
    image: {
      digest: manifestDigest,
      aliases: [manifestDigest, configDigest, ...(indexDigest === undefined ? [] : [indexDigest])],
      name: sbom.subject.name,
      registry: textOf(facts, 'registry'),
      repository: textOf(facts, 'repository'),
      facts: kept,
      packages: sbom.packages.length,
      sbomUnknowns: sbom.unknowns.length,
      sbom: packSbom(sbom),
    },
    packages,
    sets: [...bySource.values()],
  };
}
