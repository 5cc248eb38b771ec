import { type ClientRequest, type IncomingHttpHeaders, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { redactUrl } from '@pratique/foundation';
import { type Agents, isInsecure, type RegistryOptions } from './endpoint.ts';

/** One request. Headers may hold secrets: they are never part of a message. */
export interface RegistryRequest {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

/** One answer; its body must be read or destroyed. */
export interface RegistryResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: IncomingMessage;
  /** The address that answered, after redirects, fit for a message. */
  readonly from: string;
}

/** A connection on which nothing arrives for this long is dead. Milliseconds. */
const STALLED = 60_000;
const MAX_REDIRECTS = 5;
const redirects = new Set([301, 302, 303, 307, 308]);
/** What a plain HTTP server makes of a TLS greeting. */
const notTls = new Set(['EPROTO', 'ECONNRESET', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG']);

/** Sends requests over kept connections, follows redirects, and falls back to plain HTTP where that is allowed. */
export class Transport {
  readonly #agents: Agents;
  readonly #options: RegistryOptions;
  /** Hosts that turned out to speak plain HTTP. */
  readonly #plain = new Set<string>();

  constructor(agents: Agents, options: RegistryOptions) {
    this.#agents = agents;
    this.#options = options;
  }

  /** Sends a request to an `https:` URL. Rejects with the network's own error where no answer comes. */
  async send(request: RegistryRequest): Promise<RegistryResponse> {
    let current = request;
    for (let hops = 0; ; hops++) {
      const response = await this.#sendOnce(current);
      const { location } = response.headers;
      if (!redirects.has(response.status) || location === undefined) return response;
      response.body.resume();
      if (hops === MAX_REDIRECTS) throw new Error(`more than ${MAX_REDIRECTS} redirects`);
      current = this.#redirect(current, location);
    }
  }

  #redirect(request: RegistryRequest, location: string): RegistryRequest {
    const url = new URL(location, request.url);
    if (url.protocol === 'http:' && !isInsecure(url.host, this.#options)) {
      throw new Error(`a redirect to ${redactUrl(url)}, which is not encrypted`);
    }
    if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new Error(`a redirect to ${url.protocol}`);
    if (url.host === request.url.host) return { ...request, url };
    // Credentials are for the registry, not for the storage that it points to.
    const { authorization: _secret, ...headers } = request.headers;
    return { ...request, url, headers };
  }

  async #sendOnce(request: RegistryRequest): Promise<RegistryResponse> {
    const { host } = request.url;
    const insecure = isInsecure(host, this.#options);
    if (request.url.protocol === 'http:' || this.#plain.has(host)) return this.#over('http:', request, insecure);
    try {
      return await this.#over('https:', request, insecure);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (!insecure || code === undefined || !notTls.has(code)) throw error;
      const response = await this.#over('http:', request, insecure);
      this.#plain.add(host);
      return response;
    }
  }

  #over(protocol: 'http:' | 'https:', request: RegistryRequest, insecure: boolean): Promise<RegistryResponse> {
    const url = new URL(request.url);
    url.protocol = protocol;
    const { method, headers, signal, body } = request;
    const secure = insecure ? this.#agents.lenient : this.#agents.https;
    return new Promise((resolve, reject) => {
      const options = { method, headers, signal, timeout: STALLED };
      const answered = (message: IncomingMessage): void =>
        resolve({ status: message.statusCode ?? 0, headers: message.headers, body: message, from: redactUrl(url) });
      const sent: ClientRequest =
        protocol === 'https:'
          ? requestHttps(url, { ...options, agent: secure }, answered)
          : requestHttp(url, { ...options, agent: this.#agents.http }, answered);
      sent.on('timeout', () => sent.destroy(new Error(`nothing arrived for ${STALLED / 1000} s`)));
      sent.on('error', reject);
      sent.end(body);
    });
  }
}

/** Reads a body of bounded size. */
export async function readBody(body: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) {
      body.destroy();
      throw new Error(`the answer is larger than ${maxBytes} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
