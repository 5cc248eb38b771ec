import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { redactUrl } from '@pratique/foundation';
import type { Connections } from './connections.ts';
import { isInsecure, type RegistryOptions } from './endpoint.ts';
import { RegistryResponse, stalled } from './response.ts';

/** One request. Headers and bodies may hold secrets: they are never part of a message. */
export interface RegistryRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** The `Authorization` header for whoever is about to be asked, such as `https://registry.example.com`. */
  readonly authorization: (origin: string) => string | undefined;
  readonly body?: string | Uint8Array;
  readonly signal?: AbortSignal;
}

const STALL_TIMEOUT = 60_000;
const MAX_REDIRECTS = 5;
const redirects = new Set([301, 302, 303, 307, 308]);
/** What happens to a TLS greeting where plain HTTP is spoken, or nothing on the port of HTTPS. */
const notTls = new Set([
  'EPROTO',
  'ECONNRESET',
  'ECONNREFUSED',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
]);

/** Sends requests over kept connections, follows redirects, and falls back to plain HTTP where that is allowed. */
export class Transport {
  readonly #connections: Connections;
  readonly #options: RegistryOptions;
  readonly #stallTimeout: number;
  /** What hosts that may speak either turned out to speak. */
  readonly #spoken = new Map<string, 'http:' | 'https:'>();

  constructor(connections: Connections, options: RegistryOptions) {
    this.#connections = connections;
    this.#options = options;
    this.#stallTimeout = options.stallTimeout ?? STALL_TIMEOUT;
  }

  /** Sends a request. Rejects with the network's own error where no answer comes. */
  async send(request: RegistryRequest): Promise<RegistryResponse> {
    // What carries data is sent to nobody but the one it is for.
    const mayFollow = request.method === 'GET' || request.method === 'HEAD';
    let { url } = request;
    for (let hops = 0; ; hops++) {
      const response = await this.#sendOnce(request, url);
      const { location } = response.headers;
      if (!redirects.has(response.status) || location === undefined || !mayFollow) return response;
      response.discard();
      if (hops === MAX_REDIRECTS) throw new Error(`it redirects more than ${MAX_REDIRECTS} times`);
      url = this.follow(response.url, location);
    }
  }

  /** The address that a `Location` header names. Throws where it is not a web address, or loses the encryption. */
  follow(from: URL, location: string): URL {
    if (!URL.canParse(location, from.href)) throw new Error('it redirects to something that is no address');
    const url = new URL(location, from);
    if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new Error(`it redirects to ${url.protocol}`);
    if (url.protocol === 'http:' && !isInsecure(url.host, this.#options))
      throw new Error(`it redirects to ${redactUrl(url)}, which is not encrypted`);
    return url;
  }

  async #sendOnce(request: RegistryRequest, { href, host, protocol }: URL): Promise<RegistryResponse> {
    const spoken = this.#spoken.get(host);
    if (protocol === 'http:' || spoken === 'http:') return this.#over('http:', href, request);
    if (spoken === 'https:' || !isInsecure(host, this.#options)) return this.#over('https:', href, request);
    try {
      const response = await this.#over('https:', href, request);
      this.#spoken.set(host, 'https:');
      return response;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined || !notTls.has(code)) throw error;
      const response = await this.#over('http:', href, request);
      this.#spoken.set(host, 'http:');
      return response;
    }
  }

  async #over(protocol: 'http:' | 'https:', href: string, request: RegistryRequest): Promise<RegistryResponse> {
    const url = new URL(href);
    url.protocol = protocol;
    // Only the callback says with whose name a request goes out.
    url.username = '';
    url.password = '';
    const { method, signal, body } = request;
    const authorization = request.authorization(url.origin);
    const headers = { ...request.headers, ...(authorization !== undefined && { authorization }) };
    const options = { method, headers, signal, timeout: this.#stallTimeout };
    const secure = protocol === 'https:' ? await this.#secureOptions(url.host) : undefined;
    return new Promise((resolve, reject) => {
      const answered = (message: IncomingMessage): void => {
        sent.setTimeout(0);
        resolve(new RegistryResponse(message, url, this.#stallTimeout));
      };
      const sent: ClientRequest = secure
        ? requestHttps(url, { ...options, ...secure }, answered)
        : requestHttp(url, { ...options, agent: this.#connections.http(url.host) }, answered);
      sent.on('timeout', () => sent.destroy(stalled(this.#stallTimeout)));
      sent.on('error', reject);
      sent.end(body);
    });
  }

  async #secureOptions(host: string) {
    const secureContext = await this.#connections.secureContext(host);
    return {
      agent: this.#connections.https(host),
      rejectUnauthorized: !isInsecure(host, this.#options),
      ...(secureContext && { secureContext }),
    };
  }
}
