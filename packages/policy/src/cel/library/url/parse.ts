import { OpaqueValue } from '../../values.ts';
import { parseAnyAddress } from '../ip/address.ts';
import { escapePath, isEscapedPath, unescapeUrl } from './escape.ts';

const MAX_LENGTH = 8192;

/** The parts of a URL as Go's net/url tells them. */
interface UrlParts {
  readonly scheme: string;
  readonly user: string;
  /** With port and brackets, unescaped. */
  readonly host: string;
  readonly escapedPath: string;
  readonly query: string;
  readonly fragment: string;
}

/** A parsed URL: an absolute one, or an absolute path. */
export class Url extends OpaqueValue {
  readonly typeName = 'kubernetes.URL';
  readonly parts: UrlParts;

  constructor(parts: UrlParts) {
    super();
    this.parts = parts;
  }

  equals(other: OpaqueValue): boolean {
    return other instanceof Url && JSON.stringify(other.parts) === JSON.stringify(this.parts);
  }

  get hostname(): string {
    const { host } = this.parts;
    const name = this.port === '' && !host.endsWith(':') ? host : host.slice(0, host.lastIndexOf(':'));
    return name.startsWith('[') && name.endsWith(']') ? name.slice(1, -1) : name;
  }

  get port(): string {
    return /:(\d*)$/.exec(this.parts.host)?.[1] ?? '';
  }
}

function parseBracketed(host: string): string | undefined {
  const end = host.lastIndexOf(']');
  if (end === -1 || !/^(?::\d*)?$/.test(host.slice(end + 1))) return undefined;
  const inside = host.slice(1, end);
  const zone = inside.indexOf('%25');
  const address = zone === -1 ? inside : inside.slice(0, zone);
  const zoneText = zone === -1 ? '' : unescapeUrl(inside.slice(zone), 'zone')?.toString();
  if (zoneText === undefined || zoneText === '%' || zoneText.includes('[')) return undefined;
  if (!address.includes(':') || !parseAnyAddress(address)) return undefined;
  return `[${address}${zoneText}]${host.slice(end + 1)}`;
}

function parseHost(host: string): string | undefined {
  if (host.startsWith('[')) return parseBracketed(host);
  const colon = host.indexOf(':');
  const name = colon === -1 ? host : host.slice(0, colon);
  if (name.includes('[') || (colon !== -1 && !/^:\d*$/.test(host.slice(colon)))) return undefined;
  return unescapeUrl(host, 'host')?.toString();
}

/** User and host of what stands between `//` and the path. */
function parseAuthority(authority: string): readonly [user: string, host: string] | undefined {
  const at = authority.lastIndexOf('@');
  const host = parseHost(authority.slice(at + 1));
  const user = authority.slice(0, Math.max(at, 0));
  if (host === undefined || !/^[A-Za-z0-9._:~!$&'()*+,;=%@-]*$/.test(user)) return undefined;
  return unescapeUrl(user, 'user') ? [user, host] : undefined;
}

function escapedPathOf(path: string): string | undefined {
  const decoded = unescapeUrl(path, 'path');
  if (!decoded) return undefined;
  return isEscapedPath(path) ? path : escapePath(decoded);
}

/**
 * Everything before the fragment; undefined: no URL, or a relative one. A request's URI (Go net/url, ParseRequestURI) has an
 * authority only behind a scheme: in `//host/path` all is path.
 */
function parseAbsolute(source: string, form: 'request' | 'any'): Omit<UrlParts, 'fragment'> | undefined {
  const nothing = { scheme: '', user: '', host: '', query: '' };
  if (source === '*') return { ...nothing, escapedPath: '*' };
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(source)?.[1] ?? '';
  const afterScheme = scheme === '' ? source : source.slice(scheme.length + 1);
  const mark = afterScheme.indexOf('?');
  const query = mark === -1 ? '' : afterScheme.slice(mark + 1);
  const rest = mark === -1 ? afterScheme : afterScheme.slice(0, mark);
  const found = { ...nothing, scheme: scheme.toLowerCase(), query };
  // `mailto:a@b.c`: opaque, without path.
  if (!rest.startsWith('/')) return scheme === '' ? undefined : { ...found, escapedPath: '' };
  const hasAuthority = rest.startsWith('//') && (scheme !== '' || (form === 'any' && !rest.startsWith('///')));
  if (!hasAuthority) return withPath(found, rest);
  const slash = rest.indexOf('/', 2);
  const authority = parseAuthority(rest.slice(2, slash === -1 ? undefined : slash));
  if (!authority) return undefined;
  const [user, host] = authority;
  return withPath({ ...found, user, host }, slash === -1 ? '' : rest.slice(slash));
}

function withPath(
  found: Omit<UrlParts, 'fragment' | 'escapedPath'>,
  path: string,
): Omit<UrlParts, 'fragment'> | undefined {
  const escapedPath = escapedPathOf(path);
  return escapedPath === undefined ? undefined : { ...found, escapedPath };
}

/** Whether Kubernetes' `isURL` takes the text for one: it does not look at the authority of `//host/path`. */
export function isUrl(source: string): boolean {
  if (source.length > MAX_LENGTH || /[\u0000-\u001f\u007f]/.test(source)) return false;
  // This reading knows no fragments: what it would refuse because of one is refused.
  return parseAbsolute(source, 'request') !== undefined;
}

/** Reads an absolute URL or an absolute path as Kubernetes does (Go net/url). Undefined: it is none. */
export function parseUrl(source: string): Url | undefined {
  if (!isUrl(source)) return undefined;
  const hash = source.indexOf('#');
  const parts = parseAbsolute(hash === -1 ? source : source.slice(0, hash), 'any');
  const fragment = hash === -1 ? '' : source.slice(hash + 1);
  return parts && unescapeUrl(fragment, 'fragment') ? new Url({ ...parts, fragment }) : undefined;
}

/** Parameters of a query, in order; pairs that are broken or hold a semicolon are left out, as Go does. */
export function queryOf(query: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const pair of query.split('&')) {
    if (pair === '' || pair.includes(';')) continue;
    const equals = pair.indexOf('=');
    const key = unescapeUrl(equals === -1 ? pair : pair.slice(0, equals), 'query')?.toString();
    const value = unescapeUrl(equals === -1 ? '' : pair.slice(equals + 1), 'query')?.toString();
    if (key === undefined || value === undefined) continue;
    found.set(key, [...(found.get(key) ?? []), value]);
  }
  return found;
}
