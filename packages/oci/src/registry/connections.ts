import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { SecureContext } from 'node:tls';
import { ociErrors } from '../errors.ts';
import { secureContextFor } from './certificates.ts';
import { isLoopback, type RegistryOptions } from './endpoint.ts';

/** Idle connections are closed after so many milliseconds. They do not keep a finished program from ending. */
const IDLE = 4000;

function createAgents(proxyEnv?: NodeJS.ProcessEnv): { readonly http: HttpAgent; readonly https: HttpsAgent } {
  const shared = { keepAlive: true, timeout: IDLE, ...(proxyEnv && { proxyEnv }) };
  return { http: new HttpAgent(shared), https: new HttpsAgent(shared) };
}

/**
 * The connections of one source, kept between requests. Proxies come from the usual variables (`HTTPS_PROXY`,
 * `HTTP_PROXY`, `NO_PROXY`); this machine is never asked through one. Close when done.
 */
export class Connections {
  readonly #options: RegistryOptions;
  readonly #direct = createAgents();
  readonly #proxied: ReturnType<typeof createAgents>;
  readonly #contexts = new Map<string, Promise<SecureContext | undefined>>();

  /** @throws PratiqueError `oci/registry-unavailable` where a proxy variable holds no address */
  constructor(options: RegistryOptions) {
    this.#options = options;
    try {
      this.#proxied = createAgents(options.env ?? process.env);
    } catch {
      // The original message quotes the address, which may hold a password.
      const why = 'HTTP_PROXY or HTTPS_PROXY holds no URL of a proxy';
      throw ociErrors.create('oci/registry-unavailable', { attempted: 'use', on: 'the proxy', why });
    }
  }

  http(host: string): HttpAgent {
    return (isLoopback(host) ? this.#direct : this.#proxied).http;
  }

  https(host: string): HttpsAgent {
    return (isLoopback(host) ? this.#direct : this.#proxied).https;
  }

  /**
   * The certificates for a host, read once.
   * @throws PratiqueError `oci/registry-ca-unusable`
   */
  secureContext(host: string): Promise<SecureContext | undefined> {
    const known = this.#contexts.get(host) ?? secureContextFor(host, this.#options);
    this.#contexts.set(host, known);
    return known;
  }

  /** Ends every connection, also those in use. */
  close(): void {
    for (const { http, https } of [this.#direct, this.#proxied]) {
      http.destroy();
      https.destroy();
    }
  }
}
