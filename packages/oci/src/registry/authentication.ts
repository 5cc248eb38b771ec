import { reasonOf } from '@pratique/foundation';
import { ociErrors } from '../errors.ts';
import { parseChallenges } from './challenge.ts';
import type { Credentials } from './credentials/credentials.ts';
import { isInsecure, type RegistryOptions } from './endpoint.ts';
import { readBody, type RegistryResponse, type Transport } from './transport.ts';

const MAX_TOKEN_BYTES = 1024 * 1024;
const CLIENT_ID = 'pratique';

/** What a bearer challenge asks for (distribution token specification). */
interface TokenRequest {
  readonly realm: URL;
  readonly service: string | undefined;
  readonly scope: string;
}

function refused(on: string, why: string, cause?: unknown): Error {
  return ociErrors.create('oci/registry-refused', { attempted: 'log in to', on, why, cause });
}

/** Answers a registry's challenges for one repository, and remembers the answer. */
export class Authentication {
  readonly #transport: Transport;
  readonly #options: RegistryOptions;
  readonly #credentials: Credentials | undefined;
  readonly #scope: string;
  readonly #authorizations = new Map<string, string>();

  constructor(
    transport: Transport,
    options: RegistryOptions,
    credentials: Credentials | undefined,
    repository: string,
  ) {
    this.#transport = transport;
    this.#options = options;
    this.#credentials = credentials;
    this.#scope = `repository:${repository}:pull`;
  }

  /** The `Authorization` header for a host, where an earlier challenge was answered. */
  headerFor(host: string): Readonly<Record<string, string>> {
    const authorization = this.#authorizations.get(host);
    return authorization ? { authorization } : {};
  }

  /**
   * Answers the challenge of a 401. False where there is nothing that could be answered with.
   * @throws PratiqueError `oci/registry-refused`
   */
  async answer(host: string, { headers }: RegistryResponse, signal?: AbortSignal): Promise<boolean> {
    for (const { scheme, parameters } of parseChallenges(headers['www-authenticate'] ?? '')) {
      if (scheme === 'basic' && this.#credentials) {
        this.#authorizations.set(host, this.#credentials.basic());
        return true;
      }
      if (scheme === 'bearer' && parameters['realm'] !== undefined) {
        const realm = this.#realm(parameters['realm'], host);
        const request = { realm, service: parameters['service'], scope: parameters['scope'] ?? this.#scope };
        this.#authorizations.set(host, `Bearer ${await this.#token(request, signal)}`);
        return true;
      }
    }
    return false;
  }

  /** The registry names the token server: it must be a web address, and encrypted unless the registry need not be. */
  #realm(text: string, host: string): URL {
    if (!URL.canParse(text)) throw refused(host, 'its challenge names no token server');
    const realm = new URL(text);
    const plain =
      realm.protocol === 'http:' && (isInsecure(host, this.#options) || isInsecure(realm.host, this.#options));
    if (realm.protocol !== 'https:' && !plain) throw refused(host, `its token server ${realm.origin} is not encrypted`);
    return realm;
  }

  async #token(request: TokenRequest, signal?: AbortSignal): Promise<string> {
    const refresh = this.#credentials?.identityToken();
    const response = await (refresh ? this.#exchange(request, refresh, signal) : this.#fetch(request, signal));
    const body = await readBody(response.body, MAX_TOKEN_BYTES);
    if (response.status !== 200) throw refused(response.from, `the token server answered ${response.status}`);
    try {
      const { token, access_token: accessToken } = JSON.parse(body.toString('utf8')) as Record<string, unknown>;
      const value = token || accessToken;
      if (typeof value === 'string' && /^[\x21-\x7e]+$/.test(value)) return value;
    } catch (cause) {
      throw refused(response.from, `the token server's answer is not JSON (${reasonOf(cause).slice(0, 40)})`);
    }
    throw refused(response.from, "the token server's answer holds no token");
  }

  #fetch({ realm, service, scope }: TokenRequest, signal?: AbortSignal): Promise<RegistryResponse> {
    const url = new URL(realm);
    if (service !== undefined) url.searchParams.set('service', service);
    url.searchParams.set('scope', scope);
    url.searchParams.set('client_id', CLIENT_ID);
    const headers = { 'user-agent': CLIENT_ID, ...(this.#credentials && { authorization: this.#credentials.basic() }) };
    return this.#transport.send({ method: 'GET', url, headers, signal });
  }

  /** OAuth 2 refresh (distribution, "Token Authentication Implementation", POST). */
  #exchange({ realm, service, scope }: TokenRequest, refresh: string, signal?: AbortSignal): Promise<RegistryResponse> {
    const form = new URLSearchParams({
      grant_type: 'refresh_token',
      refresh_token: refresh,
      scope,
      client_id: CLIENT_ID,
    });
    if (service !== undefined) form.set('service', service);
    const headers = { 'user-agent': CLIENT_ID, 'content-type': 'application/x-www-form-urlencoded' };
    return this.#transport.send({ method: 'POST', url: realm, headers, body: form.toString(), signal });
  }
}
