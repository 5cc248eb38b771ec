import { type Stats, statSync } from 'node:fs';
import { detectArchiveKind } from './archive/detect-archive.ts';
import type { ArchiveTarget } from './archive/archive-source.ts';
import { ociErrors } from './errors.ts';
import { type ImageReference, parseReference } from './registry/reference.ts';
import type { TreeTarget } from './tree/tree-source.ts';

/** An image of a registry. */
export interface RegistryTarget {
  readonly kind: 'registry';
  readonly reference: ImageReference;
  readonly text: string;
}

/** An image of a container engine on this machine. */
export interface DaemonTarget {
  readonly kind: 'docker-daemon';
  readonly name: string;
  readonly text: string;
}

/** An SBOM document. No image source: callers read it themselves. */
export interface SbomTarget {
  readonly kind: 'sbom';
  readonly path: string;
  readonly text: string;
}

/** What TARGET on the command line says. `text` is as the user wrote it. */
export type Target = ArchiveTarget | TreeTarget | RegistryTarget | DaemonTarget | SbomTarget;

const prefixed = /^(docker-archive|oci-archive|oci-dir|docker-daemon|dir|rootfs|host|sbom):(.*)$/s;

function invalid(text: string, why: string): Error {
  return ociErrors.create('oci/target-invalid', { attempted: 'read the target', on: text.slice(0, 200), why });
}

function find(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    // A part of the path is no directory, may not be searched, or is no path at all.
    return undefined;
  }
}

/**
 * Splits `PATH[:REF]`. Paths may hold colons: the longest that is there counts; where none is, the path ends at the first
 * colon.
 */
function splitPath(rest: string): { path: string; reference?: string } {
  if (find(rest)) return { path: rest };
  let colon = rest.lastIndexOf(':');
  while (colon > 0 && !find(rest.slice(0, colon))) colon = rest.lastIndexOf(':', colon - 1);
  if (colon <= 0) colon = rest.indexOf(':');
  if (colon <= 0) return { path: rest };
  const reference = rest.slice(colon + 1);
  return { path: rest.slice(0, colon), ...(reference !== '' && { reference }) };
}

function parsePrefixed(kind: string, rest: string, text: string): Target {
  if (kind === 'host') {
    if (rest !== '') throw invalid(text, 'nothing may follow host:');
    return { kind, path: '/', text };
  }
  if (rest === '') throw invalid(text, `something must follow ${kind}:`);
  if (kind === 'docker-daemon') return { kind, name: rest, text };
  if (kind === 'dir' || kind === 'rootfs' || kind === 'sbom') return { kind, path: rest, text };
  return { kind: kind as ArchiveTarget['kind'], ...splitPath(rest), text };
}

/** What looks like a path and not like a reference, should it not be there. */
function isPathLike(text: string): boolean {
  return /^(?:\.{0,2}\/|~)|\.(?:tar|tgz|tar\.gz|tar\.zst)$/.test(text) || text === '.' || text === '..';
}

function parsePath(text: string): Target | undefined {
  const found = find(text);
  if (found?.isDirectory()) return { kind: 'dir', path: text, text };
  if (found) return { kind: detectArchiveKind(text), path: text, text, detected: true };
  const { path, reference } = splitPath(text);
  if (!isPathLike(path)) return undefined;
  if (reference !== undefined && find(path)?.isFile())
    return { kind: detectArchiveKind(path), path, reference, text, detected: true };
  throw ociErrors.create('oci/target-unreadable', {
    attempted: 'open',
    on: path,
    why: 'there is no such file or directory',
  });
}

/**
 * Reads a target in any spelling of the command line. Without a prefix: a directory that is there, an archive file that is
 * there (`FILE[:REF]`), else an image reference.
 * @throws PratiqueError `oci/target-invalid`, `oci/target-unreadable`, `oci/reference-invalid`
 */
export function parseTarget(text: string): Target {
  const [, kind, rest = ''] = prefixed.exec(text) ?? [];
  if (kind !== undefined) return parsePrefixed(kind, rest, text);
  if (text.trim() === '') throw invalid(text, 'it is empty');
  return parsePath(text) ?? { kind: 'registry', reference: parseReference(text), text };
}
