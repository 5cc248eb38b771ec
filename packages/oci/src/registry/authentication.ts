import type { PratiqueError } from '@pratique/foundation';
import { parseChallenges } from './challenge.ts';
import type { Credentials } from './credentials/credentials.ts';
import { findCredentials, type FoundCredentials } from './credentials/lookup.ts';
import { type Endpoint, isInsecure, type RegistryOptions } from './endpoint.ts';
import type { RegistryResponse } from './response.ts';
import { type RetryPolicy, withRetries } from './retry.ts';
import { loginRefused, requestToken } from './token-request.ts';
import type { Transport } from './transport.ts';

/** What is to be done with a repository. */
export type RepositoryAction = 'pull' | 'push';

type Parameters = Readonly<Record<string, string>>;

/**
 * Answers the challenges of one repository's host, and remembers the answers by origin. Credentials are looked up once
 * somebody asks for them, and are for the host that the user named: one that it redirects to gets at most an anonymous
 * token.
 */
export class Authentication {
  readonly #transport: Transport;
  readonly #endpoint: Endpoint;
  readonly #options: RegistryOptions;
  readonly #retry: RetryPolicy;
  readonly #scope: string;
  readonly #authorizations = new Map<string, string>();
  #found: FoundCredentials | undefined;
  #answers = 0;

  constructor(
    transport: Transport,
    endpoint: Endpoint,
    options: RegistryOptions,
    retry: RetryPolicy,
    action: RepositoryAction,
  ) {
    this.#transport = transport;
    this.#endpoint = endpoint;
    this.#options = options;
    this.#retry = retry;
    this.#scope = `repository:${endpoint.repository}:${action === 'push' ? 'pull,push' : 'pull'}`;
  }

  /** The `Authorization` header for an origin, where an earlier challenge was answered. */
  authorization(origin: string): string | undefined {
    return this.#authorizations.get(origin);
  }

  /** Counts the answers, so that a request can tell whether another one has answered while it was under way. */
  get answers(): number {
    return this.#answers;
  }

  /** Why there are no credentials although there might be: to be told where the registry refuses. */
  get problem(): PratiqueError | undefined {
    return this.#found?.problem;
  }

  /** A server's text without the secrets that it was sent. */
  redact(text: string): string {
    const tokens = [...this.#authorizations.values()].map((value) => value.slice(value.indexOf(' ') + 1));
    const clean = tokens.reduce((rest, token) => rest.replaceAll(token, '…'), text);
    return this.#found?.credentials?.redact(clean) ?? clean;
  }

  /**
   * Answers the challenge of a 401. False where there is nothing to answer with, or the answer was no other than before.
   * @throws PratiqueError `oci/registry-refused`, `oci/registry-unavailable`
   */
  async answer({ headers, url }: RegistryResponse, signal?: AbortSignal): Promise<boolean> {
    const credentials =
      url.host === new URL(`https://${this.#endpoint.host}`).host ? await this.#find(signal) : undefined;
    for (const { scheme, parameters } of parseChallenges(headers['www-authenticate'] ?? '')) {
      let answer: string | undefined;
      if (scheme === 'basic') answer = credentials?.basic();
      else if (scheme === 'bearer') answer = await this.#bearer(parameters, url, credentials, signal);
      if (answer === undefined || answer === this.#authorizations.get(url.origin)) continue;
      this.#authorizations.set(url.origin, answer);
      this.#answers += 1;
      return true;
    }
    return false;
  }

  async #find(signal?: AbortSignal): Promise<Credentials | undefined> {
    const { registry, repository } = this.#endpoint;
    this.#found ??= await findCredentials(registry, repository, this.#options.env, signal);
    return this.#found.credentials;
  }

  async #bearer(
    { realm, service, scope }: Parameters,
    from: URL,
    credentials: Credentials | undefined,
    signal?: AbortSignal,
  ): Promise<string | undefined> {
    const registryToken = credentials?.registryToken();
    if (registryToken !== undefined) return `Bearer ${registryToken}`;
    if (realm === undefined) return undefined;
    const scopes = (scope || this.#scope).split(' ').filter(Boolean);
    const request = { realm: this.#tokenServer(realm, from), service, scopes };
    const ask = (): Promise<string> => requestToken(this.#transport, request, credentials, signal);
    return `Bearer ${await withRetries(this.#retry, ask, signal)}`;
  }

  /** The registry names the token server: a web address, and encrypted unless the registry itself need not be. */
  #tokenServer(text: string, from: URL): URL {
    const realm = URL.canParse(text) ? new URL(text) : undefined;
    if (!realm || !/^https?:$/.test(realm.protocol))
      throw loginRefused(from.host, 'its challenge names no token server');
    const mayBePlain = [from.host, realm.host].some((host) => isInsecure(host, this.#options));
    if (realm.protocol === 'http:' && !mayBePlain)
      throw loginRefused(from.host, `its token server ${realm.origin} is not encrypted`);
    realm.username = '';
    realm.password = '';
    return realm;
  }
}
