import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomUUID, sign, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A running `docker-registry serve` on loopback. */
export interface RegistryProcess {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  stop(): Promise<void>;
}

/** Starts Debian's docker-registry with its storage in a folder; `auth` is that section of its configuration. */
export async function startRegistryProcess(
  folder: string,
  auth: Readonly<Record<string, unknown>>,
): Promise<RegistryProcess> {
  mkdirSync(join(folder, 'storage'), { recursive: true });
  const path = join(folder, 'config.yml');
  // JSON is YAML. The port is a free one, which the log tells.
  const configuration = {
    version: '0.1',
    log: { level: 'info', formatter: 'json' },
    storage: { filesystem: { rootdirectory: join(folder, 'storage') } },
    http: { addr: '127.0.0.1:0', secret: 'of the test' },
    auth,
  };
  writeFileSync(path, JSON.stringify(configuration));
  const child = spawn('docker-registry', ['serve', path], { stdio: ['ignore', 'ignore', 'pipe'] });
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill();
    await once(child, 'exit');
  };
  try {
    return { host: await listeningAt(child, join(folder, 'registry.log')), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The address that a registry's log says it listens on. The log is kept in a file. */
function listeningAt(child: ChildProcess, logPath: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const lines: string[] = [];
    createInterface({ input: child.stderr as NodeJS.ReadableStream }).on('line', (line) => {
      lines.push(line);
      writeFileSync(logPath, `${lines.join('\n')}\n`);
      const host = /listening on (127\.0\.0\.1:\d+)/.exec(line)?.[1];
      if (host) resolve(host);
    });
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`docker-registry ended with ${code}:\n${lines.slice(-5).join('\n')}`)));
  });
}

function listen(server: Server | HttpServer): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}

/** Who signs tokens, and who gets them. */
export interface TokenServerOptions {
  readonly key: string;
  readonly cert: string;
  readonly service: string;
  readonly user: string;
  readonly password: string;
}

/** A token server as registries expect it (distribution, "Token Authentication Implementation"). */
export class TokenServer {
  readonly #options: TokenServerOptions;
  readonly #server = createHttpServer((request, response) => {
    const { user, password } = this.#options;
    const isKnown = request.headers.authorization === `Basic ${btoa(`${user}:${password}`)}`;
    const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
    this.scopes.push(searchParams.getAll('scope').join(' '));
    if (!isKnown)
      return void response.writeHead(401).end(JSON.stringify({ details: 'incorrect username or password' }));
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ token: this.#token(searchParams), expires_in: 300 }));
  });
  /** What tokens were asked for. */
  readonly scopes: string[] = [];

  constructor(options: TokenServerOptions) {
    this.#options = options;
  }

  /** Answers with the address of its realm. */
  async start(): Promise<string> {
    return `http://${await listen(this.#server)}/token`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #token(query: URLSearchParams): string {
    const { key, cert, user, service } = this.#options;
    const now = Math.floor(Date.now() / 1000);
    const access = query.getAll('scope').map((scope) => {
      const [type, name, actions = ''] = scope.split(':');
      return { type, name, actions: actions.split(',') };
    });
    const header = { typ: 'JWT', alg: 'ES256', x5c: [new X509Certificate(cert).raw.toString('base64')] };
    const times = { iat: now, nbf: now - 10, exp: now + 300 };
    const claims = { iss: 'test', sub: user, aud: service, jti: randomUUID(), access, ...times };
    const text = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    const signature = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
    return `${text}.${signature.toString('base64url')}`;
  }
}

/** A TCP proxy that cuts the first connection on which a blob is sent, in mid-blob. */
export class CuttingProxy {
  readonly #upstream: string;
  readonly #after: number;
  readonly #sockets = new Set<Socket>();
  readonly #server: Server = createTcpServer((client) => this.#serve(client));
  /** `Range` headers of the requests for blobs. */
  readonly ranges: string[] = [];
  cuts = 0;

  /** `after`: bytes of the answer to a request for a blob that are let through. */
  constructor(upstream: string, after: number) {
    this.#upstream = upstream;
    this.#after = after;
  }

  start(): Promise<string> {
    return listen(this.#server);
  }

  stop(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  #serve(client: Socket): void {
    const [host, port] = this.#upstream.split(':');
    const upstream = connect(Number(port), host);
    let left = Infinity;
    client.on('data', (chunk) => {
      const text = chunk.toString('latin1');
      if (/^GET \S+\/blobs\/sha256:/.test(text)) {
        const range = /^range: (.+)\r$/im.exec(text)?.[1];
        if (range) this.ranges.push(range);
        left = this.#after;
      }
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      left -= chunk.length;
      if (left >= 0 || this.cuts > 0) return void client.write(chunk);
      this.cuts += 1;
      client.write(chunk.subarray(0, chunk.length + left), () => client.destroy());
      upstream.destroy();
    });
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      this.#sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => other.end());
    }
  }
}

/** The fingerprint of a text, to compare large content in messages. */
export function fingerprint(content: Uint8Array | undefined): string {
  return createHash('sha256')
    .update(content ?? '')
    .digest('hex');
}
