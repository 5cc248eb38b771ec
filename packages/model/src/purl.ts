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

/** The canonical string of a package URL: equal packages have equal strings. Throws on an empty type or name. */
export function formatPurl(parts: PurlParts): string {
  const qualifiers = parts.qualifiers && Object.keys(parts.qualifiers).length > 0 ? { ...parts.qualifiers } : null;
  const text = new PackageURL(
    parts.type,
    parts.namespace || null,
    parts.name,
    parts.version || null,
    qualifiers,
    parts.subpath || null,
  ).toString();
  // The library leaves `+` in versions as it is; the specification encodes it everywhere.
  const end = text.search(/[?#]/);
  return end < 0 ? text.replaceAll('+', '%2B') : text.slice(0, end).replaceAll('+', '%2B') + text.slice(end);
}

/** Reads a package URL; undefined where it is not one. */
export function parsePurl(text: string): PurlParts | undefined {
  try {
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
