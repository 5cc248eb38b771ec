import { type Package, parsePurl, type PurlParts, type SourcePackage } from '@pratique/model';
import { packageType } from './package-facts.ts';

/** How an ecosystem joins a purl's namespace and name into the full name that its advisories use. */
const separators: Readonly<Record<string, string>> = {
  npm: '/', maven: ':', golang: '/', composer: '/', swift: '/', github: '/', jsr: '/', cocoapods: '/',
}; // prettier-ignore

function fullName({ type, namespace, name }: PurlParts): string {
  const separator = separators[type];
  return namespace && separator ? `${namespace}${separator}${name}` : name;
}

/** deb and rpm versions carry their epoch; an rpm purl keeps it in a qualifier (PURL-TYPES, rpm). */
function fullVersion({ type, version = '', qualifiers }: PurlParts): string {
  const epoch = qualifiers?.['epoch'];
  return type === 'rpm' && epoch && epoch !== '0' && !version.includes(':') ? `${epoch}:${version}` : version;
}

/** `upstream=source@version`, as other tools write a source package into the purl. For rpm it is a source rpm's name. */
function sourceOf(parts: PurlParts, version: string): SourcePackage | undefined {
  const upstream = parts.qualifiers?.['upstream'];
  if (!upstream) return undefined;
  if (parts.type === 'rpm') {
    const match = /^(?<name>.+)-(?<version>[^-]+-[^-]+?)(?:\.(?:src|nosrc)\.rpm)$/.exec(upstream)?.groups;
    return match && { name: match['name'] ?? '', version: match['version'] ?? '' };
  }
  const at = upstream.lastIndexOf('@');
  return at > 0 ? { name: upstream.slice(0, at), version: upstream.slice(at + 1) } : { name: upstream, version };
}

/** What a purl alone tells of a package; undefined where the text is no purl. */
export function packageFromPurl(text: string): Package | undefined {
  const parts = parsePurl(text);
  if (!parts) return undefined;
  const version = fullVersion(parts);
  const source = sourceOf(parts, version);
  const architecture = parts.qualifiers?.['arch'];
  return {
    type: packageType(parts.type),
    name: fullName(parts),
    version,
    evidence: 'sbom',
    ...(architecture && { architecture }),
    ...(source && { source }),
    purl: text,
    locations: [],
    fromBase: 'unknown',
    foundBy: 'sbom',
  };
}
