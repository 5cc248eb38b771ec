import { type Distribution, type Package, parsePurl } from '@pratique/model';
import { distributionFamily } from './distributions.ts';

const osPackageTypes: ReadonlySet<string> = new Set(['deb', 'apk', 'rpm', 'alpm']);

/** Whether the package belongs to the operating system's own package manager. */
export function isOsPackage(pkg: Pick<Package, 'type'>): boolean {
  return osPackageTypes.has(pkg.type);
}

/**
 * The distribution that an OS package belongs to: that of the image, else what its purl says. Foreign SBOMs often carry
 * only the purl's namespace and `distro` qualifier (`debian-12`, `bookworm`, `12`). The purl also speaks for packages that
 * the image's distribution cannot have installed, such as Debian's in an SBOM that lies in an Alpine image.
 */
export function distributionOf(pkg: Package, distribution: Distribution | undefined): Distribution | undefined {
  if (!distribution) return statedDistribution(pkg);
  const family = distributionFamily(distribution);
  if (!family || family.packageType === pkg.type || !isOsPackage(pkg)) return distribution;
  const stated = statedDistribution(pkg);
  return stated && distributionFamily(stated)?.packageType === pkg.type ? stated : distribution;
}

function statedDistribution(pkg: Package): Distribution | undefined {
  const purl = parsePurl(pkg.purl);
  const qualifier = purl?.qualifiers?.['distro'];
  if (!purl || (!purl.namespace && !qualifier)) return undefined;
  return fromQualifier(purl.namespace?.toLowerCase() ?? '', (qualifier ?? '').toLowerCase().slice(0, 128));
}

function fromQualifier(namespace: string, qualifier: string): Distribution | undefined {
  const known = { idLike: [], channels: [], path: '' };
  if (namespace && qualifier.startsWith(`${namespace}-`))
    return release(namespace, qualifier.slice(namespace.length + 1));
  const parts = /^([a-z][a-z_-]*?)-(v?\d[\w.]*|sid|edge|stream)$/.exec(qualifier);
  if (parts) return release(parts[1] as string, parts[2] as string);
  if (!namespace) return undefined;
  return qualifier ? release(namespace, qualifier) : { id: namespace, ...known };

  function release(id: string, text: string): Distribution {
    const numbered = /^v?(\d.*)$/.exec(text);
    if (numbered) return { id, versionId: numbered[1] as string, ...known };
    if (text === 'edge' || text === 'stream') return { id, versionId: text, ...known };
    return { id, codename: text, ...known };
  }
}
