/** What a registry is given to say who asks. Kept in private fields, so that no log or error prints it. */
export class Credentials {
  readonly user: string;
  readonly #password: string;
  readonly #identityToken: string | undefined;

  constructor(user: string, password: string, identityToken?: string) {
    this.user = user;
    this.#password = password;
    this.#identityToken = identityToken;
  }

  /** Value of an `Authorization: Basic` header (RFC 7617). */
  basic(): string {
    return `Basic ${Buffer.from(`${this.user}:${this.#password}`).toString('base64')}`;
  }

  /** The OAuth 2 refresh token, where a login left one instead of a password. */
  identityToken(): string | undefined {
    return this.#identityToken;
  }
}
