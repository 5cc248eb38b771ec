import type { BaseImage, Digest, FromBase, OpenImage } from '@pratique/model';

/** The base image that a caller gives or a resolver finds: its layers' diffIDs tell which of ours it brought. */
export interface KnownBase {
  readonly name?: string;
  readonly digest?: Digest;
  readonly diffIds: readonly Digest[];
}

/** Finds the layers of an image by its manifest digest, somewhere outside the image's own archive or registry. */
export type BaseResolver = (digest: Digest) => Promise<readonly Digest[] | undefined>;

/** Annotation keys of the OCI image specification (annotations.md). */
const BASE_DIGEST = 'org.opencontainers.image.base.digest';
const BASE_NAME = 'org.opencontainers.image.base.name';

const digestPattern = /^sha(?:256:[0-9a-f]{64}|512:[0-9a-f]{128})$/;

/** Number of lowest layers that are the base's, or undefined where the image does not stand on it. */
function sharedLayers(image: OpenImage, base: readonly Digest[]): number | undefined {
  const ours = image.layers.map((layer) => layer.diffId);
  const stands = base.length > 0 && base.length <= ours.length && base.every((diffId, i) => ours[i] === diffId);
  return stands ? base.length : undefined;
}

/** Which lowest layers the base image brought: from --base, else from the base digest label, else not known. */
export async function findBase(
  image: OpenImage,
  given: KnownBase | undefined,
  resolve: BaseResolver,
): Promise<BaseImage | undefined> {
  if (given) {
    const layers = sharedLayers(image, given.diffIds);
    const { name, digest } = given;
    return layers === undefined
      ? { name, digest, how: 'unresolved', layers: 0 }
      : { name, digest, how: 'given', layers };
  }
  const label = (key: string): string | undefined => image.annotations[key] ?? image.config?.labels[key];
  const name = label(BASE_NAME);
  const digest = label(BASE_DIGEST);
  if (digest === undefined || !digestPattern.test(digest))
    return name ? { name, how: 'unresolved', layers: 0 } : undefined;
  const diffIds = (await image.baseLayers(digest as Digest)) ?? (await resolve(digest as Digest));
  const layers = diffIds && sharedLayers(image, diffIds);
  if (layers === undefined) return { name, digest: digest as Digest, how: 'unresolved', layers: 0 };
  return { name, digest: digest as Digest, how: 'label', layers };
}

/** Whether the base brought the layer at a position. A tree that is no image has no base. */
export function fromBaseOf(image: OpenImage, base: BaseImage | undefined): (layer: number) => FromBase {
  if (!image.identity) return () => 'no';
  if (!base || base.how === 'unresolved') return () => 'unknown';
  return (layer) => (layer < base.layers ? 'yes' : 'no');
}
