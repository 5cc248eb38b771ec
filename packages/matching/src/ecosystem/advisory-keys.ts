import type { Distribution, Package, SchemeId } from '@pratique/model';
import { distributionFamily } from './distributions.ts';
import { languageEcosystem } from './languages.ts';
import { bitnamiVersion, gemVersion, goReleaseVersion, programVersion } from './names.ts';
import { distributionOf, isOsPackage } from './package-distribution.ts';
import { programNamed } from './programs.ts';
import { thirdPartyReason } from './third-party.ts';

/** Whose word it is: a distribution on its package, an ecosystem on its own, somebody on upstream releases. */
export type Authority = 'distribution' | 'ecosystem' | 'upstream';

/** One question to the advisory database: which entries stand under this name, and what to compare them with. */
export interface AdvisoryKey {
  /** As the advisory database keys it: OSV's spelling, with the release: `Debian:12`. */
  readonly ecosystem: string;
  readonly name: string;
  /** The version to compare, that of the source package where advisories name sources. Empty: not known. */
  readonly version: string;
  readonly scheme: SchemeId;
  readonly authority: Authority;
  /** The version carries no epoch although its ecosystem's have one: epochs are left out of the comparison. */
  readonly withoutEpoch?: boolean;
}

/** What can be asked about a package, and why nothing can where `keys` is empty. */
export interface Assessability {
  readonly keys: readonly AdvisoryKey[];
  readonly reason?: string;
}

/**
 * Every name under which the advisory database may know the package. A package is assessed when a loaded feed covers the
 * ecosystem of any of them; it is matched against all of them, covered or not.
 */
export function advisoryKeys(pkg: Package, distribution?: Distribution): readonly AdvisoryKey[] {
  return assessability(pkg, distribution).keys;
}

/** The keys of a package, or the reason why there are none. */
export function assessability(pkg: Package, distribution?: Distribution): Assessability {
  if (isOsPackage(pkg)) return osAssessability(pkg, distribution);
  if (pkg.type === 'generic' || pkg.type === 'bitnami') return programAssessability(pkg);
  return languageAssessability(pkg);
}

function osAssessability(pkg: Package, imageDistribution: Distribution | undefined): Assessability {
  const distribution = distributionOf(pkg, imageDistribution);
  if (!distribution) return { keys: [], reason: `the distribution of this ${pkg.type} package is not known` };
  const family = distributionFamily(distribution);
  const called = [distribution.id, distribution.versionId ?? distribution.codename].filter(Boolean).join(' ');
  if (!family) return { keys: [], reason: `no feed publishes advisories for ${called}` };
  if (family.packageType !== pkg.type) return { keys: [], reason: `a ${pkg.type} package is not one of ${called}` };
  const foreign = thirdPartyReason(pkg, distribution);
  if (foreign) return { keys: [], reason: foreign };
  const ecosystems = family.ecosystems(distribution);
  if (ecosystems.length === 0) return { keys: [], reason: `no advisories are known for the release ${called}` };

  const identity = family.names === 'source' ? sourceIdentity(pkg) : { name: pkg.name, version: pkg.version };
  const scheme = family.packageType;
  return {
    keys: ecosystems.map((ecosystem) => ({ ecosystem, ...identity, scheme, authority: 'distribution' as const })),
  };
}

/**
 * The source package's name and version. An rpm's source file name has no epoch: where the binary has the source's
 * version it lends its epoch, else (`perl-Carp` of `perl`) epochs are left out.
 */
function sourceIdentity(pkg: Package): Pick<AdvisoryKey, 'name' | 'version' | 'withoutEpoch'> {
  const { source } = pkg;
  if (!source?.name) return { name: pkg.name, version: pkg.version };
  if (pkg.type !== 'rpm' || !source.version || /^\d+:/.test(source.version))
    return { name: source.name, version: source.version || pkg.version };
  if (withoutEpoch(pkg.version) === source.version) return { name: source.name, version: pkg.version };
  return { name: source.name, version: source.version, withoutEpoch: true };
}

/** An rpm or deb version without `epoch:`. */
export function withoutEpoch(version: string): string {
  return version.replace(/^\d{1,10}:/, '');
}

