import { type ImageIdentity, type Package, parsePurl, type PurlParts } from '@pratique/model';

/** What a VEX product or subcomponent can be held against. */
export interface ImageNames {
  readonly digests: ReadonlySet<string>;
  /** `registry/repository:tag` and `registry/repository@digest`, as known. */
  readonly references: readonly ImageReference[];
  /** One of them stands in every purl that names the image: a digest's digits, the last part of a repository. */
  readonly hints: readonly string[];
}

interface ImageReference {
  readonly repository: string;
  readonly tag?: string;
}

/** Every name of the image under examination. */
export function imageNames(image: ImageIdentity | undefined): ImageNames {
  const digests = [image?.manifestDigest, image?.configDigest, image?.indexDigest].filter(
    (digest) => digest !== undefined,
  );
  const references = (image?.references ?? []).map(readReference);
  const hints = [
    ...digests.map((digest) => digest.slice(digest.indexOf(':') + 1)),
    ...references.map(({ repository }) => repository.slice(repository.lastIndexOf('/') + 1)),
  ];
  return { digests: new Set<string>(digests), references, hints };
}

/** Docker Hub's short names written out: `nginx` is `docker.io/library/nginx`. */
function readReference(text: string): ImageReference {
  const bare = text.split('@')[0] as string;
  const colon = bare.lastIndexOf(':');
  const tagged = colon > bare.lastIndexOf('/');
  const repository = fullRepository(tagged ? bare.slice(0, colon) : bare);
  return tagged ? { repository, tag: bare.slice(colon + 1) } : { repository };
}

