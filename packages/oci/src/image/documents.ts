import type { Digest, Platform } from '@pratique/model';
import { isImageConfigType, isIndexType, isLayerType, isManifestType, MediaType } from '../media-types.ts';
import { ociErrors } from '../errors.ts';
import { type Fields, parseDocument } from './fields.ts';

/** Manifests that one index may list. */
const MAX_MANIFESTS = 10_000;
/** Layers of one image. Container runtimes stop at 127. */
export const MAX_LAYERS = 1024;

/** Says which bytes are meant (image-spec, descriptor.md). */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
  readonly platform?: Platform;
  readonly annotations: Readonly<Record<string, string>>;
}

/** An image index or Docker manifest list. */
export interface IndexDocument {
  readonly manifests: readonly Descriptor[];
  readonly annotations: Readonly<Record<string, string>>;
}

/** A manifest of a container image. */
export interface ManifestDocument {
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
  readonly annotations: Readonly<Record<string, string>>;
}

function readPlatform(fields: Fields | undefined): Platform | undefined {
  const os = fields?.text('os');
  const architecture = fields?.text('architecture');
  if (!os || !architecture) return undefined;
  const variant = fields?.text('variant');
  return { os, architecture, ...(variant && { variant }) };
}

function readDescriptor(fields: Fields): Descriptor {
  const platform = readPlatform(fields.object('platform'));
  return {
    mediaType: fields.text('mediaType') ?? '',
    digest: fields.digest('digest'),
    size: fields.size('size'),
    ...(platform && { platform }),
    annotations: fields.textMap('annotations'),
  };
}

/**
 * Reads an image index. `on` names it in messages.
 * @throws PratiqueError `oci/document-invalid`, `oci/limit-exceeded`, `oci/media-type-unsupported`
 */
export function readIndex(bytes: Buffer, on: string): IndexDocument {
  const fields = parseDocument(bytes, on);
  const mediaType = fields.text('mediaType') ?? MediaType.ociIndex;
  if (!isIndexType(mediaType)) throw unsupported(on, `its media type is ${quoted(mediaType)}, not that of an index`);
  if (!fields.has('manifests')) throw fields.invalid('manifests', 'is missing');
  return {
    manifests: fields.objects('manifests', MAX_MANIFESTS).map(readDescriptor),
    annotations: fields.textMap('annotations'),
  };
}

/** Untrusted text for a message. */
export function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 120));
}

function unsupported(on: string, why: string): Error {
  return ociErrors.create('oci/media-type-unsupported', { attempted: 'read', on, why });
}

function notAnImage(on: string, why: string): Error {
  return ociErrors.create('oci/not-an-image', { attempted: 'read', on, why });
}

/**
 * Reads the manifest of a container image. `on` names it in messages.
 * @throws PratiqueError `oci/document-invalid`, `oci/limit-exceeded`, `oci/media-type-unsupported`, `oci/not-an-image`
 */
export function readManifest(bytes: Buffer, on: string): ManifestDocument {
  const fields = parseDocument(bytes, on);
  const mediaType = fields.text('mediaType') ?? MediaType.ociManifest;
  if (/\.distribution\.manifest\.v1\+/.test(mediaType) || fields.has('fsLayers'))
    throw unsupported(on, 'it is a Docker manifest of schema 1, which registries stopped to serve');
  if (!isManifestType(mediaType)) throw unsupported(on, `its media type is ${quoted(mediaType)}`);
  const configFields = fields.object('config');
  if (!configFields) throw fields.invalid('config', 'is missing');
  const config = readDescriptor(configFields);
  const artifactType = fields.text('artifactType');
  if (!isImageConfigType(config.mediaType))
    throw notAnImage(on, `it is an artifact of type ${quoted(artifactType || config.mediaType)}`);
  const layers = fields.objects('layers', MAX_LAYERS).map(readDescriptor);
  const other = layers.find((layer) => !isLayerType(layer.mediaType));
  if (other?.mediaType === 'application/vnd.in-toto+json') throw notAnImage(on, 'it is an attestation');
  if (other) throw unsupported(on, `the layer ${other.digest} has media type ${quoted(other.mediaType)}`);
  return { config, layers, annotations: fields.textMap('annotations') };
}

/**
 * Whether a manifest in an index is no image but says something about one: attestations of BuildKit, signatures and
 * SBOMs that tools store beside it.
 */
export function isAttestation({ platform, annotations }: Descriptor): boolean {
  return (
    Object.hasOwn(annotations, 'vnd.docker.reference.type') ||
    (platform?.os === 'unknown' && platform.architecture === 'unknown')
  );
}
