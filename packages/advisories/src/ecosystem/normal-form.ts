import { debianReleases, ubuntuReleases } from '@pratique/model';

/** An ecosystem as the database keys it, and the support channel that its spelling named. */
export interface NormalEcosystem {
  /** `Name` or `Name:release`. */
  readonly ecosystem: string;
  /** Support channel, such as `esm-infra`, `fips-updates`, `eus`, `ltss`, `elts`. */
  readonly channel?: string;
}

type Rule = (release: string) => NormalEcosystem;

/** Ecosystems whose suffix is the address of a package repository: one key for all of them. */
const registries = new Set([
  'Maven',
  'Packagist',
  'npm',
  'PyPI',
  'NuGet',
  'RubyGems',
  'crates.io',
  'Go',
  'Hex',
  'Pub',
  'CRAN',
]);

/** Other publishers' spellings of OSV's ecosystem names, in lower case. */
const spellings: ReadonlyMap<string, string> = new Map([
  ['almalinux', 'AlmaLinux'],
  ['alpine', 'Alpine'],
  ['bitnami', 'Bitnami'],
  ['crates.io', 'crates.io'],
  ['chainguard', 'Chainguard'],
  ['cran', 'CRAN'],
  ['debian', 'Debian'],
  ['github actions', 'GitHub Actions'],
  ['go', 'Go'],
  ['hackage', 'Hackage'],
  ['hex', 'Hex'],
  ['kubernetes', 'kubernetes'],
  ['maven', 'Maven'],
  ['npm', 'npm'],
  ['nuget', 'NuGet'],
  ['packagist', 'Packagist'],
  ['pub', 'Pub'],
  ['pypi', 'PyPI'],
  ['red hat', 'Red Hat'],
  ['rocky linux', 'Rocky Linux'],
  ['rubygems', 'RubyGems'],
  ['suse', 'SUSE'],
  ['opensuse', 'openSUSE'],
  ['swifturl', 'SwiftURL'],
  ['ubuntu', 'Ubuntu'],
  ['wolfi', 'Wolfi'],
]);

function plain(name: string): Rule {
  return (release) => ({ ecosystem: `${name}:${release}` });
}

/** `Debian:12`, `Debian:bookworm`, `Debian:12.5` (a point release is the same release). */
function debian(release: string): NormalEcosystem {
  const number = debianReleases.get(release.toLowerCase()) ?? release;
  return { ecosystem: `Debian:${/^(?:[4-9]|\d{2,})\.\d+$/.test(number) ? number.split('.')[0] : number}` };
}

const ubuntuChannels: ReadonlyMap<string, string> = new Map([
  ['Pro', 'esm'],
  ['FIPS', 'fips'],
  ['FIPS-updates', 'fips-updates'],
  ['FIPS-preview', 'fips-preview'],
  ['Realtime', 'realtime'],
  ['Nvidia-BlueField', 'bluefield'],
]);

/** `Ubuntu:22.04:LTS`, `Ubuntu:Pro:18.04:LTS`, `Ubuntu:Pro:FIPS-updates:20.04:LTS`, `Ubuntu:jammy`. */
function ubuntu(release: string): NormalEcosystem {
  let channel: string | undefined;
  let version = release;
  for (const part of release.split(':')) {
    channel = ubuntuChannels.get(part) ?? channel;
    const number = /^\d{2}\.\d{2}/.exec(part)?.[0] ?? ubuntuReleases.get(part.toLowerCase());
    if (number !== undefined) version = number;
  }
  return { ecosystem: `Ubuntu:${version}`, channel };
}

/** `Alpine:v3.18`, `Alpine:3.18`, `Alpine:v3.18.4`, `Alpine:edge`. */
function alpine(release: string): NormalEcosystem {
  const number = /^v?(\d+\.\d+)/.exec(release)?.[1];
  return { ecosystem: `Alpine:${number === undefined ? release : `v${number}`}` };
}

/** Rebuilds of Red Hat's: the major release. */
function major(name: string): Rule {
  return (release) => ({ ecosystem: `${name}:${/^\d+/.exec(release)?.[0] ?? release}` });
}

