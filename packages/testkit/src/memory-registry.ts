import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** Whom the registry lets in. */
export interface RegistryAuth {
  /** `bearer`: tokens come from the registry's own token server, at `/token`. */
  readonly scheme: 'basic' | 'bearer';
  readonly user: string;
  readonly password: string;
  /** A refresh token that the token server takes by POST instead of user and password. */
  readonly identityToken?: string;
  /** Requests after which a token has expired. */
  readonly tokenUses?: number;
}

/** How the registry misbehaves or asks for credentials. All may be changed while it runs. */
export interface RegistryBehaviour {
  auth?: RegistryAuth;
  /** Ends the connection after this many bytes of a manifest or blob, so many times. */
  cut?: { readonly after: number; times: number; readonly of?: 'manifests' | 'blobs' };
  /** Sends nothing more after this many bytes of a blob, so many times; the connection stays. */
  stall?: { readonly after: number; times: number };
  /** Answers with this status, so many times, before anything else. */
  fail?: { readonly status: number; times: number; readonly retryAfter?: string };
  /** Ignores `Range`, as some proxies do. */
  withoutRanges?: boolean;
  /** Sends blobs from another address, as registries over object storage do. */
  redirectBlobsTo?: string;
  /** `Content-Type` of every manifest, instead of its own. */
  manifestType?: string;
  /** Is asked first. True: it has answered. */
  intercept?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

/** One request that arrived. */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorized: boolean;
  readonly authorization: string | undefined;
  readonly range: string | undefined;
  /** What was sent along, for `POST`s to the token server. */
  readonly body: string;
}

/** A small registry in memory that speaks the distribution specification's pull and push on loopback. */
export interface MemoryRegistry {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  readonly behaviour: RegistryBehaviour;
  readonly requests: readonly RecordedRequest[];
  readonly blobs: Map<string, Buffer>;
  addBlob(bytes: Buffer): string;
  /** Adds a manifest under its digest and, where given, a tag. */
  addManifest(repository: string, bytes: Buffer, mediaType: string, tag?: string): string;
  /** Connections that are open. */
  connections(): Promise<number>;
  close(): Promise<void>;
}

/** Key and certificate in PEM, for a registry that speaks TLS. */
export interface RegistryIdentity {
  readonly key: string;
  readonly cert: string;
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

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

class Registry {
  readonly behaviour: RegistryBehaviour = {};
  readonly requests: RecordedRequest[] = [];
  readonly blobs = new Map<string, Buffer>();
  readonly manifests = new Map<string, Stored>();
  readonly server: Server;
  readonly #scheme: string;
  /** Requests that each token is still good for. */
  readonly #tokens = new Map<string, number>();
  #minted = 0;

  constructor(identity?: RegistryIdentity) {
    const serve = (request: IncomingMessage, response: ServerResponse): void => void this.#serve(request, response);
    this.server = identity ? createSecureServer(identity, serve) : createServer(serve);
    this.#scheme = identity ? 'https' : 'http';
  }

  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', `http://${this.host}`);
    const { authorization, range } = request.headers;
    const body = await readAll(request).catch(() => undefined);
    if (!body) return;
    const { method = '' } = request;
    const { pathname: path, searchParams: query } = url;
    const recorded = { method, path, query, authorization, range, body: path === '/token' ? body.toString() : '' };
    this.requests.push({ ...recorded, authorized: authorization !== undefined });
    const { fail } = this.behaviour;
    if (this.behaviour.intercept?.(request, response)) return;
    if (fail && fail.times > 0) {
      fail.times -= 1;
      if (fail.retryAfter) response.setHeader('retry-after', fail.retryAfter);
      return answer(response, fail.status, 'UNAVAILABLE');
    }
    if (url.pathname === '/token') return this.#serveToken(recorded, response);
    if (!this.#isAllowed(authorization)) return this.#challenge(response);
    const [, repository = '', kind, name = ''] = /^\/v2\/(.+)\/(manifests|blobs)\/(.*)$/.exec(path) ?? [];
    if (method === 'POST' || method === 'PUT')
      return this.#store({ repository, kind, name, query, body }, request, response);
    if (kind === 'manifests') return this.#serveManifest(`${repository}@${name}`, response);
    if (kind === 'blobs') return this.#serveBlob(name, request, response);
    return answer(response, 404, 'NOT_FOUND');
  }

  #basic(): string {
    const { user, password } = this.behaviour.auth ?? { user: '', password: '' };
    return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  }

