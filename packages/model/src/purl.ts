import { PackageURL } from 'packageurl-js';

/** The components of a package URL (purl-spec). Not encoded. */
export interface PurlParts {
  readonly type: string;
  readonly namespace?: string;
  readonly name: string;
  readonly version?: string;
  readonly qualifiers?: Readonly<Record<string, string>>;
  readonly subpath?: string;
}

function canonical({ type, namespace, name, version, qualifiers, subpath }: PurlParts): string {
  const given = qualifiers && Object.keys(qualifiers).length > 0 ? { ...qualifiers } : null;
  return new PackageURL(type, namespace || null, name, version || null, given, subpath || null).toString();
}

/** Puts an encoded version into a purl that has none. */
function withVersion(purl: string, version: string): string {
  const end = purl.search(/[?#]/);
  const at = end < 0 ? purl.length : end;
  return `${purl.slice(0, at)}@${encodeURIComponent(version)}${purl.slice(at)}`;
}

/** Go versions that begin with `v` and are no semantic version: the library fails on them. */
const oddGoVersion = /^v(?!\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]*)?$)/;

/** The canonical string of a package URL: equal packages have equal strings. Throws on an empty type or name. */
export function formatPurl(parts: PurlParts): string {
  const odd = parts.type === 'golang' && parts.version !== undefined && oddGoVersion.test(parts.version);
  const text = odd ? withVersion(canonical({ ...parts, version: undefined }), parts.version ?? '') : canonical(parts);
  // The library leaves `+` in versions as it is; the specification encodes it everywhere.
  const end = text.search(/[?#]/);
  return end < 0 ? text.replaceAll('+', '%2B') : text.slice(0, end).replaceAll('+', '%2B') + text.slice(end);
}

/** Reads a package URL; undefined where it is not one. */
export function parsePurl(text: string): PurlParts | undefined {
  try {
    const odd = /^pkg:golang\/[^?#]*@(?<version>v[^?#]*)/.exec(text)?.groups?.['version'];
    if (odd !== undefined && oddGoVersion.test(decodeURIComponent(odd))) {
      const rest = parsePurl(text.replace(`@${odd}`, ''));
      return rest && { ...rest, version: decodeURIComponent(odd) };
    }
    const purl = PackageURL.fromString(text);
    return {
      type: purl.type ?? '',
      namespace: purl.namespace ?? undefined,
      name: purl.name ?? '',
      version: purl.version ?? undefined,
      qualifiers: purl.qualifiers ?? undefined,
      subpath: purl.subpath ?? undefined,
    };
  } catch {
    return undefined;
  }
}
