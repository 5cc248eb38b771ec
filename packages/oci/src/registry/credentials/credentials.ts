/** What a login left: user and password, or tokens that stand for them. */
export interface CredentialParts {
  readonly user?: string;
  readonly password?: string;
  /** OAuth 2 refresh token (`identitytoken` of Docker's configuration; `<token>` of credential helpers). */
  readonly identityToken?: string;
  /** Token for the registry itself (`registrytoken` of Docker's configuration). */
  readonly registryToken?: string;
}

/** Shorter secrets would take ordinary letters out of messages. */
const MIN_REDACTED = 3;

/** What a registry is given to say who asks. Kept in a private field, so that no log or error prints it. */
export class Credentials {
  readonly #parts: CredentialParts;

  constructor(parts: CredentialParts) {
    this.#parts = parts;
  }

  /** Value of an `Authorization: Basic` header (RFC 7617), where there are user and password. */
  basic(): string | undefined {
    const { user, password } = this.#parts;
    if (user === undefined || password === undefined) return undefined;
    return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  }

  identityToken(): string | undefined {
    return this.#parts.identityToken;
  }

  registryToken(): string | undefined {
    return this.#parts.registryToken;
  }

  /** Text without the secrets, should a server repeat them. */
  redact(text: string): string {
    const { password, identityToken, registryToken } = this.#parts;
    const secrets = [password, identityToken, registryToken, this.basic()?.slice('Basic '.length)];
    return secrets.reduce<string>(
      (clean, secret) => (secret && secret.length >= MIN_REDACTED ? clean.replaceAll(secret, '…') : clean),
      text,
    );
  }
}
