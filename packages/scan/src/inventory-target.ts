import { type Clock, defaultLimits, type Limits } from '@pratique/foundation';
import { currentCatalogers, inventory, type InventoryOptions, type KnownBase } from '@pratique/inventory';
import type { Digest, OpenImage, Platform, Sbom, SbomSubject, SourceKind } from '@pratique/model';
import { createImageSource, type SourceOptions } from '@pratique/oci';
import { scanErrors } from './errors.ts';
import { SbomCache, sbomVariant } from './sbom-cache.ts';

/** How a target is turned into an SBOM. */
export interface TargetOptions {
  readonly platform?: Platform;
  readonly lockfiles?: boolean;
  /** Target of the base image, in any spelling. */
  readonly base?: string;
  readonly source?: SourceOptions;
  /** Folder of the SBOM cache; undefined: nothing is kept. */
  readonly cacheFolder?: string;
  readonly limits?: Limits;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
  readonly onLayer?: InventoryOptions['onLayer'];
}

const SBOM_PREFIX = 'sbom:';

function subjectKind(source: SourceKind): SbomSubject['kind'] {
  if (source === 'host') return 'host';
  return source === 'dir' || source === 'rootfs' ? 'directory' : 'image';
}

/** What archives call their only image may say little: `3.18.9`. Then the target says more. */
function baseName(references: readonly string[], target: string): string {
  return references.find((reference) => /[/:]/.test(reference)) ?? target;
}

/** The layers of the image given with --base. */
async function openBase(target: string, options: TargetOptions): Promise<KnownBase> {
  const image = await createImageSource(target, options.source).open(options);
  try {
    const diffIds = image.layers.map((layer) => layer.diffId).filter((diffId) => diffId !== undefined);
    if (!image.identity || diffIds.length === 0) {
      const why = 'it is not an image with layers';
      throw scanErrors.create('scan/base-unusable', { attempted: 'use the base image', on: target, why });
    }
    return { name: baseName(image.identity.references, target), digest: image.identity.manifestDigest, diffIds };
  } finally {
    await image.close();
  }
}

/** Whether a base that the label names, and that was not to be had when the image was first seen, is at hand by now. */
async function baseHasTurnedUp(
  { base, layers }: Sbom,
  image: OpenImage,
  resolve: (digest: Digest) => Promise<readonly Digest[] | undefined>,
): Promise<boolean> {
  if (base?.how !== 'unresolved' || !base.digest) return false;
  const diffIds = (await resolve(base.digest)) ?? (await image.baseLayers(base.digest)) ?? [];
  // One that this image does not stand on would be tried for ever.
  return diffIds.length > 0 && diffIds.every((diffId, i) => layers[i]?.diffId === diffId);
}

async function inventoryImage(image: OpenImage, kind: SbomSubject['kind'], name: string, options: TargetOptions) {
  const manifest = image.identity?.manifestDigest;
  const cache = options.cacheFolder === undefined ? undefined : new SbomCache(options.cacheFolder);
  const base = options.base === undefined ? undefined : await openBase(options.base, options);
  const plain = sbomVariant(currentCatalogers({ kind }), {});
  const catalogers = currentCatalogers({ kind, lockfiles: options.lockfiles });
  const variant = sbomVariant(catalogers, base === undefined ? {} : { base: base.diffIds });
  const resolveBase = async (digest: Digest): Promise<readonly Digest[] | undefined> =>
    cache?.read(digest, plain)?.layers.map((layer) => layer.diffId);
  const known = manifest && cache?.read(manifest, variant);
  // The name is how this scan was asked for; all else is a matter of the digest.
  if (known && !(await baseHasTurnedUp(known, image, resolveBase))) {
    return { ...known, subject: { ...known.subject, name, image: image.identity } };
  }
  const { sbom } = await inventory(image, { ...options, name, kind, base, resolveBase });
  if (manifest) await cache?.write(manifest, variant, sbom);
  return sbom;
}

/**
 * The SBOM of a target in any spelling of the command line, from the cache where the image was seen before.
 * @throws PratiqueError of the oci, sbom or scan table.
 */
export async function inventoryTarget(target: string, options: TargetOptions = {}): Promise<Sbom> {
  if (target.startsWith(SBOM_PREFIX)) {
    const { readSbomFile } = await import('./sbom-file.ts');
    return readSbomFile(target.slice(SBOM_PREFIX.length), options.limits ?? defaultLimits);
  }
  const source = createImageSource(target, options.source);
  const image = await source.open(options);
  // A root file system is an image unpacked. Only a folder of its own is a project, whose lockfiles say what it will hold.
  const lockfiles = options.lockfiles ?? (source.kind === 'rootfs' ? false : undefined);
  try {
    return await inventoryImage(image, subjectKind(source.kind), source.target, { ...options, lockfiles });
  } finally {
    await image.close();
  }
}
