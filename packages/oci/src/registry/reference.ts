import type { Digest } from '@pratique/model';
import { isDigest } from '../digest.ts';
import { ociErrors } from '../errors.ts';

/** An image reference taken apart (distribution/reference grammar). */
export interface ImageReference {
  /** Host and port as written, `docker.io` where none is. */
  readonly registry: string;
  /** Path below the registry: `library/alpine`. */
  readonly repository: string;
  /** `latest` where neither tag nor digest is given. */
  readonly tag?: string;
  readonly digest?: Digest;
}

const DEFAULT_REGISTRY = 'docker.io';
/** Old names of the default registry that references still carry. */
const defaultAliases = new Set(['index.docker.io', 'registry-1.docker.io', 'registry.hub.docker.com']);

const host =
  /^(?:\[[0-9a-fA-F:]+\]|[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*(?:\.[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*)*)(?::\d{1,5})?$/;
const component = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const tag = /^\w[\w.-]{0,127}$/;
const MAX_LENGTH = 1024;
/** Could as well be an image's id. */
const identifier = /^[0-9a-f]{64}$/;

/** Somebody who is used to URLs may have written a user and a password. */
function withoutCredentials(text: string): string {
  return text.replace(/^[^/]*:[^/]*@/, '***@');
}

function invalid(text: string, why: string): Error {
  return ociErrors.create('oci/reference-invalid', {
    attempted: 'read the image reference',
    on: withoutCredentials(text).slice(0, 200),
    why,
  });
}

/** The first segment is a registry where it cannot be a path component: it has a dot, a port, or is `localhost`. */
function splitRegistry(name: string): [string, string] {
  const slash = name.indexOf('/');
  const first = name.slice(0, slash);
  const isRegistry = slash > 0 && (/[.:[]/.test(first) || first === 'localhost' || first !== first.toLowerCase());
  return isRegistry ? [first, name.slice(slash + 1)] : [DEFAULT_REGISTRY, name];
}

function splitDigest(text: string): [string, Digest | undefined] {
  const at = text.indexOf('@');
  if (at < 0) return [text, undefined];
  const digest = text.slice(at + 1);
  if (!isDigest(digest)) throw invalid(text, 'what follows @ is no sha256 or sha512 digest');
  return [text.slice(0, at), digest];
}

/** Whether it names the host that a connection would go to: `0x7f.1` and `1.2.3` are other spellings of addresses. */
function isHost(text: string): boolean {
  if (!host.test(text) || !URL.canParse(`https://${text}`)) return false;
  const { hostname } = new URL(`https://${text}`);
  return text.startsWith('[') || hostname === text.toLowerCase().replace(/:\d+$/, '');
}

function problemOf(registry: string, path: string, written: string | undefined): string | undefined {
  if (!isHost(registry)) return `"${registry}" is no host`;
  if (written !== undefined && !tag.test(written)) return `"${written}" is no tag`;
  const wrong = path.split('/').find((part) => !component.test(part));
  if (wrong !== undefined) return `"${wrong}" is no part of a repository name, which is lower case`;
  return path.length > 255 ? 'its repository is too long' : undefined;
}

/**
 * Takes an image reference apart: `alpine`, `alpine:3.20`, `host:5000/a/b@sha256:…`, `a/b:tag@sha256:…` (the digest decides).
 * @throws PratiqueError `oci/reference-invalid`
 */
export function parseReference(text: string): ImageReference {
  if (text === '' || text.length > MAX_LENGTH) throw invalid(text, text === '' ? 'it is empty' : 'it is too long');
  const [named, digest] = splitDigest(text);
  const colon = named.lastIndexOf(':');
  const hasTag = colon > named.lastIndexOf('/');
  const written = hasTag ? named.slice(colon + 1) : undefined;
  const name = hasTag ? named.slice(0, colon) : named;
  if (identifier.test(name)) throw invalid(text, 'it is the id of an image and names no repository');
  const [registry, path] = splitRegistry(name);
  const problem = problemOf(registry, path, written);
  if (problem !== undefined) throw invalid(text, problem);
  const isDefault = registry === DEFAULT_REGISTRY || defaultAliases.has(registry);
  const chosen = written ?? (digest ? undefined : 'latest');
  return {
    registry: isDefault ? DEFAULT_REGISTRY : registry,
    repository: isDefault && !path.includes('/') ? `library/${path}` : path,
    ...(chosen !== undefined && { tag: chosen }),
    ...(digest && { digest }),
  };
}

/** The reference in full: `docker.io/library/alpine:3.20`. */
export function formatReference({ registry, repository, tag: name, digest }: ImageReference): string {
  return `${registry}/${repository}${name ? `:${name}` : ''}${digest ? `@${digest}` : ''}`;
}
