/** Words of a name that make it a credential's. */
const secretWords = new Set([
  'password', 'passwd', 'passphrase', 'pwd', 'secret', 'secrets', 'token', 'credential', 'credentials',
  'apikey', 'accesskey', 'secretkey', 'privatekey', 'authtoken', 'accesstoken', 'apitoken', 'clientsecret', 'dbpassword',
]); // prettier-ignore

/** What makes a key one that must not be known. `GPG_KEY` and `SIGNING_KEY_ID` are public. */
const secretKeys = new Set(['api', 'access', 'secret', 'private', 'encryption', 'master', 'account', 'shared', 'auth']);

/** Last words of names that tell where or how, not what: `DB_PASSWORD_FILE`, `TOKEN_TTL`, `AWS_ACCESS_KEY_ID`. */
const aboutWords = new Set([
  'file', 'files', 'path', 'dir', 'directory', 'url', 'uri', 'endpoint', 'host', 'port', 'id', 'ids', 'name', 'names',
  'type', 'ttl', 'expiry', 'expires', 'expiration', 'timeout', 'lifetime', 'length', 'size', 'min', 'max', 'limit',
  'enabled', 'disabled', 'required', 'header', 'prefix', 'suffix', 'version', 'algorithm', 'alg', 'policy', 'provider',
  'sha1', 'sha256', 'sha512', 'md5', 'checksum', 'fingerprint', 'digest', 'method', 'mode', 'issuer', 'audience',
  'count', 'env', 'var', 'ref', 'store', 'manager', 'class', 'helper', 'scope', 'scopes', 'rotation', 'format', 'backend', 'encoder', 'hasher', 'engine', 'strength', 'pattern', 'regex', 'server',
]); // prettier-ignore

/** A word of these anywhere: public by nature. */
const publicWords = new Set(['public', 'pub', 'gpg', 'pgp', 'example', 'sample']);

/** Longer names are no variables. */
const MAX_NAME = 256;

function wordsOf(name: string): string[] {
  return name
    .slice(0, MAX_NAME)
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** Whether a variable of this name holds a credential: `DB_PASSWORD`, `npmToken`, `STRIPE_API_KEY`. */
export function isSecretName(name: string): boolean {
  const words = wordsOf(name);
  const last = words.at(-1);
  // The shell's own: the working directory.
  if (last === undefined || /^(?:old)?pwd$/i.test(name)) return false;
  if (aboutWords.has(last) || words.some((word) => publicWords.has(word))) return false;
  // `DB_PASS` is one, `PASS_THROUGH` is none.
  if (last === 'pass') return true;
  return words.some(
    (word, i) => secretWords.has(word) || ((word === 'key' || word === 'keys') && secretKeys.has(words[i - 1] ?? '')),
  );
}

const placeholderWords =
  /^(?:|true|false|yes|no|on|off|null|nil|none|undefined|empty|unset|n\/a|todo|tbd|placeholder|dummy|fake|unused|redacted|hidden|masked|replace[-_ ]?me|insert[-_ ]?here|\d{1,3}|[*xX.#_-]+)$/i;
const placeholderForm =
  /^(?:<.{0,200}>|\[.{0,200}\]|\{\{.{0,200}\}\}|__.{0,200}__|your[-_ ].{0,200}|my[-_ ].{0,100}[-_ ]here)$/i;
/** Says where the value is: a variable, a file, a vault. */
const reference =
  /^(?:\$[A-Za-z_({]|%[A-Za-z_(]|`|\.{0,2}\/|~\/|@|file:|vault:|secretref|op:\/\/|ref\+|arn:|projects\/|!)|\$[({]/i;

/** Whether a value is a literal that could be a credential; `changeme` is. */
export function isLiteralSecret(value: string): boolean {
  const text = value.trim();
  return !placeholderWords.test(text) && !placeholderForm.test(text) && !reference.test(text);
}
