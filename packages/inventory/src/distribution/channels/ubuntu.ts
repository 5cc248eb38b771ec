import { asArray, asObject, asText, type JsonObject } from '../../reading/json.ts';
import { linesOf } from '../../os-package/lines.ts';
import type { AptSource } from './apt-sources.ts';

/** Services of Ubuntu Pro that bring packages of their own. */
const services = new Set([
  'esm-infra',
  'esm-infra-legacy',
  'esm-apps',
  'esm-apps-legacy',
  'fips',
  'fips-updates',
  'fips-preview',
  'ros',
  'ros-updates',
  'realtime-kernel',
]);

/** Services whose repository folder on esm.ubuntu.com is named otherwise. */
const folders: Readonly<Record<string, string>> = {
  infra: 'esm-infra',
  'infra-legacy': 'esm-infra-legacy',
  apps: 'esm-apps',
  'apps-legacy': 'esm-apps-legacy',
  realtime: 'realtime-kernel',
  // The first years of ESM had one repository.
  ubuntu: 'esm-infra',
};

/** The enabled services of the Pro client's state, var/lib/ubuntu-advantage/status.json. */
export function channelsOfProStatus(status: JsonObject): string[] {
  return asArray(status['services'])
    .map(asObject)
    .filter((service) => asText(service['status']) === 'enabled')
    .map((service) => asText(service['name']) ?? '')
    .filter((name) => services.has(name));
}

const esmHost = /^(?:https?:\/\/)?esm\.ubuntu\.com\/([a-z-]+)(?:\/|$)/;

function serviceAt(url: string): string | undefined {
  const folder = esmHost.exec(url)?.[1];
  if (folder === undefined) return undefined;
  const service = Object.hasOwn(folders, folder) ? folders[folder] : folder;
  return service !== undefined && services.has(service) ? service : undefined;
}

/** The Pro service that an apt source installs from. */
export function channelOfUbuntuSource({ uri }: AptSource): string | undefined {
  return serviceAt(uri);
}

/** The Pro services that apt has credentials for: `machine esm.ubuntu.com/infra/ubuntu/ login …` (apt_auth.conf(5)). */
export function channelsOfAptAuth(text: string): string[] {
  const channels: string[] = [];
  for (const line of linesOf(text)) {
    const machine = /^\s*machine\s+(\S{1,256})/.exec(line.slice(0, 1024))?.[1];
    const channel = machine && serviceAt(machine);
    if (channel) channels.push(channel);
  }
  return channels;
}
