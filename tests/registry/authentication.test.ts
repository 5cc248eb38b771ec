import type { IncomingMessage, ServerResponse } from 'node:http';
import { createImageSource, type RegistryOptions } from '@pratique/oci';
import { type MemoryRegistry, startMemoryRegistry } from '@pratique/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  dockerLogin,
  environment,
  everythingOf,
  failureOf,
  fill,
  readImage,
  recordWaits,
  sampleImage,
  sampleNoise,
} from './support.ts';

const user = 'puller';
const password = 'correct horse: battery "staple"';
const basic = Buffer.from(`${user}:${password}`).toString('base64');

let registry: MemoryRegistry;
let target = '';
beforeEach(async () => {
  registry = await startMemoryRegistry();
  target = `${registry.host}/app:1`;
  fill(registry, sampleImage());
});
afterEach(() => registry.close());

function read(files: Readonly<Record<string, unknown>> = {}, options: RegistryOptions = {}, name = target) {
  return readImage(createImageSource(name, { env: environment(files), ...recordWaits(), ...options }));
}

const login = () => dockerLogin(registry.host, user, password);
const tokenRequests = () => registry.requests.filter(({ path }) => path === '/token');

/** Answers requests for one path in the registry's place. */
function answerAt(path: string, answer: (request: IncomingMessage, response: ServerResponse) => void): void {
  registry.behaviour.intercept = (request, response) => {
    if (!request.url?.startsWith(path)) return false;
    answer(request, response);
    return true;
  };
}

