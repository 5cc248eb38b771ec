import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { createImageSource, type RegistryOptions } from '@pratique/oci';
import { type MemoryRegistry, type RegistryIdentity, startMemoryRegistry } from '@pratique/testkit';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  dockerLogin,
  environment,
  everythingOf,
  failureOf,
  fill,
  isInstalled,
  readImage,
  recordWaits,
  sampleImage,
  selfSigned,
  temporaryFolder,
} from './support.ts';

const hasOpenssl = isInstalled('openssl', 'version');
const title = hasOpenssl ? '' : ' (skipped: openssl is not installed)';
/** A name that is nobody's: only the proxy knows where it leads. */
const name = 'registry.example.com';

let proxy: Server;
let tunnels: string[] = [];
let proxyAuthorization: string | undefined;
let proxyUrl = '';
let registry: MemoryRegistry;

/** Leads every name to the registry. */
async function startProxy(): Promise<void> {
  tunnels = [];
  proxy = createServer((request, response) => {
    tunnels.push(request.url ?? '');
    response.writeHead(502).end();
  });
  proxy.on('connect', (request, client) => {
    tunnels.push(request.url ?? '');
    proxyAuthorization = request.headers['proxy-authorization'];
    const upstream = connect(Number(registry.host.split(':')[1]), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      client.pipe(upstream).pipe(client);
    });
    for (const socket of [client, upstream]) socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  proxyUrl = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
}

function read(target: string, variables: NodeJS.ProcessEnv, options: RegistryOptions = {}) {
  const env = { ...environment(), ...variables };
  return readImage(createImageSource(target, { env, ...recordWaits(), ...options }));
}

beforeEach(startProxy);
afterEach(async () => {
  proxy.closeAllConnections();
  proxy.close();
  await registry.close();
});

describe.skipIf(!hasOpenssl)(`a registry with TLS${title}`, () => {
  let identity: RegistryIdentity & { readonly certPath: string };
  let folder = '';
  beforeAll(() => {
    identity = selfSigned(name, temporaryFolder());
  });
  beforeEach(async () => {
    folder = temporaryFolder();
    writeFileSync(join(folder, 'ca.pem'), `A comment.\n${identity.cert}`);
    registry = await startMemoryRegistry(identity);
    fill(registry, sampleImage());
  });
  const viaProxy = (): NodeJS.ProcessEnv => ({ HTTPS_PROXY: proxyUrl });

  test('is trusted by --registry-ca, through a proxy', async () => {
    const { contents } = await read(`${name}/app:1`, viaProxy(), { registryCa: join(folder, 'ca.pem') });
    expect(contents.size).toBe(2);
    expect(new Set(tunnels)).toEqual(new Set([`${name}:443`]));
  });

  test('is not trusted without, which no attempt changes', async () => {
    const { waits, retry } = recordWaits();
    const error = await failureOf(read(`${name}/app:1`, viaProxy(), { retry }));
    expect(error).toMatchObject({ code: 'oci/registry-unavailable' });
    expect(error.message).toMatch(/self-signed certificate/);
    expect(waits).toEqual([]);
    expect(registry.requests).toEqual([]);
  });

  test('is not trusted under another name', async () => {
    const error = await failureOf(read('other.example.com/app:1', viaProxy(), { registryCa: join(folder, 'ca.pem') }));
    expect(error.message).toContain('other.example.com');
    expect(registry.requests).toEqual([]);
  });

  test.each([name, `${name}:5000`])('is trusted by certs.d/%s', async (host) => {
    const certificates = join(folder, 'containers/certs.d', host);
    mkdirSync(certificates, { recursive: true });
    writeFileSync(join(certificates, 'ca.crt'), identity.cert);
    const env = { ...viaProxy(), XDG_CONFIG_HOME: folder };
    expect((await read(`${host}/app:1`, env)).contents.size).toBe(2);
    const other = host === name ? `${name}:5000` : name;
    await expect(read(`${other}/app:1`, env)).rejects.toMatchObject({ code: 'oci/registry-unavailable' });
  });

  test('is trusted where it is said to be insecure', async () => {
    const options = { insecureRegistries: [`${name.toUpperCase()}:443`] };
    expect((await read(`${name}/app:1`, viaProxy(), options)).contents.size).toBe(2);
  });

  test('is trusted on this machine', async () => {
    const port = registry.host.split(':')[1];
    expect((await read(`127.0.0.1:${port}/app:1`, viaProxy())).contents.size).toBe(2);
    expect((await read(`localhost:${port}/app:1`, viaProxy())).contents.size).toBe(2);
    expect(tunnels).toEqual([]);
  });

  test.each([
    ['nothing', ''],
    ['no certificate', 'not a certificate'],
    ['a damaged one', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'],
  ])('has no authority in a file that holds %s', async (_title, content) => {
    const registryCa = join(folder, 'bad.pem');
    writeFileSync(registryCa, content);
    const error = await failureOf(read(`${name}/app:1`, viaProxy(), { registryCa }));
    expect(error).toMatchObject({ code: 'oci/registry-ca-unusable' });
    expect(error.message).toContain(registryCa);
  });

  test('is not led down to plain HTTP', async () => {
    registry.behaviour.redirectBlobsTo = `http://${name}`;
    const error = await failureOf(read(`${name}/app:1`, viaProxy(), { registryCa: join(folder, 'ca.pem') }));
    expect(error.message).toContain('not encrypted');
  });

  test('is given no credentials for a token server that is not encrypted', async () => {
    registry.behaviour.intercept = (_request, response) => {
      response.writeHead(401, { 'www-authenticate': 'Bearer realm="http://auth.example.com/token"' }).end();
      return true;
    };
    const env = { ...environment(dockerLogin(name, 'user', 'the password')), ...viaProxy() };
    const registryCa = join(folder, 'ca.pem');
    const error = await failureOf(readImage(createImageSource(`${name}/app:1`, { env, registryCa })));
    expect(error).toMatchObject({ code: 'oci/registry-refused' });
    expect(error.message).toContain('http://auth.example.com is not encrypted');
    expect(registry.requests).toHaveLength(1);
  });

  test('is the default one for a name without a registry', async () => {
    const image = sampleImage();
    fill(registry, image, 'library/sample');
    registry.behaviour.auth = { scheme: 'basic', user: 'user', password: 'the password' };
    const login = dockerLogin('https://index.docker.io/v1/', 'user', 'the password');
    const env = { ...environment(login), ...viaProxy() };
    const insecureRegistries = ['registry-1.docker.io'];
    const { identity } = await readImage(createImageSource('sample:1', { env, insecureRegistries }));
    expect(identity?.references).toEqual(['docker.io/library/sample:1']);
    expect(new Set(tunnels)).toEqual(new Set(['registry-1.docker.io:443']));
  });
});

describe('a proxy', () => {
  beforeEach(async () => {
    registry = await startMemoryRegistry();
    fill(registry, sampleImage());
  });

  test.each(['HTTPS_PROXY', 'HTTP_PROXY', 'https_proxy', 'http_proxy'])(
    'in %s is not asked for this machine',
    async (variable) => {
      expect((await read(`${registry.host}/app:1`, { [variable]: 'http://127.0.0.1:1' })).contents.size).toBe(2);
    },
  );

  test.each(['0.0.0.0', '*', 'a.example.com,0.0.0.0'])('is not asked where NO_PROXY is %j', async (NO_PROXY) => {
    // Leads to this machine as well, but is not known as one of its names.
    const host = registry.host.replace('127.0.0.1', '0.0.0.0');
    const variables = { HTTPS_PROXY: proxyUrl, HTTP_PROXY: proxyUrl };
    const options = { insecureRegistries: [host] };
    expect((await read(`${host}/app:1`, { ...variables, NO_PROXY }, options)).contents.size).toBe(2);
    expect(tunnels).toEqual([]);
    await failureOf(read(`${host}/app:1`, variables, options));
    expect(tunnels).not.toEqual([]);
  });

  test('is given its own password, which no error tells', async () => {
    const variables = { HTTPS_PROXY: proxyUrl.replace('http://', 'http://user:geheim@') };
    const error = await failureOf(read(`${name}/app:1`, variables));
    expect(error).toMatchObject({ code: 'oci/registry-unavailable' });
    expect(proxyAuthorization).toBe(`Basic ${btoa('user:geheim')}`);
    expect(everythingOf(error)).not.toContain('geheim');
  });

  test('that refuses is told', async () => {
    proxy.removeAllListeners('connect');
    let asked = 0;
    proxy.on('connect', (_request, client) => {
      asked += 1;
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    });
    const error = await failureOf(read(`${name}/app:1`, { HTTPS_PROXY: proxyUrl }));
    expect(error).toMatchObject({ code: 'oci/registry-unavailable' });
    expect(error.message).toContain('407');
    expect(asked).toBe(1);
  });

  test('that does not answer is told', async () => {
    proxy.removeAllListeners('connect');
    proxy.on('connect', () => undefined);
    const error = await failureOf(read(`${name}/app:1`, { HTTPS_PROXY: proxyUrl }, { stallTimeout: 50 }));
    expect(error).toMatchObject({ code: 'oci/registry-unavailable' });
    expect(error.message).toContain('timed out');
  });

  test('without an address is told, not its password', async () => {
    const error = await failureOf(read(`${name}/app:1`, { HTTPS_PROXY: 'http://us er:geheim@proxy:99999' }));
    expect(error).toMatchObject({ code: 'oci/registry-unavailable' });
    expect(everythingOf(error)).not.toContain('geheim');
  });
});