  #isAllowed(authorization: string | undefined): boolean {
    const { auth } = this.behaviour;
    if (!auth) return true;
    if (auth.scheme === 'basic') return authorization === this.#basic();
    const token = authorization?.replace(/^Bearer /, '') ?? '';
    const left = this.#tokens.get(token) ?? 0;
    this.#tokens.set(token, left - 1);
    return left > 0;
  }

  #challenge(response: ServerResponse): void {
    const bearer = `Bearer realm="${this.#scheme}://${this.host}/token",service="memory"`;
    response.setHeader('www-authenticate', this.behaviour.auth?.scheme === 'basic' ? 'Basic realm="memory"' : bearer);
    answer(response, 401, 'UNAUTHORIZED');
  }

  #serveToken({ method, authorization, body }: Omit<RecordedRequest, 'authorized'>, response: ServerResponse): void {
    const identity = this.behaviour.auth?.identityToken;
    const refresh = method === 'POST' ? new URLSearchParams(body).get('refresh_token') : null;
    const isKnown = refresh === null ? authorization === this.#basic() : refresh === identity;
    if (!isKnown) return answer(response, 401, 'UNAUTHORIZED');
    const token = `token-${(this.#minted += 1)}`;
    this.#tokens.set(token, this.behaviour.auth?.tokenUses ?? Infinity);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ token, expires_in: 300 }));
  }

  /** Takes uploads in one piece (POST, then PUT) and manifests. */
  #store(
    {
      repository,
      kind,
      name,
      query,
      body,
    }: { [Key in 'repository' | 'name']: string } & {
      readonly kind: string | undefined;
      readonly query: URLSearchParams;
      readonly body: Buffer;
    },
    request: IncomingMessage,
    response: ServerResponse,
  ): void {
    const isUpload = kind === 'blobs' && name.startsWith('uploads/');
    if (isUpload && request.method === 'POST') {
      response.writeHead(202, { location: `/v2/${repository}/blobs/uploads/1?state=secret` }).end();
      return;
    }
    const digest = digestOf(body);
    if (isUpload && query.get('digest') !== digest) return answer(response, 400, 'DIGEST_INVALID');
    if (isUpload) this.blobs.set(digest, body);
    else
      for (const key of [name, digest])
        this.manifests.set(`${repository}@${key}`, { bytes: body, mediaType: request.headers['content-type'] ?? '' });
    response.writeHead(201).end();
  }

  #serveManifest(key: string, response: ServerResponse): void {
    const found = this.manifests.get(key);
    if (!found) return answer(response, 404, 'MANIFEST_UNKNOWN');
    const { bytes } = found;
    response.writeHead(200, {
      'content-type': this.behaviour.manifestType ?? found.mediaType,
      'content-length': bytes.length,
      'docker-content-digest': digestOf(bytes),
    });
    if (!this.#breaksOff(bytes, 'manifests', response)) response.end(bytes);
  }

  #serveBlob(digest: string, request: IncomingMessage, response: ServerResponse): void {
    const { redirectBlobsTo, withoutRanges } = this.behaviour;
    if (redirectBlobsTo) {
      response.writeHead(307, { location: `${redirectBlobsTo}${request.url}` });
      response.end();
      return;
    }
    const bytes = this.blobs.get(digest);
    if (!bytes) return answer(response, 404, 'BLOB_UNKNOWN');
    const start = withoutRanges ? undefined : /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1];
    const rest = bytes.subarray(Number(start ?? 0));
    if (start && rest.length === 0) return answer(response, 416, 'RANGE_INVALID');
    const range = start ? { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` } : {};
    response.writeHead(start ? 206 : 200, { 'content-length': rest.length, ...range });
    if (!this.#breaksOff(rest, 'blobs', response)) response.end(rest);
  }

  /** Whether only a part was sent, as the behaviour says. */
  #breaksOff(bytes: Buffer, kind: 'manifests' | 'blobs', response: ServerResponse): boolean {
    const { cut, stall } = this.behaviour;
    if (cut && cut.times > 0 && bytes.length > cut.after && (cut.of ?? 'blobs') === kind) {
      cut.times -= 1;
      response.write(bytes.subarray(0, cut.after), () => response.destroy());
      return true;
    }
    if (stall && stall.times > 0 && bytes.length > stall.after && kind === 'blobs') {
      stall.times -= 1;
      response.write(bytes.subarray(0, stall.after));
      return true;
    }
    return false;
  }
}

/** Starts an empty registry on a free loopback port, with TLS where it is given an identity. Close it when done. */
export async function startMemoryRegistry(identity?: RegistryIdentity): Promise<MemoryRegistry> {
  const registry = new Registry(identity);
  const { server } = registry;
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    host: registry.host,
    behaviour: registry.behaviour,
    requests: registry.requests,
    blobs: registry.blobs,
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
    connections: () =>
      new Promise((resolve, reject) => {
        server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
      }),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
