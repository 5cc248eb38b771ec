import type { AdvisoryEntry, Distribution, Package } from '@pratique/model';

/** What of a package decides, beside its version, whether an entry speaks of it. */
export interface Applicability {
  readonly architecture: string | undefined;
  /** As Go's `GOOS` names them; empty: not known. */
  readonly operatingSystems: readonly string[];
  readonly module: ModuleStream;
  /** Support channels subscribed to. */
  readonly channels: readonly string[];
  /** Red Hat's minor release: its extended channels have fixes of their own for each. */
  readonly minor: string | undefined;
}

/** rpm module of a package or entry: `name:stream`, `none`, or `some` where only the release says that there is one. */
type ModuleStream = string | 'none' | 'some';

/** Marks of a modular build in an rpm release: `1.module+el8.4.0+…` (Red Hat), `1.module_el8.5.0+…` (AlmaLinux, CentOS). */
const modularRelease = /\.module[+_]/;

/** Architecture names of the package managers, those of dpkg and apk turned into rpm's. */
const architectureNames: ReadonlyMap<string, string> = new Map([
  ['amd64', 'x86_64'],
  ['arm64', 'aarch64'],
  ['i386', 'x86'],
  ['i486', 'x86'],
  ['i586', 'x86'],
  ['i686', 'x86'],
  ['386', 'x86'],
  ['armhf', 'armv7hl'],
  ['arm', 'armv7hl'],
  ['armv7', 'armv7hl'],
  ['ppc64el', 'ppc64le'],
  ['all', 'noarch'],
  ['any', 'noarch'],
  ['src', 'noarch'],
  ['source', 'noarch'],
]);

function architectureName(name: string): string {
  const lower = name.toLowerCase();
  return architectureNames.get(lower) ?? lower;
}

/** What decides about a package, read once for all its entries. */
export function applicabilityOf(pkg: Package, distribution: Distribution | undefined): Applicability {
  return {
    architecture: pkg.architecture ? architectureName(pkg.architecture) : undefined,
    operatingSystems: operatingSystems(pkg),
    module: packageModule(pkg),
    channels: [...(distribution?.channels ?? []), ...impliedChannels(pkg)],
    minor: /^\d+\.\d+/.exec(distribution?.versionId ?? '')?.[0],
  };
}

/** Systems that count as another one's too: Go's build constraints say so. */
const relatedSystems: ReadonlyMap<string, string> = new Map([
  ['android', 'linux'],
  ['illumos', 'solaris'],
  ['ios', 'darwin'],
]);

/** What the programs that hold a Go module were built for. */
function operatingSystems({ type, properties }: Package): readonly string[] {
  const goos = type === 'golang' ? properties?.['goos'] : undefined;
  return goos ? goos.split(',').flatMap((name) => [name, relatedSystems.get(name) ?? []].flat()) : [];
}

function packageModule(pkg: Package): ModuleStream {
  if (pkg.type !== 'rpm') return 'none';
  const [name, stream] = (pkg.modularity ?? '').split(':');
  if (name && stream) return `${name}:${stream}`;
  return modularRelease.test(pkg.version) ? 'some' : 'none';
}

/** A package that was installed from a paid channel shows the subscription by its version (`+esm2`, `~esm1`, `+Fips`). */
function impliedChannels(pkg: Package): readonly string[] {
  if (pkg.type !== 'deb') return [];
  if (/[+~.]esm\d/.test(pkg.version)) return ['esm'];
  return /[+.~]fips/i.test(pkg.version) ? ['fips', 'fips-updates'] : [];
}

/**
 * Whether an entry speaks of the package at all, versions aside: its architecture, its operating system, its module stream,
 * and a channel that is subscribed to. A package outside modules is never compared with a module's entry, nor the other way round: their
 * versions count independently.
 */
export function isApplicable(entry: AdvisoryEntry, to: Applicability): boolean {
  return (
    architectureAgrees(entry, to.architecture) &&
    systemAgrees(entry, to.operatingSystems) &&
    moduleAgrees(entry, to.module) &&
    channelAgrees(entry, to)
  );
}

function architectureAgrees(entry: AdvisoryEntry, architecture: string | undefined): boolean {
  const limited = entry.architectures;
  if (!limited || limited.length === 0 || architecture === undefined || architecture === 'noarch') return true;
  return limited.map(architectureName).some((name) => name === architecture || name === 'noarch');
}

function systemAgrees({ operatingSystems }: AdvisoryEntry, systems: readonly string[]): boolean {
  if (operatingSystems === undefined || systems.length === 0) return true;
  return operatingSystems.some((name) => systems.includes(name));
}

function moduleAgrees(entry: AdvisoryEntry, module: ModuleStream): boolean {
  if (entry.scheme !== 'rpm') return true;
  const limited = entryModule(entry);
  if (limited === 'none' || module === 'none') return limited === module;
  return limited === 'some' || module === 'some' || limited === module;
}

function entryModule(entry: AdvisoryEntry): ModuleStream {
  if (entry.module) return entry.module.split(':').slice(0, 2).join(':');
  return entry.ranges.some((range) => modularRelease.test(range.fixed ?? '')) ? 'some' : 'none';
}

function channelAgrees(entry: AdvisoryEntry, { channels, minor }: Applicability): boolean {
  const { channel } = entry;
  if (channel === undefined) return true;
  // Ubuntu Pro is one subscription to several archives.
  const subscribed = channels.includes(channel) || (channel.startsWith('esm-') && (channels.includes('esm') || channels.includes('pro'))); // prettier-ignore
  return subscribed && (entry.scheme !== 'rpm' || minorAgrees(entry, minor));
}

/** A fix for 8.4's extended support (`….el8_4.2`) says nothing of 8.6. */
function minorAgrees(entry: AdvisoryEntry, minor: string | undefined): boolean {
  if (minor === undefined) return true;
  const built = entry.ranges.flatMap(
    ({ fixed }) =>
      /\.el(\d+)_(\d+)/
        .exec(fixed ?? '')
        ?.slice(1, 3)
        .join('.') ?? [],
  );
  return built.length === 0 || built.includes(minor);
}
