import { applyTypeRules, type MutablePurl } from './purl-types.ts';

/** The components of a package URL (purl-spec). Not encoded. */
export interface PurlParts {
  readonly type: string;
  readonly namespace?: string;
  readonly name: string;
  readonly version?: string;
  readonly qualifiers?: Readonly<Record<string, string>>;
  readonly subpath?: string;
}

const typeForm = /^[a-z.+-][a-z0-9.+-]*$/;
const qualifierForm = /^[a-z._-][a-z0-9._-]*$/;

/** Slashes at the ends and empty segments mean nothing. */
function collapsed(path: string): string {
  return path.includes('/') ? path.split('/').filter(Boolean).join('/') : path;
}

function canonicalSubpath(path: string): string {
  const segments = path.split('/').filter((segment) => segment.trim() !== '' && segment !== '.' && segment !== '..');
  return segments.join('/');
}

/** Keys in lower case; a key without a value is as good as none. The prototype is not there to be hit by a key. */
function canonicalQualifiers(entries: Iterable<readonly [string, string]>): Record<string, string> | undefined {
  const qualifiers = Object.create(null) as Record<string, string>;
  for (const [given, text] of entries) {
    const key = given.toLowerCase();
    const value = text.trim();
    if (value === '') continue;
    if (!qualifierForm.test(key)) return undefined;
    qualifiers[key] = value;
  }
  return qualifiers;
}

/** The canonical form of the components; undefined where they make no purl. */
function canonical(
  parts: Omit<PurlParts, 'qualifiers'>,
  entries: Iterable<readonly [string, string]>,
): MutablePurl | undefined {
  const qualifiers = canonicalQualifiers(entries);
  const purl = {
    type: parts.type.trim().toLowerCase(),
    namespace: collapsed(parts.namespace ?? ''),
    name: parts.name.trim(),
    version: parts.version?.trim(),
    qualifiers: qualifiers ?? {},
    subpath: canonicalSubpath(parts.subpath ?? ''),
  };
  return qualifiers && purl.name !== '' && typeForm.test(purl.type) && applyTypeRules(purl) ? purl : undefined;
}

/** Percent-encodes a component but for the given characters, which are plain in it. */
function encoded(text: string, plain: Readonly<Record<string, string>> = {}): string {
  return Object.entries(plain).reduce((all, [code, sign]) => all.replaceAll(code, sign), encodeURIComponent(text));
}

function formatQualifiers(qualifiers: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(qualifiers).sort(([a], [b]) => (a < b ? -1 : 1));
  return new URLSearchParams(sorted).toString().replaceAll('+', '%20');
}

/** The canonical string of a package URL: equal packages have equal strings. Throws where the parts make none. */
export function formatPurl(parts: PurlParts): string {
  const purl = canonical(parts, Object.entries(parts.qualifiers ?? {}));
  if (!purl) throw new TypeError(`not a package URL: ${JSON.stringify(parts)}`);
  const { type, namespace, name, version, qualifiers, subpath } = purl;
  const query = formatQualifiers(qualifiers);
  return [
    `pkg:${type}/`,
    namespace && `${encoded(namespace, { '%3A': ':', '%2F': '/' })}/`,
    encoded(name),
    version ? `@${encoded(version, { '%3A': ':' })}` : '',
    query && `?${query}`,
    subpath && `#${encoded(subpath, { '%2F': '/' })}`,
  ].join('');
}

/** Splits a text at the first of a sign; the second part is undefined without one. */
function cut(text: string, sign: string): readonly [string, string | undefined] {
  const at = text.indexOf(sign);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

/** What follows the scheme. Tools write `pkg://` too, which means the same, but nothing that could be a user and a host. */
function withoutScheme(text: string): string | undefined {
  const scheme = /^pkg:(?<slashes>\/*)/i.exec(text);
  if (!scheme) return undefined;
  const rest = text.slice(scheme[0].length);
  const authority = scheme.groups?.['slashes']?.length === 2 ? cut(rest, '/')[0] : '';
  return authority.includes('@') ? undefined : rest;
}

/** Where the version begins. An `@` at the beginning of a segment is a scope that was not encoded: `npm/@scope/name`. */
function versionStart(path: string): number {
  const at = path.lastIndexOf('@');
  return at > 0 && path[at - 1] !== '/' ? at : path.length;
}

function read(text: string): MutablePurl | undefined {
  // As every URL is read (WHATWG): line breaks and tabs are not there.
  const rest = withoutScheme(text.trim().replaceAll(/[\t\n\r]/g, ''));
  if (rest === undefined) return undefined;
  const [beforeSubpath, subpath = ''] = cut(rest, '#');
  const [path, query = ''] = cut(beforeSubpath, '?');
  const [type, named = ''] = cut(path, '/');
  const end = versionStart(named);
  const slash = named.lastIndexOf('/', end - 1);
  const parts = {
    type,
    namespace: decodeURIComponent(named.slice(0, Math.max(0, slash))),
    name: decodeURIComponent(named.slice(slash + 1, end)),
    version: end < named.length ? decodeURIComponent(named.slice(end + 1)) : undefined,
    subpath: decodeURIComponent(subpath),
  };
  return canonical(parts, new URLSearchParams(`?${query}`));
}

/** Reads a package URL; undefined where it is not one. */
export function parsePurl(text: string): PurlParts | undefined {
  try {
    const purl = read(text);
    if (!purl) return undefined;
    const { type, namespace, name, version, qualifiers, subpath } = purl;
    return {
      type,
      name,
      namespace: namespace || undefined,
      version,
      qualifiers: Object.keys(qualifiers).length > 0 ? qualifiers : undefined,
      subpath: subpath || undefined,
    };
  } catch {
    // A component that is not well encoded.
    return undefined;
  }
}
