import { ociErrors } from '../errors.ts';
import type { ImageReference } from './reference.ts';
import type { RetryPolicy } from './retry.ts';

/** How registries are reached. */
export interface RegistryOptions {
  /** Hosts that may be spoken to over plain HTTP or with a certificate that nobody vouches for. Loopback always may. */
  readonly insecureRegistries?: readonly string[];
  /** PEM file of further certificate authorities. */
  readonly registryCa?: string;
  /** Registry → `HOST[:PORT][/PATH]` that mirrors it and is asked first; with `http://` where it is not encrypted. */
  readonly registryMirrors?: Readonly<Record<string, string>>;
  /** Where credential files, certificates and proxies are looked up. Default: the process's own environment. */
  readonly env?: NodeJS.ProcessEnv;
  /** How failures that pass are waited out. */
  readonly retry?: Partial<RetryPolicy>;
  /** A connection on which nothing arrives for so many milliseconds is dead. Default: a minute. */
  readonly stallTimeout?: number;
}

/** Where one repository can be had: the registry itself or a mirror. */
export interface Endpoint {
  /** Host and port that is asked. */
  readonly host: string;
  /** Name under which credentials are kept. */
  readonly registry: string;
  /** Path of the repository on this host. */
  readonly repository: string;
}

/** Host that serves references without a registry. */
const DOCKER_HUB_HOST = 'registry-1.docker.io';

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/;
const mirrorText = /^(?:(https?):\/\/)?([^/\s@?#]+)((?:\/[a-z0-9._-]+)*)\/*$/;

interface Mirror {
  readonly host: string;
  readonly path: string;
  readonly plain: boolean;
}

function parseMirror(text: string): Mirror {
  const [, scheme, host = '', path = ''] = mirrorText.exec(text) ?? [];
  if (host !== '' && URL.canParse(`https://${host}`)) return { host, path: path.slice(1), plain: scheme === 'http' };
  const why = 'a mirror is HOST[:PORT][/PATH]';
  throw ociErrors.create('oci/registry-mirror-invalid', { attempted: 'read the mirror', on: text.slice(0, 200), why });
}

/** Host and port as URLs have them: lower case, without the port that goes without saying. */
function normalHost(host: string): string {
  return URL.canParse(`https://${host}`) ? new URL(`https://${host}`).host : host;
}

/** Whether a host is this machine. */
export function isLoopback(host: string): boolean {
  return loopback.test(host);
}

/** Whether plain HTTP and unknown certificates are acceptable for a host. */
export function isInsecure(host: string, options: RegistryOptions): boolean {
  if (isLoopback(host)) return true;
  const plainMirrors = Object.values(options.registryMirrors ?? {})
    .map(parseMirror)
    .filter(({ plain }) => plain);
  const accepted = [...(options.insecureRegistries ?? []), ...plainMirrors.map((mirror) => mirror.host)];
  return accepted.some((other) => normalHost(other) === normalHost(host));
}

/**
 * Where to ask for a repository, a mirror first.
 * @throws PratiqueError `oci/registry-mirror-invalid`
 */
export function endpointsFor(
  { registry, repository }: ImageReference,
  options: RegistryOptions,
): readonly [...Endpoint[], Endpoint] {
  const mirrors = options.registryMirrors ?? {};
  const own = { host: registry === 'docker.io' ? DOCKER_HUB_HOST : registry, registry, repository };
  const text = Object.hasOwn(mirrors, registry) ? mirrors[registry] : undefined;
  if (!text) return [own];
  const { host, path } = parseMirror(text);
  return [{ host, registry: host, repository: path === '' ? repository : `${path}/${repository}` }, own];
}
