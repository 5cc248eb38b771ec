import type { PratiqueError } from '@pratique/foundation';
import type { Digest } from '@pratique/model';
import { isDigest } from '../digest.ts';
import { ociErrors } from '../errors.ts';
import { formatReference, parseReference } from '../registry/reference.ts';

/** An image of an archive by its names; `Place` says where it stands. */
export interface NamedImage<Place> {
  readonly names: readonly string[];
  /** How to name it where it has no name. */
  readonly digest: Digest | undefined;
  readonly place: Place;
}

/** The full form of a name; the name itself where it is no reference. */
function fullName(name: string): string {
  try {
    return formatReference(parseReference(name));
  } catch {
    return name;
  }
}

/** Equal as written, or once both are in full: `alpine:3.20` is `docker.io/library/alpine:3.20`. */
function isNamed(image: NamedImage<unknown>, wanted: string): boolean {
  return image.names.includes(wanted) || image.names.some((name) => fullName(name) === fullName(wanted));
}

/** The digest that a REF stands for, as `@sha256:…` or without the `@`. */
export function digestReference(wanted: string): Digest | undefined {
  const text = wanted.startsWith('@') ? wanted.slice(1) : wanted;
  return isDigest(text) ? text : undefined;
}

function listNames(images: readonly NamedImage<unknown>[]): string {
  const names = images.flatMap(({ names, digest }, index) => {
    if (names.length > 0) return names;
    return [digest ? `@${digest}` : `@${index}`];
  });
  const more = names.length > 50 ? ` and ${names.length - 50} more` : '';
  return names.slice(0, 50).join(', ') + more;
}

/** The error for a REF that names nothing in the archive. */
export function referenceUnknown(
  archive: string,
  wanted: string,
  images: readonly NamedImage<unknown>[],
): PratiqueError {
  const why = `it holds no image "${wanted.slice(0, 200)}"; it holds ${listNames(images) || 'none'}`;
  return ociErrors.create('oci/reference-unknown', { attempted: 'open', on: archive, why });
}

/**
 * The image that REF names, or the only one. `@0`, `@1`, … count the images of the archive, as in skopeo.
 * @throws PratiqueError `oci/reference-ambiguous`, `oci/reference-unknown`; both list what is there
 */
export function chooseImage<Place>(
  images: readonly NamedImage<Place>[],
  archive: string,
  wanted: string | undefined,
): NamedImage<Place> {
  const matching = wanted === undefined ? images : matchingImages(images, wanted);
  const [first] = matching;
  if (first && matching.length === 1) return first;
  if (wanted !== undefined && !first) throw referenceUnknown(archive, wanted, images);
  const why = `it holds several images: ${listNames(matching)}`;
  throw ociErrors.create('oci/reference-ambiguous', { attempted: 'open', on: archive, why });
}

function matchingImages<Place>(images: readonly NamedImage<Place>[], wanted: string): readonly NamedImage<Place>[] {
  const named = images.filter((image) => isNamed(image, wanted));
  if (named.length > 0) return named;
  const position = /^@(\d{1,6})$/.exec(wanted)?.[1];
  const counted = position === undefined ? undefined : images[Number(position)];
  return counted ? [counted] : [];
}
