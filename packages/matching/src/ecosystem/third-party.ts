import type { Distribution, Package } from '@pratique/model';
import { distributionFamily } from './distributions.ts';

/**
 * Maintainers who publish deb packages for Debian and Ubuntu from repositories of their own. Debian's own maintainers are
 * a thousand people with addresses of every kind, so that only a list of known others is sound: a publisher that is
 * missing here is taken for the distribution's.
 */
const foreignMaintainers: readonly string[] = [
  'nodesource', '@docker.com', '@containerd.io', '@nginx.com', 'nginx-packaging@', '@f5.com', '@microsoft.com',
  'chrome linux team', 'cloud-sdk', 'google cloud cli', '@elastic.co', '@grafana.com', '@hashicorp.com', '@mongodb.com',
  '@mariadb.org', '@mariadb.com', '@percona.com', '@clickhouse.com', '@influxdata.com', '@rabbitmq.com', 'team rabbitmq',
  '@redis.com', '@redislabs.com', 'cudatools', '@azul.com', '@bell-sw.com', '@adoptium.net', 'eclipse adoptium',
  '@adoptopenjdk.net', 'amazon corretto', 'corretto-team', '@gitlab.com', '@datadoghq.com', '@newrelic.com',
  '@varnish-software.com', '@zabbix.com', '@proxmox.com', '@kubernetes.io', 'kubernetes authors', '@yarnpkg.com',
  'yarn developers', '@puppet.com', '@puppetlabs.com', '@chef.io', '@confluent.io', 'kohsuke kawaguchi', '@mysql.com',
  'mysql release engineering', '@atlassian.com', '@goteleport.com', '@tailscale.com', '@cloudflare.com', '@sysdig.com',
  '@timescale.com', '@cockroachlabs.com', '@haproxy.com', '@konghq.com', '@treasure-data.com', '@traefik.io',
  '@bitnami.com', '@rstudio.com', '@posit.co',
]; // prettier-ignore

/** Marks that other repositories leave in a deb version. Each stands where the distribution itself never writes it. */
const foreignVersions: readonly { readonly mark: RegExp; readonly publisher: string }[] = [
  { mark: /~bpo\d{1,3}\+/, publisher: 'the backports repository' },
  { mark: /\.pgdg\d/, publisher: 'the PostgreSQL repository' },
  { mark: /[+~]deb\.sury\.org/, publisher: 'deb.sury.org' },
  { mark: /\+0~\d{8}\.\d/, publisher: 'deb.sury.org' },
  { mark: /nodesource/, publisher: 'NodeSource' },
  { mark: /[+~.]maria~/, publisher: 'the MariaDB repository' },
  { mark: /[+~.-]ppa\d{0,3}(?:[~+.]|$)/, publisher: 'a personal package archive' },
  { mark: /~ubuntu(?:-|\d\d\.\d\d[.~]\d{0,4}~)[a-z]{4,10}$/, publisher: 'a personal package archive' },
  { mark: /[~-](?:debian|ubuntu)[.-]\d{1,2}(?:\.\d\d)?~[a-z]{4,10}$/, publisher: 'Docker' },
  {
    mark: /-\d{1,3}~(?:stretch|buster|bullseye|bookworm|trixie|xenial|bionic|focal|jammy|noble)$/,
    publisher: 'its upstream project',
  },
  { mark: /-\d{1,3}\+(?:debian|ubuntu)\d/, publisher: 'its upstream project' },
];

/** Marks of other repositories in an rpm release, for packages whose Vendor tag is not known. */
const foreignReleases: readonly { readonly mark: RegExp; readonly publisher: string }[] = [
  { mark: /\.remi(?:\.|$)/, publisher: 'the Remi repository' },
  { mark: /PGDG(?:\.|$)/, publisher: 'the PostgreSQL repository' },
  { mark: /nodesource/, publisher: 'NodeSource' },
  { mark: /\.elrepo(?:\.|$)/, publisher: 'ELRepo' },
  { mark: /\.ius(?:\.|$)/, publisher: 'IUS' },
  { mark: /\.ngx(?:\.|$)/, publisher: 'NGINX' },
];

/**
 * Why an OS package does not come from the distribution itself, or undefined where it does or nothing says otherwise.
 * Its flaws are then not those that the distribution writes about.
 *
 * rpm: the Vendor tag against the distribution's own, exact where the tag is there, and marks in the release. deb: heuristics over
 * Maintainer and version, made to err towards "the distribution's". apk: nothing tells.
 */
export function thirdPartyReason(
  pkg: Pick<Package, 'type' | 'version' | 'vendor' | 'name'>,
  distribution: Distribution,
): string | undefined {
  if (pkg.type === 'rpm') return foreignRelease(pkg.version) ?? foreignRpm(pkg.vendor, distribution);
  if (pkg.type === 'deb') return foreignDeb(pkg.version, pkg.vendor);
  return undefined;
}

function foreignRelease(version: string): string | undefined {
  const mark = foreignReleases.find((candidate) => candidate.mark.test(version));
  return mark && foreign(mark.publisher);
}

function foreignRpm(vendor: string | undefined, distribution: Distribution): string | undefined {
  const own = distributionFamily(distribution)?.vendors;
  const said = vendor?.trim().toLowerCase() ?? '';
  if (!own || said === '' || said === '(none)' || own.some((name) => said.includes(name))) {
    // An Open Build Service project calls itself `obs://build.opensuse.org/home:…`.
    return own && /^obs:\/\/.*\/(?:home|isv|devel):/.test(said) ? foreign(vendor as string) : undefined;
  }
  return foreign(vendor as string);
}

function foreignDeb(version: string, maintainer: string | undefined): string | undefined {
  const mark = foreignVersions.find((candidate) => candidate.mark.test(version));
  if (mark) return foreign(mark.publisher);
  const said = maintainer?.toLowerCase() ?? '';
  return foreignMaintainers.some((name) => said.includes(name)) ? foreign(maintainer as string) : undefined;
}

function foreign(publisher: string): string {
  const name = publisher.replaceAll(/[^\x20-\x7e]+/g, ' ').slice(0, 80);
  return `built by ${name}, not by the distribution, whose advisories do not speak of it`;
}
