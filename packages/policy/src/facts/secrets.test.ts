import { describe, expect, test } from 'vitest';
import { isLiteralSecret, isSecretName } from './secret-names.ts';
import { holdsSecret, isSecretVariable, withoutSecrets } from './secrets.ts';

/** Put together here, so that scanners of this repository stay quiet. */
const made = {
  aws: `AKIA${'Q3EGRIFJ7XKDLM2N'}`,
  github: `ghp_${'a1B2'.repeat(9)}`,
  githubFine: `github_pat_${'A1b2C3d4E5f6G7h8I9j0K1'}`,
  gitlab: `glpat-${'x'.repeat(20)}`,
  slack: `xoxb-${'1234567890'}-abc`,
  stripe: `sk_live_${'a'.repeat(24)}`,
  google: `AIza${'b'.repeat(35)}`,
  npm: `npm_${'c'.repeat(36)}`,
  jwt: `eyJ${'hbGciOiJIUzI1'}.eyJ${'zdWIiOiIxMjM0'}.${'SflKxwRJSMeKKF2QT4'}`,
  pem: `-----BEGIN RSA ${'PRIVATE'} KEY-----`,
  openssh: `-----BEGIN OPENSSH ${'PRIVATE'} KEY-----`,
  bare: `-----BEGIN ${'PRIVATE'} KEY-----`,
};

describe('names', () => {
  test.each([
    'DB_PASSWORD', 'PASSWORD', 'MYSQL_ROOT_PASSWORD', 'db-passwd', 'DB_PASS', 'DB_PWD', 'SECRET', 'SECRET_KEY_BASE',
    'clientSecret', 'NPM_TOKEN', 'npmToken', 'GITHUB_TOKEN', 'API_KEY', 'APIKEY', 'STRIPE_API_KEY', 'AWS_SECRET_ACCESS_KEY',
    'PRIVATE_KEY', 'ENCRYPTION_KEY', 'SSH_PASSPHRASE', 'CREDENTIALS', 'JWT_SECRET',
  ])('%s is a secret', (name) => expect(isSecretName(name)).toBe(true)); // prettier-ignore

  test.each([
    '', 'PATH', 'PWD', 'OLDPWD', 'GPG_KEY', 'GPG_KEYS', 'PYTHON_SHA256', 'NODE_VERSION', 'DB_PASSWORD_FILE', 'TOKEN_TTL',
    'AWS_ACCESS_KEY_ID', 'PUBLIC_KEY', 'TOKENIZERS_PARALLELISM', 'PASSWORD_MIN_LENGTH', 'KEY', 'SSH_KEY_PATH',
    'SECRET_NAME', 'TOKEN_URL', 'KEYCLOAK_VERSION', 'PASSENGER_APP_ENV', 'MONKEY', 'CREDENTIALS_PROVIDER', 'PASS_THROUGH', 'SECRETS_BACKEND', 'PGP_KEY_IDS', 'BYPASS',
  ])('%s is none', (name) => expect(isSecretName(name)).toBe(false)); // prettier-ignore
});

describe('values', () => {
  test.each(['hunter2', 'changeme', 'p@ss w0rd', 'admin', '12345678', 'YWJj='])('%s is a literal', (value) =>
    expect(isLiteralSecret(value)).toBe(true),
  );
  test.each([
    '', ' ', '$TOKEN', '${TOKEN}', '$(cat /run/secrets/x)', '`cat x`', '/run/secrets/db', './secret', 'file:/x', 'true',
    'yes', 'null', '***', 'xxxx', '<your token>', '{{ .Values.password }}', 'your-token', 'arn:aws:secretsmanager:x',
    '__TOKEN__', '0', 'dummy',
  ])('%s is none', (value) => expect(isLiteralSecret(value)).toBe(false)); // prettier-ignore
});

describe('forms', () => {
  test.each(Object.entries(made))('%s is known by its form', (_, token) => {
    expect(isSecretVariable('X', token)).toBe(true);
    expect(holdsSecret(`RUN echo ${token} | tee x`)).toBe(true);
    expect(withoutSecrets(`a ${token} b`, 1000)).not.toContain(token);
  });

  test.each([
    'ENV PYTHON_SHA256=8d8b4d6a1c7e2f4b9a0c3d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192',
    'ENV GPG_KEY=7169605F62C751356D054A26A821E680E5FA6305',
    `ENV AWS_ACCESS_KEY_ID=AKIA${'IOSFODNN7EXAMPLE'}`,
    'RUN TOKEN=$(cat /run/secrets/token) npm ci',
    'RUN --mount=type=secret,id=token npm ci',
    'RUN curl https://example.com:8443/a@b',
    'RUN git clone https://$USER:$TOKEN@example.com/a',
    'RUN git clone git@github.com:a/b.git',
    'RUN ssh://git@example.com/x',
    'RUN test "$PASSWORD" = ""',
    'FROM a@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
  ])('%s holds none', (text) => expect(holdsSecret(text)).toBe(false));
});

describe('blanking', () => {
  test.each([
    ['ENV DB_PASSWORD=hunter2 A=b', 'ENV DB_PASSWORD=*** A=b'],
    ['RUN |1 NPM_TOKEN="a b" /bin/sh -c npm ci', 'RUN |1 NPM_TOKEN="***" /bin/sh -c npm ci'],
    ['login --password=hunter2 --user=me', 'login --password=*** --user=me'],
    ['a=b=token=abc', 'a=b=token=***'],
    ["token='never closed", "token='*** closed"],
    ['curl https://me:hunter2@example.com/', 'curl https***example.com/'],
  ])('%s', (text, blanked) => {
    expect(withoutSecrets(text, 1000)).toBe(blanked);
  });

  test('is cut to the length that is asked for', () =>
    expect(withoutSecrets('x'.repeat(100), 10)).toBe('x'.repeat(10)));

  test('hostile text takes no time', () => {
    for (const piece of ['a=', 'token="', 'password=', '://a:', 'eyJ', '-----BEGIN ', "k='"]) {
      const text = piece.repeat(100_000);
      holdsSecret(text);
      withoutSecrets(text, text.length);
    }
  }, 20_000);
});

test.each([
  ['curl -H "Authorization: Bearer abc.def" https://x', 'curl -H "Authorization: Bearer ***" https://x'],
  ['curl -H Authorization: Bearer $TOKEN https://x', 'curl -H Authorization: Bearer $TOKEN https://x'],
  ["curl -H 'PRIVATE-TOKEN: abc'", "curl -H 'PRIVATE-TOKEN: ***'"],
  ['curl -u admin:hunter2 https://x', 'curl -u admin:*** https://x'],
  ['curl --user=admin:hunter2 https://x', 'curl --user=admin:*** https://x'],
  ['curl -u $USER:$PASSWORD https://x', 'curl -u $USER:$PASSWORD https://x'],
  ['echo "root:hunter2" | chpasswd', 'echo "root:***" | chpasswd'],
  ['echo http://x', 'echo http://x'],
])('shows %s as %s', (text, expected) => {
  expect(withoutSecrets(text, 1000)).toBe(expected);
});
