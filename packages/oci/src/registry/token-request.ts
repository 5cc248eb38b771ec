import { type PratiqueError } from '@pratique/foundation';
import { ociErrors } from '../errors.ts';
import type { Credentials } from './credentials/credentials.ts';
import { diagnose, networkReason } from './diagnosis.ts';
import type { RegistryResponse } from './response.ts';
import { isPassingError, isPassingStatus, PassingFailure } from './retry.ts';
import type { Transport } from './transport.ts';

const MAX_TOKEN_BYTES = 1024 * 1024;
const CLIENT_ID = 'pratique';

/** What a bearer challenge asks for (distribution, "Token Authentication Specification"). */
export interface TokenRequest {
  readonly realm: URL;
  readonly service: string | undefined;
  readonly scopes: readonly string[];
}

/** Login failed: what it was attempted on and why. */
export function loginRefused(on: string, why: string, cause?: unknown): PratiqueError {
  return ociErrors.create('oci/registry-refused', { attempted: 'log in to', on, why, cause });
}

function readToken(bytes: Buffer, on: string): string {
  let document: unknown;
  try {
    document = JSON.parse(bytes.toString('utf8'));
  } catch {
    // The parser's message would quote what may be the token.
    throw loginRefused(on, "the token server's answer is not JSON");
  }
  const { token, access_token: accessToken } = (document ?? {}) as Record<string, unknown>;
  const value = token || accessToken;
  if (typeof value === 'string' && /^[\x21-\x7e]+$/.test(value)) return value;
  throw loginRefused(on, "the token server's answer holds no token");
}

function send(
  transport: Transport,
  { realm, service, scopes }: TokenRequest,
  credentials: Credentials | undefined,
  signal?: AbortSignal,
): Promise<RegistryResponse> {
  const headers = { 'user-agent': CLIENT_ID, accept: 'application/json', 'accept-encoding': 'identity' };
  const refresh = credentials?.identityToken();
  if (refresh === undefined) {
    const url = new URL(realm);
    if (service !== undefined) url.searchParams.set('service', service);
    for (const scope of scopes) url.searchParams.append('scope', scope);
    url.searchParams.set('client_id', CLIENT_ID);
    // A token server that redirects elsewhere does not take the password along.
    const authorization = (origin: string): string | undefined =>
      new URL(origin).host === realm.host ? credentials?.basic() : undefined;
    return transport.send({ method: 'GET', url, headers, authorization, signal });
  }
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    refresh_token: refresh,
    scope: scopes.join(' '),
    client_id: CLIENT_ID,
    ...(service !== undefined && { service }),
  });
  return transport.send({
    method: 'POST',
    url: realm,
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    authorization: () => undefined,
    body: form.toString(),
    signal,
  });
}

/**
 * Asks a token server once: GET with user and password or nobody's name, POST with an OAuth 2 refresh token where a login
 * left one (distribution, "OAuth2 Token Authentication").
 * @throws PassingFailure; PratiqueError `oci/registry-refused`
 */
export async function requestToken(
  transport: Transport,
  request: TokenRequest,
  credentials: Credentials | undefined,
  signal?: AbortSignal,
): Promise<string> {
  const on = `${request.realm.origin}${request.realm.pathname}`;
  try {
    const response = await send(transport, request, credentials, signal);
    if (response.status === 200) return readToken(await response.read(MAX_TOKEN_BYTES), on);
    const reason = await diagnose(response, (text) => credentials?.redact(text) ?? text);
    const failure = loginRefused(on, `the token server answered ${response.status}${reason}`);
    if (!isPassingStatus(response.status)) throw failure;
    throw new PassingFailure(failure, response.headers['retry-after']);
  } catch (error) {
    if (isPassingError(error)) throw new PassingFailure(unreachable(on, error));
    if (error instanceof PassingFailure || (error as Partial<PratiqueError>).facts) throw error;
    throw unreachable(on, error);
  }
}

function unreachable(on: string, cause: unknown): PratiqueError {
  return ociErrors.create('oci/registry-unavailable', {
    attempted: 'log in to',
    on,
    why: networkReason(cause),
    cause,
  });
}
