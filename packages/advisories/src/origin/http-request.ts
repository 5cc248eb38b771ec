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

// HTTP_PROXY, HTTPS_PROXY and NO_PROXY are Node's own business; so is NODE_EXTRA_CA_CERTS.
const agents = {
  'http:': new HttpAgent({ keepAlive: true, maxSockets: 8, proxyEnv: process.env }),
  'https:': new HttpsAgent({ keepAlive: true, maxSockets: 8, proxyEnv: process.env }),
};

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
  const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  url.username = '';
  url.password = '';
  return { url, authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
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
  if (status === 304) return { status: 'unchanged' };
  if (status === 404 || status === 410) return { status: 'missing' };
  if (passing.has(status)) throw new PassingFailure(`it answered ${status}`, response.headers['retry-after']);
  throw refused(attempt.url, `it answered ${status}`);
}

function redirectTarget(from: URL, location: string | undefined, redirects: number): URL {
  if (redirects <= 0) throw refused(from, 'it redirects too often');
  const target = location !== undefined && URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  if (!target || !['http:', 'https:'].includes(target.protocol)) throw refused(from, 'it redirects to no web address');
  if (from.protocol === 'https:' && target.protocol === 'http:') throw refused(from, 'it redirects from https to http');
  return target;
}

function send({ url, headers, settings, signal }: Attempt): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const secure = url.protocol === 'https:';
    const request = (secure ? httpsRequest : httpRequest)(url, {
      agent: agents[secure ? 'https:' : 'http:'],
      headers,
      signal,
      timeout: settings.idleTimeout,
    });
    request.on('timeout', () => request.destroy(new Error(`nothing came for ${settings.idleTimeout / 1000} s`)));
    request.on('response', resolve);
    request.on('error', (cause) => {
      reject(signal?.aborted ? cause : new PassingFailure(reasonOf(cause), undefined, { cause }));
    });
    request.end();
  });
}

/** The whole body, decoded, bounded both as sent and as decoded. */
async function body(response: IncomingMessage, { url, maxBytes, signal }: Attempt): Promise<Buffer> {
  const encoding = response.headers['content-encoding'];
  const decoder = encoding === 'gzip' ? createGunzip() : encoding === 'br' ? createBrotliDecompress() : undefined;
  const decoded = decoder ? response.pipe(decoder) : response;
  response.on('error', (error) => decoder?.destroy(error));
  const chunks: Buffer[] = [];
  let size = 0;
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
    }
  } catch (thrown) {
    response.destroy();
    if (signal?.aborted || (thrown instanceof Error && 'kind' in thrown)) throw thrown;
    throw new PassingFailure(`the answer broke off: ${reasonOf(thrown)}`, undefined, { cause: thrown });
  }
  if (!response.complete) throw new PassingFailure('the answer broke off');
  return Buffer.concat(chunks, size);
}