/**
 * Red Hat names streams by CPE: `enterprise_linux:9::baseos`, `rhel_eus:8.4::appstream`. Streams of the distribution
 * become its major release with the stream as channel; layered products keep their own name.
 */
function redHat(release: string): NormalEcosystem {
  const [product = '', version = ''] = release.split(':');
  const number = /^\d+/.exec(version)?.[0];
  if (/^\d+(?:\.\d+)*$/.test(release)) return { ecosystem: `Red Hat:${number ?? release.split('.')[0]}` };
  if (number === undefined) return { ecosystem: `Red Hat:${release}` };
  if (/^enterprise_linux(?:_\w+)?$/.test(product)) return { ecosystem: `Red Hat:${number}` };
  const stream = /^rhel_(eus|aus|tus|e4s|els|eus_long_life|mission_critical|extras\w*)$/.exec(product)?.[1];
  if (stream !== undefined) return { ecosystem: `Red Hat:${number}`, channel: stream.replaceAll('_', '-') };
  return { ecosystem: `Red Hat:${release}` };
}

/**
 * SUSE names products: server, desktop and modules of one service pack share their packages, so they share a key with
 * os-release's `VERSION_ID`: `SUSE:Linux Enterprise Module for Basesystem 15 SP3` is `SUSE:15.3`, `…-LTSS` its channel
 * `ltss`. Micro is a release line of its own: `SUSE:Micro 5.5`.
 */
function suse(release: string): NormalEcosystem {
  const micro = /\bMicro (\d+\.\d+)/.exec(release)?.[1];
  if (micro !== undefined) return { ecosystem: `SUSE:Micro ${micro}` };
  const match = /^(?:SUSE )?Linux Enterprise .*?\b(\d{2})(?:[ -]SP(\d))?(?:[ -](LTSS|ESPOS|TERADATA|BCL))?/i.exec(
    release,
  );
  if (!match) return { ecosystem: `SUSE:${release}` };
  const [, version, pack, extension] = match;
  const channel = extension?.toLowerCase() ?? (/\bLTSS\b/.test(release) ? 'ltss' : undefined);
  return { ecosystem: `SUSE:${version}${pack === undefined ? '' : `.${pack}`}`, channel };
}

/** `openSUSE:Leap 15.5`; the version alone is Leap's. */
function openSuse(release: string): NormalEcosystem {
  return { ecosystem: /^\d+\.\d+$/.test(release) ? `openSUSE:Leap ${release}` : `openSUSE:${release}` };
}

const rules: ReadonlyMap<string, Rule> = new Map([
  ['Debian', debian],
  ['Ubuntu', ubuntu],
  ['Alpine', alpine],
  ['AlmaLinux', major('AlmaLinux')],
  ['Rocky Linux', major('Rocky Linux')],
  ['Red Hat', redHat],
  ['SUSE', suse],
  ['openSUSE', openSuse],
]);

/** Distinct spellings are few; a hostile feed must not make the cache grow. */
const MAX_CACHED = 5000;
const cache = new Map<string, NormalEcosystem>();

/**
 * The one key of an ecosystem, whatever feed or caller spelled it. OSV's spelling is kept where it is unambiguous;
 * packages/advisories/README.md lists the normal forms.
 */
export function normalizeEcosystem(spelled: string): NormalEcosystem {
  const cached = cache.get(spelled);
  if (cached) return cached;
  const normal = normalize(spelled);
  if (cache.size < MAX_CACHED) cache.set(spelled, normal);
  return normal;
}

function normalize(spelled: string): NormalEcosystem {
  const colon = spelled.indexOf(':');
  const written = colon < 0 ? spelled : spelled.slice(0, colon);
  const name = spellings.get(written.toLowerCase()) ?? written;
  if (colon < 0 || registries.has(name)) return { ecosystem: name };
  const release = spelled.slice(colon + 1);
  return release === '' ? { ecosystem: name } : (rules.get(name) ?? plain(name))(release);
}

/** The ecosystem without its release: `Debian` for `Debian:12`. */
export function ecosystemName(ecosystem: string): string {
  const colon = ecosystem.indexOf(':');
  return colon < 0 ? ecosystem : ecosystem.slice(0, colon);
}