function fullRepository(repository: string): string {
  const lower = repository.toLowerCase().replace(/^(?:index|registry-1)\.docker\.io\//, 'docker.io/');
  const host = lower.split('/')[0] as string;
  if (lower.includes('/') && (/[.:]/.test(host) || host === 'localhost'))
    return lower.replace(/^(docker\.io)\/([^/]+)$/, '$1/library/$2');
  return lower.includes('/') ? `docker.io/${lower}` : `docker.io/library/${lower}`;
}

/** A product as a statement names it, read once. */
export interface ProductName {
  readonly text: string;
  readonly purl?: PurlParts;
}

const imageTypes: ReadonlySet<string> = new Set(['oci', 'docker']);

function readProduct(text: string): ProductName {
  const purl = text.startsWith('pkg:') ? parsePurl(text) : undefined;
  return purl ? { text, purl } : { text };
}

/** Products that are remembered; a publisher's statements on one vulnerability name the same component a thousand times. */
const MAX_NAMES = 10_000;

/** Reads each product once. */
export class ProductNames {
  readonly #names = new Map<string, ProductName>();

  read(text: string): ProductName {
    const known = this.#names.get(text);
    if (known) return known;
    const name = readProduct(text);
    if (this.#names.size >= MAX_NAMES) this.#names.clear();
    this.#names.set(text, name);
    return name;
  }
}

/** Names are compared without case, and some ecosystems take `_` for `-`. */
function folded(text: string): string {
  return text.toLowerCase().replaceAll('_', '-');
}

/** One of them stands in every product that names a package of these purls. */
export function packageHints(identities: readonly PurlParts[]): readonly string[] {
  return [...new Set(identities.map(({ name }) => folded(name)))];
}

/**
 * Whether a product may name a package at all, told from its text alone: publishers name thousands of products in the
 * statements on one vulnerability, and reading each of them as a purl takes longer than all other matching.
 */
export function mayNamePackage(text: string, hints: readonly string[]): boolean {
  if (text.includes('%')) return true;
  const name = folded(text);
  return hints.some((hint) => name.includes(hint));
}

const imagePurl = /^pkg:\/*(?:oci|docker)\//i;

/** Whether a product is the purl of an image: then no package inside one has it. */
export function isImagePurl(text: string): boolean {
  return imagePurl.test(text);
}

/** Whether a product may name the image, told from its text alone for the same reason. */
export function mayNameImage(text: string, image: ImageNames): boolean {
  if (!text.startsWith('pkg:')) return true;
  if (!isImagePurl(text)) return false;
  const plain = text.toLowerCase().replaceAll(/%3a|%2f/g, '/');
  return plain.includes('%') || image.hints.some((hint) => plain.includes(hint));
}

/** Whether a product names the image itself: by digest, by reference, or by an `oci` or `docker` purl. */
export function namesImage({ text, purl }: ProductName, image: ImageNames): boolean {
  if (purl) return imageTypes.has(purl.type) && purlNamesImage(purl, image);
  if (text.startsWith('pkg:')) return false;
  const digest = /sha(?:256|512):[0-9a-f]{64,128}$/.exec(text)?.[0];
  if (digest) return image.digests.has(digest);
  const wanted = readReference(text);
  return image.references.some(
    ({ repository, tag }) => repository === wanted.repository && (wanted.tag === undefined || wanted.tag === tag),
  );
}

function purlNamesImage(purl: PurlParts, image: ImageNames): boolean {
  const { version, qualifiers = {} } = purl;
  if (version?.startsWith('sha')) return image.digests.has(version);
  const path = purl.namespace ? `${purl.namespace}/${purl.name}` : purl.name;
  const url = qualifiers['repository_url'];
  const repository = fullRepository(url?.replace(/^https?:\/\//, '').replace(/\/$/, '') ?? path);
  const tag = qualifiers['tag'] ?? version;
  return image.references.some(
    (reference) =>
      (reference.repository === repository || reference.repository === `${repository}/${purl.name}`) &&
      (tag === undefined || reference.tag === tag),
  );
}

const identities = new WeakMap<Package, readonly PurlParts[]>();

/** The purls under which a statement may name a package: its own, that of its source package, and a publisher's own type. */
export function packageIdentities(pkg: Package): readonly PurlParts[] {
  const known = identities.get(pkg);
  if (known) return known;
  const own = parsePurl(pkg.purl);
  const names = own ? [own, ...sourceIdentities(pkg, own), ...publisherIdentities(own)] : [];
  identities.set(pkg, names);
  return names;
}

function sourceIdentities(pkg: Package, own: PurlParts): readonly PurlParts[] {
  if (!pkg.source || pkg.type !== own.type) return [];
  const source = { ...own, name: pkg.source.name, version: pkg.source.version || own.version };
  return ['source', 'src'].map((arch) => ({ ...source, qualifiers: { ...own.qualifiers, arch } }));
}

/** Node.js calls its own releases `pkg:nodejs/node@v18.19.0` in its statements. */
function publisherIdentities(own: PurlParts): readonly PurlParts[] {
  return own.type === 'generic' && own.name === 'node' ? [{ ...own, type: 'nodejs' }] : [];
}

/**
 * Whether a product names a package. A part that the product leaves out stands for every value; what it gives must be
 * equal (OpenVEX 0.2.0, "Product identifiers": a purl matches every purl that it is a prefix of).
 */
export function namesPackage({ purl }: ProductName, identities: readonly PurlParts[]): boolean {
  if (!purl) return false;
  return identities.some(
    (own) =>
      own.type === purl.type &&
      own.name === purl.name &&
      (purl.namespace ?? '') === (own.namespace ?? '') &&
      (purl.version === undefined || sameVersion(purl, own)) &&
      (purl.subpath === undefined || purl.subpath === own.subpath) &&
      Object.entries(purl.qualifiers ?? {}).every(([name, value]) => qualifierAgrees(name, value, own)),
  );
}

/** Versions are equal as text; an epoch may stand in the version or in its qualifier. */
function sameVersion(a: PurlParts, b: PurlParts): boolean {
  if (a.version === b.version) return true;
  const [left, right] = [withEpoch(a), withEpoch(b)];
  return left === right;
}

function withEpoch({ type, version = '', qualifiers }: PurlParts): string {
  if (type === 'golang' || type === 'nodejs') return version.replace(/^v/, '');
  if (type !== 'rpm' && type !== 'deb') return version;
  const epoch = qualifiers?.['epoch'];
  const full = epoch && !/^\d+:/.test(version) ? `${epoch}:${version}` : version;
  return full.replace(/^0:/, '');
}

/** Repositories and checksums say where a copy came from, not what it is. */
const neutralQualifiers: ReadonlySet<string> = new Set(['epoch', 'repository_url', 'repository_id', 'download_url', 'checksum', 'vcs_url', 'type', 'classifier', 'upstream']); // prettier-ignore

function qualifierAgrees(name: string, value: string, own: PurlParts): boolean {
  if (neutralQualifiers.has(name)) return true;
  const ours = own.qualifiers?.[name];
  if (name === 'distro') return ours === undefined || distroAgrees(value, ours);
  return ours === value;
}

/** `debian-12`, `12` and `debian-12.5` are one release; a code name cannot be compared with a number and agrees. */
function distroAgrees(wanted: string, ours: string): boolean {
  if (wanted === ours) return true;
  const [left, right] = [/\d[\d.]*$/.exec(wanted)?.[0], /\d[\d.]*$/.exec(ours)?.[0]];
  if (!left || !right) return true;
  return left === right || left.startsWith(`${right}.`) || right.startsWith(`${left}.`);
}