const send =
  (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  (_request: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  };

describe('basic authentication', () => {
  beforeEach(() => {
    registry.behaviour.auth = { scheme: 'basic', user, password };
  });

  test('lets the user in who is logged in', async () => {
    expect((await read(login())).contents.size).toBe(2);
    // The first request is not given a password that nobody asked for.
    expect(registry.requests.map(({ authorized }) => authorized)).toEqual([false, true, true, true, true]);
  });

  test('does not let in whom it does not know', async () => {
    const error = await failureOf(read(dockerLogin(registry.host, user, 'wrong')));
    expect(error).toMatchObject({ code: 'oci/registry-refused' });
    // A wrong password is not tried again: accounts are locked for less.
    expect(registry.requests).toHaveLength(2);
  });

  test('does not let in nobody, and says how to log in', async () => {
    const error = await failureOf(read());
    expect(error).toMatchObject({ code: 'oci/registry-refused', nextStep: expect.stringContaining('docker login') });
    expect(error.message).toContain('answered 401: UNAUTHORIZED');
  });

  test('is not given an identity token', async () => {
    const files = { '.docker/config.json': { auths: { [registry.host]: { identitytoken: 'an-identity' } } } };
    await expect(read(files)).rejects.toMatchObject({ code: 'oci/registry-refused' });
    expect(registry.requests.some(({ authorized }) => authorized)).toBe(false);
  });
});

describe('token authentication', () => {
  beforeEach(() => {
    registry.behaviour.auth = { scheme: 'bearer', user, password };
  });

  test('asks the token server once, for pulling this repository', async () => {
    expect((await read(login())).contents.size).toBe(2);
    expect(tokenRequests()).toHaveLength(1);
    const [request] = tokenRequests();
    expect(Object.fromEntries(request?.query ?? [])).toEqual({
      service: 'memory',
      scope: 'repository:app:pull',
      client_id: 'pratique',
    });
    expect(request?.authorization).toBe(`Basic ${basic}`);
    const sent = registry.requests.filter(({ path }) => path !== '/token').map(({ authorization }) => authorization);
    expect(sent).toEqual([undefined, 'Bearer token-1', 'Bearer token-1', 'Bearer token-1', 'Bearer token-1']);
  });

  test.each([1, 2, 3])('renews a token that expires after %i requests', async (tokenUses) => {
    registry.behaviour.auth = { scheme: 'bearer', user, password, tokenUses };
    expect((await read(login())).contents.get('opt/noise')?.equals(sampleNoise)).toBe(true);
    expect(tokenRequests().length).toBeGreaterThan(1);
  });

  test('renews a token that expired while a blob was read that broke off', async () => {
    registry.behaviour.auth = { scheme: 'bearer', user, password, tokenUses: 1 };
    registry.behaviour.cut = { after: 100_000, times: 3 };
    expect((await read(login())).contents.get('opt/noise')?.equals(sampleNoise)).toBe(true);
    expect(registry.requests.filter(({ range }) => range).length).toBeGreaterThanOrEqual(3);
  });

  test('exchanges an identity token by POST', async () => {
    registry.behaviour.auth = { scheme: 'bearer', user, password, identityToken: 'an-identity' };
    const auth = Buffer.from('<token>:').toString('base64');
    const files = { '.docker/config.json': { auths: { [registry.host]: { auth, identitytoken: 'an-identity' } } } };
    expect((await read(files)).contents.size).toBe(2);
    const [request] = tokenRequests();
    expect(request).toMatchObject({ method: 'POST', authorization: undefined });
    expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
      grant_type: 'refresh_token',
      refresh_token: 'an-identity',
      service: 'memory',
      scope: 'repository:app:pull',
      client_id: 'pratique',
    });
  });

  test('uses a registry token as it is', async () => {
    await read(login());
    const files = { '.docker/config.json': { auths: { [registry.host]: { registrytoken: 'token-1' } } } };
    expect((await read(files)).contents.size).toBe(2);
    expect(tokenRequests()).toHaveLength(1);
  });

  test('asks for nobody where nobody is logged in', async () => {
    answerAt('/token', send(200, { access_token: 'a-token' }));
    await failureOf(read());
    expect(tokenRequests()[0]?.authorization).toBeUndefined();
    expect(registry.requests.at(-2)?.authorization).toBe('Bearer a-token');
  });

  test('asks for each scope of the challenge', async () => {
    const scope = 'repository:app:pull repository:base:pull';
    let challenged = 0;
    registry.behaviour.intercept = (request, response) => {
      if (request.headers.authorization || challenged++ > 0) return false;
      const realm = `http://${registry.host}/token`;
      send(
        401,
        {},
        { 'www-authenticate': `Bearer realm="${realm}",service="a b",scope="${scope}"` },
      )(request, response);
      return true;
    };
    await read(login());
    expect(tokenRequests()[0]?.query.getAll('scope')).toEqual(['repository:app:pull', 'repository:base:pull']);
    expect(tokenRequests()[0]?.query.get('service')).toBe('a b');
  });

  test('prefers the challenge that it can answer', async () => {
    const offered = `Negotiate, Basic realm="x", Bearer realm="http://${registry.host}/token"`;
    let challenged = 0;
    registry.behaviour.intercept = (request, response) => {
      if (request.url === '/token' || challenged++ > 0) return false;
      send(401, {}, { 'www-authenticate': offered })(request, response);
      return true;
    };
    registry.behaviour.auth = { scheme: 'basic', user, password };
    expect((await read(login())).contents.size).toBe(2);
  });

  test('waits for a token server that cannot just now', async () => {
    let failures = 2;
    registry.behaviour.intercept = (request, response) => {
      if (!request.url?.startsWith('/token') || failures-- <= 0) return false;
      send(503, '', { 'retry-after': '2' })(request, response);
      return true;
    };
    const { waits, retry } = recordWaits();
    await read(login(), { retry });
    expect(waits).toEqual([2000, 2000]);
  });

  const challenge = (text: string) => send(401, { errors: [] }, { 'www-authenticate': text });
  test.each([
    ['Bearer realm="file:///etc/passwd"', 'names no token server'],
    ['Bearer realm="token"', 'names no token server'],
    ['Bearer service="x"', 'answered 401'],
    ['Digest realm="x"', 'answered 401'],
    ['', 'answered 401'],
  ])('does not answer %j', async (text, reason) => {
    answerAt('/v2/', challenge(text));
    const error = await failureOf(read(login()));
    expect(error).toMatchObject({ code: 'oci/registry-refused' });
    expect(error.message).toContain(reason);
  });
});

