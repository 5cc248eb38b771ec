import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { reasonOf } from '@pratique/foundation';
import { ociErrors } from '../errors.ts';

/** Certificates for an engine that is reached over TLS, in PEM. */
export interface DaemonIdentity {
  readonly ca: Buffer;
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** Where a container engine's API is spoken to. */
export interface DaemonAddress {
  /** For messages. */
  readonly name: string;
  readonly connection:
    | { readonly socketPath: string }
    | { readonly host: string; readonly port: string; readonly identity?: DaemonIdentity };
}

function unavailable(why: string, cause?: unknown): Error {
  return ociErrors.create('oci/daemon-unavailable', { attempted: 'find', on: 'the container engine', why, cause });
}

function socket(path: string): DaemonAddress {
  return { name: path, connection: { socketPath: path } };
}

function dockerFolder(env: NodeJS.ProcessEnv): string {
  return env['DOCKER_CONFIG'] || join(env['HOME'] || homedir(), '.docker');
}

/** `DOCKER_TLS_VERIFY` asks for TLS with the certificates of `DOCKER_CERT_PATH`. */
function daemonIdentity(env: NodeJS.ProcessEnv): DaemonIdentity | undefined {
  if (!env['DOCKER_TLS_VERIFY']) return undefined;
  const folder = env['DOCKER_CERT_PATH'] || dockerFolder(env);
  const read = (name: string): Buffer => readFileSync(join(folder, name));
  try {
    return { ca: read('ca.pem'), cert: read('cert.pem'), key: read('key.pem') };
  } catch (cause) {
    throw unavailable(`DOCKER_TLS_VERIFY is set, but ${reasonOf(cause)}`, cause);
  }
}

function parseAddress(value: string, origin: string, env: NodeJS.ProcessEnv): DaemonAddress {
  if (value.startsWith('unix://')) return socket(value.slice('unix://'.length));
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url?.protocol !== 'tcp:' || !url.hostname)
    throw unavailable(`${origin} is neither unix://PATH nor tcp://HOST:PORT`);
  const identity = daemonIdentity(env);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port || (identity ? '2376' : '2375');
  return { name: url.host, connection: { host, port, ...(identity && { identity }) } };
}

function readField(path: string, ...fields: readonly string[]): string | undefined {
  try {
    let value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    for (const field of fields) value = (value as Record<string, unknown> | undefined)?.[field];
    return typeof value === 'string' ? value : undefined;
  } catch {
    // Not there, or not for us to judge: Docker says so itself.
    return undefined;
  }
}

/** The engine of the Docker context that is in use, as Docker Desktop, Colima and rootless Docker set one up. */
function contextAddress(env: NodeJS.ProcessEnv): string | undefined {
  const folder = dockerFolder(env);
  const name = env['DOCKER_CONTEXT'] || readField(join(folder, 'config.json'), 'currentContext');
  if (!name || name === 'default') return undefined;
  const id = createHash('sha256').update(name).digest('hex');
  return readField(join(folder, 'contexts/meta', id, 'meta.json'), 'Endpoints', 'docker', 'Host');
}

/**
 * The engines to ask, in this order: `DOCKER_HOST` or `CONTAINER_HOST` alone where set, else Docker's context, else every
 * socket that is there of Docker and Podman, of root and of the user.
 * @throws PratiqueError `oci/daemon-unavailable` where there is none
 */
export function findDaemons(env: NodeJS.ProcessEnv): readonly [DaemonAddress, ...DaemonAddress[]] {
  for (const name of ['DOCKER_HOST', 'CONTAINER_HOST']) {
    const value = env[name];
    if (value) return [parseAddress(value, name, env)];
  }
  const context = contextAddress(env);
  if (context !== undefined) return [parseAddress(context, "the address of Docker's context", env)];
  const runtime = env['XDG_RUNTIME_DIR'];
  const candidates = [
    '/var/run/docker.sock',
    ...(runtime ? [join(runtime, 'docker.sock'), join(runtime, 'podman/podman.sock')] : []),
    join(env['HOME'] || homedir(), '.docker/run/docker.sock'),
    '/run/podman/podman.sock',
  ];
  const [first, ...others] = candidates.filter((path) => existsSync(path)).map(socket);
  if (first === undefined) throw unavailable(`none of ${candidates.join(', ')} is there`);
  return [first, ...others];
}
