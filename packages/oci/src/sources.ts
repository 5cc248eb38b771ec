import { defaultLimits } from '@pratique/foundation';
import type { ImageSource, SourceKind } from '@pratique/model';
import { archiveSource } from './archive/archive-source.ts';
import type { DaemonOptions } from './daemon/daemon-source.ts';
import { ociErrors } from './errors.ts';
import type { RegistryOptions } from './registry/endpoint.ts';
import { parseReference } from './registry/reference.ts';
import { parseTarget, type Target } from './target.ts';
import { treeSource } from './tree/tree-source.ts';

/** Bounds, and what registries and container engines need to be reached. */
export type SourceOptions = RegistryOptions & DaemonOptions;

type SourceTable = {
  readonly [Kind in SourceKind]: (target: Extract<Target, { kind: Kind }>, options: SourceOptions) => ImageSource;
};

/** Every kind of source: the one place where they meet. */
const sources: SourceTable = {
  'docker-archive': (target, { limits }) => archiveSource(target, limits),
  'oci-archive': (target, { limits }) => archiveSource(target, limits),
  'oci-dir': (target, { limits }) => archiveSource(target, limits),
  dir: (target, { limits }) => treeSource(target, limits),
  rootfs: (target, { limits }) => treeSource(target, limits),
  host: (target, { limits }) => treeSource(target, limits),
  registry: ({ text }, options) => {
    // A wrong reference is told before anything is opened.
    parseReference(text);
    return deferred('registry', text, async () =>
      (await import('./registry/registry-source.ts')).registrySource(text, options),
    );
  },
  'docker-daemon': ({ text }, options) =>
    deferred('docker-daemon', text, async () =>
      (await import('./daemon/daemon-source.ts')).daemonSource(text, openSaved(options), options),
    ),
};

/** A source over the network, loaded when it is opened: archives do not pay for Node's HTTP. */
function deferred(kind: SourceKind, target: string, load: () => Promise<ImageSource>): ImageSource {
  return { kind, target, open: async (request) => (await load()).open(request) };
}

/** Container engines answer with a Docker archive. */
function openSaved({ limits = defaultLimits }: SourceOptions): (path: string) => ImageSource {
  return (path) => archiveSource({ kind: 'docker-archive', path, text: path, detected: true }, limits);
}

/**
 * The source that a target names, in any spelling of the command line. Nothing is read before it is opened.
 * @throws PratiqueError `oci/target-invalid`, `oci/target-unreadable`, `oci/reference-invalid`
 */
export function createImageSource(text: string, options: SourceOptions = {}): ImageSource {
  const target = parseTarget(text);
  if (target.kind === 'sbom') {
    const why = 'an SBOM is no image';
    throw ociErrors.create('oci/target-invalid', { attempted: 'open an image from', on: text.slice(0, 200), why });
  }
  const create = sources[target.kind] as (target: Target, options: SourceOptions) => ImageSource;
  return create(target, options);
}
