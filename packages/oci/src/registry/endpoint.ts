import { readFile } from 'node:fs/promises';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { rootCertificates } from 'node:tls';
import { reasonOf } from '@pratique/foundation';
import { ociErrors } from '../errors.ts';

/** How registries are reached. */
export interface RegistryOptions {
  /** Hosts that may be spoken to over plain HTTP or with a certificate that nobody vouches for. Loopback always may. */
  readonly insecureRegistries?: readonly string[];
  /** PEM file of further certificate authorities. */
  readonly registryCa?: string;
  /** Registry → host that mirrors it and is asked first. */
  readonly registryMirrors?: Readonly<Record<string, string>>;
  /** Where credential files and proxies are looked up. Default: the process's own environment. */
  readonly env?: NodeJS.ProcessEnv;
}

/** Host that serves references without a registry. */
const DOCKER_HUB_HOST = 'registry-1.docker.io';

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/;

/** Whether plain HTTP and unknown certificates are acceptable for a host. */
export function isInsecure(host: string, options: RegistryOptions): boolean {
  return loopback.test(host) || (options.insecureRegistries ?? []).includes(host);
}

/** The hosts to ask for a registry's repositories, a mirror first. */
export function hostsFor(registry: string, options: RegistryOptions): readonly string[] {
  const mirrors = options.registryMirrors ?? {};
  const own = registry === 'docker.io' ? DOCKER_HUB_HOST : registry;
  const mirror = Object.hasOwn(mirrors, registry) ? mirrors[registry] : undefined;
  return mirror ? [mirror.replace(/^https?:\/\//, '').replace(/\/+$/, ''), own] : [own];
}

/** Connections that are kept between requests. Close when done. */
export interface Agents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
  /** For hosts that may have any certificate. */
  readonly lenient: HttpsAgent;
  close(): void;
}

/** Idle connections are closed so that a finished program can end. Milliseconds. */
const IDLE = 4000;

/**
 * Makes the connections for one source. Proxies come from the usual variables.
 * @throws PratiqueError `oci/registry-ca-unusable`
 */
export async function createAgents(options: RegistryOptions): Promise<Agents> {
  const { registryCa, env = process.env } = options;
  let ca: string[] | undefined;
  if (registryCa !== undefined) {
    try {
      ca = [...rootCertificates, await readFile(registryCa, 'utf8')];
    } catch (cause) {
      const why = reasonOf(cause);
      throw ociErrors.create('oci/registry-ca-unusable', {
        attempted: 'read the certificate authorities',
        on: registryCa,
        why,
        cause,
      });
    }
  }
  const shared = { keepAlive: true, timeout: IDLE, proxyEnv: env };
  const agents = {
    http: new HttpAgent(shared),
    https: new HttpsAgent({ ...shared, ...(ca && { ca }) }),
    lenient: new HttpsAgent({ ...shared, rejectUnauthorized: false }),
  };
  return { ...agents, close: () => Object.values(agents).forEach((agent) => agent.destroy()) };
}