describe('credentials stay with whom they are for', () => {
  let other: MemoryRegistry;
  beforeEach(async () => {
    other = await startMemoryRegistry();
    for (const [digest, bytes] of registry.blobs) other.blobs.set(digest, bytes);
  });
  afterEach(() => other.close());

  test.each(['basic', 'bearer'] as const)('a redirect to storage takes no %s credentials along', async (scheme) => {
    registry.behaviour.auth = { scheme, user, password };
    registry.behaviour.redirectBlobsTo = `http://${other.host}`;
    expect((await read(login())).contents.size).toBe(2);
    expect(other.requests.length).toBeGreaterThan(0);
    expect(other.requests.some(({ authorized }) => authorized)).toBe(false);
  });

  test.each(['basic', 'bearer'] as const)('storage that asks for %s credentials gets none', async (scheme) => {
    registry.behaviour.auth = { scheme: 'basic', user, password };
    registry.behaviour.redirectBlobsTo = `http://${other.host}`;
    other.behaviour.auth = { scheme, user, password };
    await expect(read(login())).rejects.toMatchObject({ code: 'oci/registry-refused' });
    expect(other.requests.some(({ authorized }) => authorized)).toBe(false);
  });

  test('a mirror gets its own, not those of the registry', async () => {
    const mirrored = { registryMirrors: { [registry.host]: other.host } };
    other.behaviour.auth = { scheme: 'basic', user: 'mirror', password: 'of the mirror' };
    expect((await read(login(), mirrored)).contents.size).toBe(2);
    expect(other.requests.some(({ authorized }) => authorized)).toBe(false);
    const manifest = sampleImage().manifest;
    other.addManifest('app', manifest.bytes, manifest.mediaType, '1');
    const own = dockerLogin(other.host, 'mirror', 'of the mirror');
    const before = registry.requests.length;
    expect((await read(own, mirrored)).contents.size).toBe(2);
    expect(registry.requests).toHaveLength(before);
  });

  test('a token server that redirects elsewhere does not take the password along', async () => {
    registry.behaviour.auth = { scheme: 'bearer', user, password };
    answerAt('/token', send(302, '', { location: `http://${other.host}/token` }));
    await failureOf(read(login()));
    expect(other.requests.some(({ authorized }) => authorized)).toBe(false);
  });

  test.each([302, 307, 308])('an identity token is not sent on by a %i', async (status) => {
    registry.behaviour.auth = { scheme: 'bearer', user, password };
    answerAt('/token', send(status, '', { location: `http://${other.host}/token` }));
    const files = { '.docker/config.json': { auths: { [registry.host]: { identitytoken: 'an-identity' } } } };
    await expect(read(files)).rejects.toMatchObject({ code: 'oci/registry-refused' });
    expect(other.requests).toEqual([]);
  });

  test('the login of one repository is not used for another', async () => {
    registry.behaviour.auth = { scheme: 'basic', user, password };
    const files = dockerLogin(`${registry.host}/team`, user, password);
    await expect(read(files)).rejects.toMatchObject({ code: 'oci/registry-refused' });
    fill(registry, sampleImage(), 'team/app');
    expect((await read(files, {}, `${registry.host}/team/app:1`)).contents.size).toBe(2);
  });
});

