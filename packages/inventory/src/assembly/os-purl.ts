import { type Distribution, formatPurl, type FoundPackage } from '@pratique/model';

/** Namespaces that the purl specification writes otherwise than os-release its ID (PURL-TYPES: rpm, alpm). */
const namespaces: Readonly<Record<string, string>> = {
  rhel: 'redhat',
  'opensuse-leap': 'opensuse',
  'opensuse-tumbleweed': 'opensuse',
  sles: 'suse',
  sled: 'suse',
  archarm: 'arch',
};

const distributionTypes = new Set(['deb', 'apk', 'rpm', 'alpm']);

/**
 * The canonical purl of a found package. OS packages get the distribution's namespace and the `distro` qualifier: one
 * version of a package is another package in another release.
 */
export function completePurl(found: FoundPackage, distribution: Distribution | undefined): string {
  const { purl } = found;
  const complete = purl.namespace !== undefined || found.evidence === 'sbom';
  if (!distribution || complete || !distributionTypes.has(purl.type)) return formatPurl(purl);
  const release = distribution.versionId ?? distribution.codename;
  return formatPurl({
    ...purl,
    namespace: namespaces[distribution.id] ?? distribution.id,
    qualifiers: { ...purl.qualifiers, distro: release ? `${distribution.id}-${release}` : distribution.id },
  });
}
