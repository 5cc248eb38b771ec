import { existsSync } from 'node:fs';
import { type IncomingMessage, request, type RequestOptions } from 'node:http';
import { join } from 'node:path';
import { ociErrors } from '../errors.ts';

/** Where a container engine's API is spoken to. */
export interface DaemonAddress {
  /** For messages. */
  readonly name: string;
  readonly connection: Pick<RequestOptions, 'socketPath' | 'host' | 'port'>;
}

/** A daemon that does not answer for this long is stuck. Milliseconds. */
const STALLED = 120_000;

function socket(path: string): DaemonAddress {
  return { name: path, connection: { socketPath: path } };
}

function fromVariable(value: string): DaemonAddress {
  if (value.startsWith('unix://')) return socket(value.slice('unix://'.length));
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url?.protocol === 'tcp:' && url.hostname) {
    return { name: url.host, connection: { host: url.hostname, port: url.port || '2375' } };
  }
  const why = 'DOCKER_HOST is neither unix://PATH nor tcp://HOST:PORT';
  throw ociErrors.create('oci/daemon-unavailable', { attempted: 'find', on: 'the container engine', why });
}

/**
 * Finds the engine: `DOCKER_HOST`, else the sockets where Docker and Podman (root's and the user's) listen.
 * @throws PratiqueError `oci/daemon-unavailable`
 */
export function findDaemon(env: NodeJS.ProcessEnv): DaemonAddress {
  if (env['DOCKER_HOST']) return fromVariable(env['DOCKER_HOST']);
  const runtime = env['XDG_RUNTIME_DIR'];
  const candidates = [
    '/var/run/docker.sock',
    ...(runtime ? [join(runtime, 'docker.sock'), join(runtime, 'podman/podman.sock')] : []),
    '/run/podman/podman.sock',
  ];
  const found = candidates.find((path) => existsSync(path));
  if (found !== undefined) return socket(found);
  const why = `none of ${candidates.join(', ')} is there`;
  throw ociErrors.create('oci/daemon-unavailable', { attempted: 'find', on: 'the container engine', why });
}

/** Sends a GET to the engine. Rejects with the network's own error. */
export function askDaemon(address: DaemonAddress, path: string, signal?: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const options = { ...address.connection, path, signal, timeout: STALLED, headers: { host: 'docker' } };
    const sent = request(options, resolve);
    sent.on('timeout', () => sent.destroy(new Error(`nothing arrived for ${STALLED / 1000} s`)));
    sent.on('error', reject);
    sent.end();
  });
}