describe('no error tells a secret', () => {
  const identity = 'identity-token-4711';
  const minted = 'minted-token-0815';
  const entries = [
    { entry: { auth: basic }, secrets: [password, basic] },
    { entry: { username: user, password }, secrets: [password, basic] },
    { entry: { auth: basic, identitytoken: identity }, secrets: [password, basic, identity] },
    { entry: { registrytoken: minted }, secrets: [minted] },
  ];

  type Answer = (said: string) => (request: IncomingMessage, response: ServerResponse) => void;
  const cases: readonly [string, 'basic' | 'bearer', Answer][] = [
    ['the registry repeats them', 'basic', (said) => send(401, { errors: [{ code: 'UNAUTHORIZED', message: said }] })],
    ['the registry refuses', 'basic', (said) => send(403, { errors: [{ code: 'DENIED', message: said }] })],
    ['the registry fails', 'basic', (said) => send(500, { message: said })],
    ['the token server repeats them', 'bearer', (said) => send(401, { details: said })],
    ['the token server refuses', 'bearer', (said) => send(403, { error: 'denied', error_description: said })],
    ['the token server sends a bare token', 'bearer', () => send(200, minted)],
    ['the token server sends a token that is none', 'bearer', (said) => send(200, { token: `${minted} ${said}` })],
    ['the token server sends a web page', 'bearer', (said) => send(200, `<html>${said}</html>`)],
    ['the token server fails', 'bearer', (said) => send(500, said)],
    ['the token server breaks off', 'bearer', () => (_request, response) => void response.destroy()],
    ['the token is not accepted', 'bearer', () => send(200, { token: minted })],
  ];
  test.each(cases)('where %s', async (_title, scheme, answer) => {
    for (const { entry, secrets } of entries) {
      registry.behaviour.auth = { scheme, user, password: 'another' };
      let asked = 0;
      registry.behaviour.intercept = (request, response) => {
        const isToken = request.url?.startsWith('/token') === true;
        if (scheme === 'bearer' ? !isToken : asked++ === 0) return false;
        answer(`bad login of ${secrets.join(' ')}`)(request, response);
        return true;
      };
      const error = await failureOf(read({ '.docker/config.json': { auths: { [registry.host]: entry } } }));
      expect(error).toMatchObject({ code: expect.stringMatching(/^oci\/registry-(refused|unavailable)$/) });
      // A token that was never sent is the answer of a web page to us: nothing of it is quoted either.
      const unsaid = scheme === 'bearer' ? [...secrets, minted] : secrets;
      for (const secret of unsaid) expect(everythingOf(error)).not.toContain(secret);
    }
  });

  test('where credential files and helpers cannot be used', async () => {
    registry.behaviour.auth = { scheme: 'basic', user, password };
    const script = `#!/bin/sh\necho '${minted}'; echo '${minted}' >&2; exit `;
    const configured = { '.docker/config.json': { credsStore: 'broken' } };
    const unusable = [
      { '.docker/config.json': `{"auths": {"${registry.host}": {"auth": "${basic}" ` },
      { '.docker/config.json': { auths: { [registry.host]: { auth: Buffer.from(minted).toString('base64') } } } },
      { ...configured, 'bin/docker-credential-broken': `${script}1` },
      { ...configured, 'bin/docker-credential-broken': `${script}0` },
      configured,
    ];
    for (const files of unusable) {
      const error = await failureOf(read(files));
      expect(error).toMatchObject({ code: 'oci/credentials-unusable' });
      for (const secret of [password, basic, minted]) expect(everythingOf(error)).not.toContain(secret);
    }
  });
});

describe('credentials that cannot be used', () => {
  test('do not matter where nobody asks for them', async () => {
    expect((await read({ '.docker/config.json': { credsStore: 'not-installed' } })).contents.size).toBe(2);
  });

  test('do not matter where a token is given to nobody', async () => {
    await read(login());
    registry.behaviour.auth = { scheme: 'bearer', user, password };
    await read(login());
    answerAt('/token', send(200, { token: 'token-1' }));
    expect((await read({ '.docker/config.json': { credsStore: 'not-installed' } })).contents.size).toBe(2);
  });

  test('are the reason where the registry refuses', async () => {
    registry.behaviour.auth = { scheme: 'basic', user, password };
    const error = await failureOf(read({ '.docker/config.json': { credsStore: 'not-installed' } }));
    expect(error).toMatchObject({ code: 'oci/credentials-unusable' });
    expect(error.message).toContain('docker-credential-not-installed');
  });
});