function programAssessability(pkg: Package): Assessability {
  if (pkg.type === 'bitnami') {
    const version = bitnamiVersion(pkg.version);
    return {
      keys: [{ ecosystem: 'Bitnami', name: pkg.name.toLowerCase(), version, scheme: 'semver', authority: 'ecosystem' }],
    };
  }
  const program = programNamed(pkg.name);
  const component = program ? program.bitnami : statedComponent(pkg);
  const keys: AdvisoryKey[] = [];
  if (program?.goToolchain) keys.push(goKey('stdlib', pkg.version), goKey('toolchain', pkg.version));
  if (component) {
    const version = programVersion(pkg.version);
    keys.push({ ecosystem: 'Bitnami', name: component, version, scheme: 'semver', authority: 'upstream' });
  }
  // Node.js publishes advisories of its own, of the runtime alone.
  if (program?.bitnami === 'node')
    keys.push({ ecosystem: 'generic:node', name: 'node', version: programVersion(pkg.version), scheme: 'semver', authority: 'ecosystem' }); // prettier-ignore
  return keys.length > 0 ? { keys } : { keys, reason: `no feed publishes advisories for the program ${pkg.name}` };
}

/** The component that the classifier of a program without a row names. */
function statedComponent(pkg: Package): string | undefined {
  const stated = pkg.properties?.['bitnami'];
  return stated && /^[a-z0-9][a-z0-9_-]{0,63}$/.test(stated) ? stated : undefined;
}

function goKey(name: 'stdlib' | 'toolchain', version: string): AdvisoryKey {
  return { ecosystem: 'Go', name, version: goReleaseVersion(version), scheme: 'go', authority: 'ecosystem' };
}

function languageAssessability(pkg: Package): Assessability {
  const known = languageEcosystem(pkg.type);
  if (!known) return { keys: [], reason: `no feed publishes advisories for ${pkg.type} packages` };
  if (pkg.type === 'golang' && (pkg.name === 'stdlib' || pkg.name === 'toolchain'))
    return { keys: [goKey(pkg.name, pkg.version)] };
  if (pkg.type === 'maven' && !pkg.name.includes(':')) return { keys: [], reason: 'its Maven group is not known' };

  const { ecosystem, scheme } = known;
  const name = known.normalize(pkg.name);
  const version = comparableVersion(pkg);
  const key: AdvisoryKey = { ecosystem, name, version, scheme, authority: 'ecosystem' };
  const components = pkg.type === 'golang' ? kubernetesComponents(pkg) : [];
  return { keys: [key, ...components.map((component) => ({ ...key, ecosystem: 'kubernetes', name: component }))] };
}

/**
 * The version to compare; empty where what stands there is no release: a Go program of which only the commit is known
 * (`v0.0.0-…` sorts below every release), a crate of the program's own workspace.
 */
function comparableVersion({ type, version, properties }: Package): string {
  if (properties?.['versionSource'] === 'revision' || (type === 'cargo' && properties?.['source'] === 'local'))
    return '';
  return type === 'gem' ? gemVersion(version) : version;
}

/** Programs of Kubernetes and the component that each is in its project's own advisories. */
const kubernetesPrograms: ReadonlyMap<string, string> = new Map([
  ['kube-apiserver', 'k8s.io/apiserver'],
  ['kube-controller-manager', 'k8s.io/controller-manager'],
  ['kube-proxy', 'k8s.io/kube-proxy'],
  ['kubelet', 'k8s.io/kubelet'],
  ['kubectl', 'k8s.io/kubectl'],
]);

/**
 * Names of a Go module in the Kubernetes project's advisories. Their versions are Kubernetes releases (1.27.4): of the
 * components only the programs carry them; the library modules of the same names count otherwise (v0.27.4).
 */
function kubernetesComponents(pkg: Package): readonly string[] {
  if (/^(?:sigs\.k8s\.io|github\.com\/kubernetes-csi)\//.test(pkg.name)) return [pkg.name];
  if (pkg.name !== 'k8s.io/kubernetes') return [];
  const programs = pkg.locations.flatMap(({ path }) => kubernetesPrograms.get(path.split('/').at(-1) ?? '') ?? []);
  return [...new Set([pkg.name, ...programs])];
}
