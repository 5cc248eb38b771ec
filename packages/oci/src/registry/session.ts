import { PratiqueError } from '@pratique/foundation';
import { ociErrors } from '../errors.ts';
import { Authentication, type RepositoryAction } from './authentication.ts';
import { diagnose, networkReason } from './diagnosis.ts';
import type { Endpoint, RegistryOptions } from './endpoint.ts';
import { AnswerTooLarge, type RegistryResponse } from './response.ts';
import {
  defaultRetry,
  isPassingError,
  isPassingStatus,
  PassingFailure,
  type RetryPolicy,
  withRetries,
} from './retry.ts';
import type { RegistryRequest, Transport } from './transport.ts';

/** One question to a registry. */
export interface Ask<T> {
  /** Continues "cannot …" in messages. */
  readonly attempted: string;
  readonly method?: RegistryRequest['method'];
  /** Path below the repository (`manifests/latest`), or an address that the registry gave. */
  readonly to: string | URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Statuses that are an answer. All others are refusals. */
  readonly expected: readonly number[];
  /** What a 404 means. */
  readonly missing: 'oci/image-not-found' | 'oci/blob-missing';
  readonly signal?: AbortSignal;
  /** Takes from the answer what is wanted. A connection that breaks meanwhile is another attempt. */
  use(response: RegistryResponse): T | Promise<T>;
}

/** Times that one question's challenges are answered: once, and once more where the token expired on the way. */
const MAX_ANSWERS = 2;

/** Questions about one repository to one host: answers challenges, waits out what passes, says what is refused. */
export class RegistrySession {
  readonly endpoint: Endpoint;
  readonly #transport: Transport;
  readonly #retry: RetryPolicy;
  readonly #authentication: Authentication;

  constructor(endpoint: Endpoint, transport: Transport, options: RegistryOptions, action: RepositoryAction) {
    this.endpoint = endpoint;
    this.#transport = transport;
    this.#retry = { ...defaultRetry, ...options.retry };
    this.#authentication = new Authentication(transport, endpoint, options, this.#retry, action);
  }

  /**
   * Asks until there is an answer.
   * @throws PratiqueError `oci/image-not-found`, `oci/blob-missing`, `oci/registry-refused`, `oci/registry-unavailable`,
   * `oci/limit-exceeded`
   */
  async ask<T>(ask: Ask<T>, attempts = this.#retry.attempts): Promise<T> {
    const { host, repository } = this.endpoint;
    const url = typeof ask.to === 'string' ? new URL(`https://${host}/v2/${repository}/${ask.to}`) : ask.to;
    return withRetries({ ...this.#retry, attempts }, () => this.#attempt(ask, url), ask.signal);
  }

  async #attempt<T>(ask: Ask<T>, url: URL): Promise<T> {
    try {
      const response = await this.#exchange(ask, url);
      if (ask.expected.includes(response.status)) return await ask.use(response);
      const failure = await this.#refusal(ask, response, url);
      throw isPassingStatus(response.status) ? new PassingFailure(failure, response.headers['retry-after']) : failure;
    } catch (error) {
      ask.signal?.throwIfAborted();
      if (error instanceof PratiqueError || error instanceof PassingFailure) throw error;
      const code = error instanceof AnswerTooLarge ? 'oci/limit-exceeded' : 'oci/registry-unavailable';
      const facts = { attempted: ask.attempted, on: nameOf(url), why: networkReason(error), cause: error };
      const failure = ociErrors.create(code, facts);
      throw isPassingError(error) ? new PassingFailure(failure) : failure;
    }
  }

  /** Sends the request, and again once it is known in whose name. */
  async #exchange<T>(ask: Ask<T>, url: URL): Promise<RegistryResponse> {
    const { method = 'GET', body, signal } = ask;
    const headers = { 'user-agent': 'pratique', 'accept-encoding': 'identity', ...ask.headers };
    const authorization = (origin: string): string | undefined => this.#authentication.authorization(origin);
    for (let answered = 0; ; answered++) {
      const known = this.#authentication.answers;
      const response = await this.#transport.send({ method, url, headers, body, authorization, signal });
      if (response.status !== 401 || answered === MAX_ANSWERS) return response;
      // Another request may have had the expired token renewed while this one was under way.
      const renewed = this.#authentication.answers > known;
      if (!renewed && !(await this.#authentication.answer(response, signal))) return response;
      response.discard();
    }
  }

  async #refusal<T>({ attempted, missing }: Ask<T>, response: RegistryResponse, url: URL): Promise<PratiqueError> {
    const { status } = response;
    const reason = await diagnose(response, (text) => this.#authentication.redact(text));
    const { problem } = this.#authentication;
    if (problem && [401, 403, 404].includes(status)) return problem;
    const facts = { attempted, on: nameOf(url), why: `the registry answered ${status}${reason}` };
    if (status === 401 || status === 403) return ociErrors.create('oci/registry-refused', facts);
    return ociErrors.create(status === 404 ? missing : 'oci/registry-unavailable', facts);
  }
}

/** Host and path: an address may carry secrets in its query. */
function nameOf({ host, pathname }: URL): string {
  return `${host}${pathname}`;
}
