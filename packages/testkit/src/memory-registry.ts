import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the registry misbehaves or asks for credentials. All may be changed while it runs. */
export interface RegistryBehaviour {
  /** Wants these, by Basic or by a Bearer token from its own token server. */
  auth?: { readonly scheme: 'basic' | 'bearer'; readonly user: string; readonly password: string };
  /** Ends the connection after this many bytes of a blob, so many times. */
  cut?: { readonly after: number; times: number };
  /** Answers with this status, so many times, before anything else. */
  fail?: { readonly status: number; times: number; readonly retryAfter?: string };
  /** Ignores `Range`, as some proxies do. */
  withoutRanges?: boolean;
  /** Sends blobs from another address, as registries over object storage do. */
  redirectBlobsTo?: string;
}

/** A small registry in memory that speaks the pull part of the distribution specification on loopback. */
export interface MemoryRegistry {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  readonly behaviour: RegistryBehaviour;
  /** Every request: method, path, and whether it carried credentials. */
  readonly requests: {
    readonly method: string;
    readonly path: string;
    readonly authorized: boolean;
    readonly range?: string;
  }[];
  addBlob(bytes: Buffer): string;
  /** Adds a manifest under its digest and, where given, a tag. */
  addManifest(repository: string, bytes: Buffer, mediaType: string, tag?: string): string;
  close(): Promise<void>;
}

interface Stored {
  readonly bytes: Buffer;
  readonly mediaType: string;
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

function answer(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ errors: [{ code, message: code.toLowerCase() }] }));
}

class Registry {
  readonly behaviour: RegistryBehaviour = {};
  readonly requests: { method: string; path: string; authorized: boolean; range?: string }[] = [];
  readonly blobs = new Map<string, Buffer>();
  readonly manifests = new Map<string, Stored>();
  readonly server: Server = createServer((request, response) => this.#serve(request, response));
  readonly #token = 'a-token';

  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', `http://${this.host}`);
    const { authorization, range } = request.headers;
    this.requests.push({
      method: request.method ?? '',
      path: url.pathname,
      authorized: authorization !== undefined,
      range,
    });
    const { fail } = this.behaviour;
    if (fail && fail.times > 0) {
      fail.times -= 1;
      if (fail.retryAfter) response.setHeader('retry-after', fail.retryAfter);
      return answer(response, fail.status, 'UNAVAILABLE');
    }
    if (url.pathname === '/token') return this.#serveToken(authorization, response);
    if (!this.#isAllowed(authorization)) return this.#challenge(response);
    const [, repository, kind, name] = /^\/v2\/(.+)\/(manifests|blobs)\/([^/]+)$/.exec(url.pathname) ?? [];
    if (kind === 'manifests') return this.#serveManifest(`${repository}@${name}`, response);
    if (kind === 'blobs') return this.#serveBlob(name ?? '', request, response);
    return answer(response, 404, 'NOT_FOUND');
  }

  #basic(): string {
    const { user, password } = this.behaviour.auth ?? { user: '', password: '' };
    return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  }

  #isAllowed(authorization: string | undefined): boolean {
    const { auth } = this.behaviour;
    if (!auth) return true;
    return authorization === (auth.scheme === 'basic' ? this.#basic() : `Bearer ${this.#token}`);
  }

  #challenge(response: ServerResponse): void {
    const bearer = `Bearer realm="http://${this.host}/token",service="memory"`;
    response.setHeader('www-authenticate', this.behaviour.auth?.scheme === 'basic' ? 'Basic realm="memory"' : bearer);
    answer(response, 401, 'UNAUTHORIZED');
  }

  #serveToken(authorization: string | undefined, response: ServerResponse): void {
    if (authorization !== this.#basic()) return answer(response, 401, 'UNAUTHORIZED');
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ token: this.#token, expires_in: 300 }));
  }

  #serveManifest(key: string, response: ServerResponse): void {
    const found = this.manifests.get(key);
    if (!found) return answer(response, 404, 'MANIFEST_UNKNOWN');
    response.writeHead(200, { 'content-type': found.mediaType, 'content-length': found.bytes.length });
    response.end(found.bytes);
  }

  #serveBlob(digest: string, request: IncomingMessage, response: ServerResponse): void {
    const { redirectBlobsTo, withoutRanges, cut } = this.behaviour;
    if (redirectBlobsTo) {
      response.writeHead(307, { location: `${redirectBlobsTo}${request.url}` });
      response.end();
      return;
    }
    const bytes = this.blobs.get(digest);
    if (!bytes) return answer(response, 404, 'BLOB_UNKNOWN');
    const start = withoutRanges ? undefined : /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1];
    const rest = bytes.subarray(Number(start ?? 0));
    const range = start ? { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` } : {};
    response.writeHead(start ? 206 : 200, { 'content-length': rest.length, ...range });
    if (cut && cut.times > 0 && rest.length > cut.after) {
      cut.times -= 1;
      response.write(rest.subarray(0, cut.after), () => response.destroy());
      return;
    }
    response.end(rest);
  }
}

/** Starts an empty registry on a free loopback port. Close it when done. */
export async function startMemoryRegistry(): Promise<MemoryRegistry> {
  const registry = new Registry();
  await new Promise<void>((resolve) => {
    registry.server.listen(0, '127.0.0.1', resolve);
  });
  return {
    host: registry.host,
    behaviour: registry.behaviour,
    requests: registry.requests,
    addBlob(bytes) {
      const digest = digestOf(bytes);
      registry.blobs.set(digest, bytes);
      return digest;
    },
    addManifest(repository, bytes, mediaType, tag) {
      const digest = digestOf(bytes);
      for (const name of tag === undefined ? [digest] : [digest, tag]) {
        registry.manifests.set(`${repository}@${name}`, { bytes, mediaType });
      }
      return digest;
    },
    close: () =>
      new Promise((resolve) => {
        registry.server.closeAllConnections();
        registry.server.close(() => resolve());
      }),
  };
}
