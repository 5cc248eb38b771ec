/** An image reference taken apart, for conditions: never refused, however it is written. */
export interface ReferenceFacts {
  /** As written. */
  readonly reference: string;
  /** Host and port; `docker.io` where none is named. Empty with an empty reference. */
  readonly registry: string;
  /** `library/nginx`. */
  readonly repository: string;
  /** Empty where none is written. */
  readonly tag: string;
  /** Empty where none is written. */
  readonly digest: string;
  readonly pinned: boolean;
}

const DEFAULT_REGISTRY = 'docker.io';
/** Old names of the default registry. */
const defaultAliases = new Set([
  DEFAULT_REGISTRY,
  'index.docker.io',
  'registry-1.docker.io',
  'registry.hub.docker.com',
]);
/** Longer references are cut: no registry takes them. */
const MAX_LENGTH = 1024;
/** Of any algorithm: a digest that we do not compute pins as well (image-spec, descriptor.md, "Digests"). */
const digestForm = /^[a-z0-9]+(?:[+._-][a-z0-9]+)*:[0-9a-zA-Z=_-]{32,}$/;

/** The first segment is a registry where it cannot be a path component: it has a dot, a port, or is `localhost`. */
function splitRegistry(name: string): readonly [string, string] {
  const slash = name.indexOf('/');
  const first = name.slice(0, slash);
  const isRegistry = slash > 0 && (/[.:[]/.test(first) || first === 'localhost' || first !== first.toLowerCase());
  return isRegistry ? [first, name.slice(slash + 1)] : [DEFAULT_REGISTRY, name];
}

/** Takes a reference apart (distribution/reference grammar): `nginx`, `host:5000/a/b:tag@sha256:…`. */
export function referenceFacts(text: string): ReferenceFacts {
  const reference = text.trim().slice(0, MAX_LENGTH);
  if (reference === '') return { reference, registry: '', repository: '', tag: '', digest: '', pinned: false };
  const at = reference.indexOf('@');
  const digest = at < 0 ? '' : reference.slice(at + 1);
  const named = at < 0 ? reference : reference.slice(0, at);
  const colon = named.lastIndexOf(':');
  const hasTag = colon > named.lastIndexOf('/');
  const [registry, path] = splitRegistry(hasTag ? named.slice(0, colon) : named);
  const isDefault = defaultAliases.has(registry);
  return {
    reference,
    registry: isDefault ? DEFAULT_REGISTRY : registry,
    repository: isDefault && !path.includes('/') ? `library/${path}` : path,
    tag: hasTag ? named.slice(colon + 1) : '',
    digest,
    pinned: digestForm.test(digest),
  };
}
