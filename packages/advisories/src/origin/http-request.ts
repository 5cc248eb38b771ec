import { Agent as HttpAgent, type IncomingMessage, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { createBrotliDecompress, createGunzip } from 'node:zlib';
import { reasonOf, redactUrl } from '@pratique/foundation';
import { advisoryErrors } from '../errors.ts';

/** How a web address is read. Times are milliseconds. */
export interface HttpSettings {
  /** Without a byte for this long a request is given up. */
  readonly idleTimeout: number;
  /** Until the headers of the answer are whole. */
  readonly answerTimeout: number;
  /** A body that takes longer has to come at `slowest` bytes per second on average. */
  readonly patience: number;
  readonly slowest: number;
  /** Attempts at one address before giving up. */
  readonly attempts: number;
  /** Wait before the second attempt; doubled before each further one. */
  readonly backoff: number;
  /** Longest wait that a server may ask for by Retry-After. */
  readonly longestWait: number;
  readonly redirects: number;
}

export const defaultHttpSettings: HttpSettings = {
  idleTimeout: 60_000,
  answerTimeout: 120_000,
  patience: 300_000,
  slowest: 4096,
  attempts: 4,
  backoff: 1000,
  longestWait: 60_000,
  redirects: 5,
};

/** A successful answer, or one of the two that are no failure. */
export type HttpAnswer =
  | { readonly status: 'ok'; readonly bytes: Buffer; readonly validator?: string }
  | { readonly status: 'unchanged' }
  | { readonly status: 'missing' };

/** Failures before anything was sent: a name or a network that is not there seldom comes back within seconds. */
const unreachable = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ENETUNREACH', 'EHOSTUNREACH']);
const UNREACHABLE_ATTEMPTS = 2;

/** Answers worth asking again for. */
const passing = new Set([408, 425, 429, 500, 502, 503, 504]);

let agents: { readonly http: HttpAgent; readonly https: HttpsAgent } | undefined;

/** HTTP_PROXY, HTTPS_PROXY and NO_PROXY are Node's own business; so is NODE_EXTRA_CA_CERTS. */
function connections(on: URL): NonNullable<typeof agents> {
  const shared = { keepAlive: true, maxSockets: 8, proxyEnv: process.env };
  try {
    return (agents ??= { http: new HttpAgent(shared), https: new HttpsAgent(shared) });
  } catch {
    // Node's message quotes the proxy's address, and with it a password: it is no cause of ours.
    throw advisoryErrors.create('advisories/proxy-invalid', {
      attempted: 'fetch',
      on: redactUrl(on),
      why: 'HTTP_PROXY or HTTPS_PROXY is no valid address',
    });
  }
}

interface Attempt {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly maxBytes: number;
  readonly settings: HttpSettings;
  readonly signal?: AbortSignal;
}

/** A failure that another attempt may not have. */
class PassingFailure extends Error {
  override readonly name = 'PassingFailure';
  /** Seconds or date, as the server wrote it. */
  readonly retryAfter: string | undefined;

  get unreachable(): boolean {
    const { cause } = this;
    return cause instanceof Error && 'code' in cause && unreachable.has(String(cause.code));
  }

  constructor(message: string, retryAfter?: string, options?: ErrorOptions) {
    super(message, options);
    this.retryAfter = retryAfter;
  }
}

function refused(url: URL, why: string): Error {
  return advisoryErrors.create('advisories/origin-refused', { attempted: 'fetch', on: redactUrl(url), why });
}

/**
 * Reads an address: conditional on `validator` (an ETag, or else a date), compressed on the way where the server can,
 * again with growing waits when the failure may pass, through at most a few redirects, never from https to http.
 * @throws PratiqueError `advisories/origin-unreadable`, `advisories/origin-refused`, `advisories/too-large`
 */
export async function httpRead(
  address: URL,
  options: { validator?: string; maxBytes: number; settings: HttpSettings; signal?: AbortSignal },
): Promise<HttpAnswer> {
  const { validator, maxBytes, settings, signal } = options;
  const { url, authorization } = withoutCredentials(address);
  const headers: Record<string, string> = {
    accept: '*/*',
    'accept-encoding': 'gzip, br',
    'user-agent': 'pratique',
    ...(authorization && { authorization }),
    ...(validator && (validator.includes('"') ? { 'if-none-match': validator } : { 'if-modified-since': validator })),
  };
  for (let attempt = 1; ; attempt++) {
    try {
      return await follow({ url, headers, maxBytes, settings, signal }, settings.redirects);
    } catch (thrown) {
      if (!(thrown instanceof PassingFailure)) throw thrown;
      if (attempt >= (thrown.unreachable ? Math.min(UNREACHABLE_ATTEMPTS, settings.attempts) : settings.attempts)) {
        throw advisoryErrors.create('advisories/origin-unreadable', {
          attempted: 'fetch',
          on: redactUrl(url),
          why: `${thrown.message}, after ${attempt} attempts`,
          cause: thrown,
        });
      }
      await sleep(waitBefore(attempt, thrown.retryAfter, settings), undefined, { signal });
    }
  }
}

function waitBefore(attempt: number, retryAfter: string | undefined, settings: HttpSettings): number {
  const backoff = settings.backoff * 2 ** (attempt - 1);
  if (retryAfter === undefined) return backoff;
  const asked = /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - Date.now();
  return Math.min(settings.longestWait, Math.max(backoff, Number.isNaN(asked) ? 0 : asked));
}

function withoutCredentials(address: URL): { url: URL; authorization?: string } {
  if (address.username === '' && address.password === '') return { url: address };
  const url = new URL(address);
  const credentials = `${unescaped(url.username)}:${unescaped(url.password)}`;
  url.username = '';
  url.password = '';
  return { url, authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
}

/** A percent sign that begins no escape stands for itself. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

async function follow(attempt: Attempt, redirects: number): Promise<HttpAnswer> {
  const response = await send(attempt);
  const status = response.statusCode ?? 0;
  if (status >= 300 && status < 400 && status !== 304) {
    response.resume();
    const target = redirectTarget(attempt.url, response.headers.location, redirects);
    const { authorization: _withheld, ...others } = attempt.headers;
    const headers = target.origin === attempt.url.origin ? attempt.headers : others;
    return follow({ ...attempt, url: target, headers }, redirects - 1);
  }
  if (status === 200) {
    const validator = response.headers.etag ?? response.headers['last-modified'];
    return { status: 'ok', bytes: await body(response, attempt), ...(validator && { validator }) };
  }
  response.resume();
  if (status === 304 && isConditional(attempt)) return { status: 'unchanged' };
  // Nothing is known that could have stayed as it was: taken at its word, an empty feed would pass for a loaded one.
  if (status === 304) throw refused(attempt.url, 'it answered 304 to a request without a condition');
  if (status === 404 || status === 410) return { status: 'missing' };
  if (passing.has(status)) throw new PassingFailure(`it answered ${status}`, response.headers['retry-after']);
  throw refused(attempt.url, `it answered ${status}`);
}

function isConditional({ headers }: Attempt): boolean {
  return 'if-none-match' in headers || 'if-modified-since' in headers;
}

function redirectTarget(from: URL, location: string | undefined, redirects: number): URL {
  if (redirects <= 0) throw refused(from, 'it redirects too often');
  const target = location !== undefined && URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  if (!target || !['http:', 'https:'].includes(target.protocol)) throw refused(from, 'it redirects to no web address');
  if (from.protocol === 'https:' && target.protocol === 'http:') throw refused(from, 'it redirects from https to http');
  return target;
}

function send({ url, headers, settings, signal }: Attempt): Promise<IncomingMessage> {
  const { http, https } = connections(url);
  return new Promise((resolve, reject) => {
    const options = { headers, signal, timeout: settings.idleTimeout };
    const request =
      url.protocol === 'https:'
        ? httpsRequest(url, { ...options, agent: https })
        : httpRequest(url, { ...options, agent: http });
    request.on('timeout', () => request.destroy(new Error(`nothing came for ${settings.idleTimeout / 1000} s`)));
    // Headers that come one byte at a time keep the connection busy for as long as the server likes.
    const late = `no answer within ${settings.answerTimeout / 1000} s`;
    const timer = setTimeout(() => request.destroy(new Error(late)), settings.answerTimeout);
    request.on('response', (response) => {
      clearTimeout(timer);
      resolve(response);
    });
    request.on('error', (cause) => {
      clearTimeout(timer);
      reject(signal?.aborted ? cause : new PassingFailure(reasonOf(cause), undefined, { cause }));
    });
    request.end();
  });
}

/** The whole body, decoded, bounded both as sent and as decoded. */
async function body(response: IncomingMessage, { url, maxBytes, settings, signal }: Attempt): Promise<Buffer> {
  const encoding = response.headers['content-encoding'];
  const decoder = encoding === 'gzip' ? createGunzip() : encoding === 'br' ? createBrotliDecompress() : undefined;
  const decoded = decoder ? response.pipe(decoder) : response;
  response.on('error', (error) => decoder?.destroy(error));
  const chunks: Buffer[] = [];
  let size = 0;
  const started = performance.now();
  try {
    for await (const chunk of decoded as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes) {
        throw advisoryErrors.create('advisories/too-large', {
          attempted: 'fetch',
          on: redactUrl(url),
          why: `more than fileBytes, ${maxBytes}`,
        });
      }
      chunks.push(chunk);
      const elapsed = performance.now() - started;
      if (elapsed > settings.patience && size < (settings.slowest * elapsed) / 1000)
        throw new Error(`it comes at less than ${settings.slowest} bytes per second`);
    }
  } catch (thrown) {
    response.destroy();
    if (signal?.aborted || (thrown instanceof Error && 'kind' in thrown)) throw thrown;
    throw new PassingFailure(`the answer broke off: ${reasonOf(thrown)}`, undefined, { cause: thrown });
  }
  if (!response.complete) throw new PassingFailure('the answer broke off');
  return Buffer.concat(chunks, size);
}
