import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildImage, buildIndex, buildLayer, createImageSource, pushImage } from '@pratique/oci';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  CuttingProxy,
  fingerprint,
  type RegistryProcess,
  startRegistryProcess,
  TokenServer,
} from './docker-registry.ts';
import { dockerLogin, isInstalled, noise, readImage, selfSigned } from './support.ts';

const missing = [
  isInstalled('docker-registry', '--version') ? '' : 'docker-registry',
  isInstalled('openssl', 'version') ? '' : 'openssl',
].filter(Boolean);
const note = missing.length > 0 ? ` (skipped: ${missing.join(' and ')} not installed)` : '';

const user = 'puller';
const password = 'correct horse';
/** What htpasswd -B writes for them. */
const htpasswd = 'puller:$2y$05$j8e.HDI4jn9GnsHit6Xbp.ELl4KIAEsKx0TEzXKFwit4apfp.UN0u\n';
const service = 'registry.test';

const content = noise(3_000_000);
function alpineImage(architecture: string) {
  return buildImage({
    platform: { os: 'linux', architecture },
    layers: [
      buildLayer([
        { path: 'etc/os-release', content: 'ID=alpine\nVERSION_ID=3.20.3\nPRETTY_NAME="Alpine Linux v3.20"\n' },
        { path: 'lib/apk/db/installed', content: 'P:musl\nV:1.2.5-r0\nA:x86_64\nL:MIT\no:musl\nt:1\n\n' },
      ]),
      buildLayer([{ path: 'opt/noise', content }]),
    ],
  });
}
const image = alpineImage('amd64');

const main = join(import.meta.dirname, '../../apps/pratique/src/main.ts');

interface Outcome {
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program as a user would. */
function pratique(args: readonly string[], home: string): Promise<Outcome> {
  const { PATH } = process.env;
  const env = { PATH, HOME: home, XDG_RUNTIME_DIR: join(home, 'run'), PRATIQUE_DATA: join(home, 'data') };
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], { env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
}

const schemes = ['basic', 'token'] as const;

describe.skipIf(missing.length > 0).each(schemes)(`a real registry with %s authentication${note}`, (scheme) => {
  let folder = '';
  let running: RegistryProcess | undefined;
  let host = '';
  let tokens: TokenServer | undefined;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pratique-docker-registry-'));
    if (scheme === 'basic') {
      writeFileSync(join(folder, 'htpasswd'), htpasswd);
      running = await startRegistryProcess(folder, { htpasswd: { realm: 'test', path: join(folder, 'htpasswd') } });
    } else {
      const { key, cert, certPath } = selfSigned('issuer.test', folder);
      tokens = new TokenServer({ key, cert, service, user, password });
      const token = { realm: await tokens.start(), service, issuer: 'test', rootcertbundle: certPath };
      running = await startRegistryProcess(folder, { token });
    }
    ({ host } = running);
    await pushImage(`${host}/team/app:1`, image, { env: loggedIn(host) });
  });
  afterAll(async () => {
    await running?.stop();
    tokens?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A home in which `docker login` was run. */
  function homeFor(host: string, secret = password): string {
    const home = mkdtempSync(join(folder, 'home-'));
    mkdirSync(join(home, '.docker'));
    const login = dockerLogin(host, user, secret)['.docker/config.json'];
    writeFileSync(join(home, '.docker/config.json'), JSON.stringify(login));
    return home;
  }
  const loggedIn = (host: string): NodeJS.ProcessEnv => ({ HOME: homeFor(host) });

  test('is scanned by reference', async () => {
    const { code, stdout, stderr } = await pratique(['scan', `${host}/team/app:1`, '--format', 'json'], homeFor(host));
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toContain('pkg:apk/alpine/musl@1.2.5-r0');
    expect(stdout).toContain(image.manifest.digest);
    if (tokens) expect(tokens.scopes).toContain('repository:team/app:pull');
  });

  test('is scanned although the connection is cut in mid-blob', async () => {
    const proxy = new CuttingProxy(host, 1_000_000);
    const cut = await proxy.start();
    try {
      const { code, stdout } = await pratique(['scan', `${cut}/team/app:1`, '--format', 'json'], homeFor(cut));
      expect(code).toBe(0);
      expect(stdout).toContain('pkg:apk/alpine/musl@1.2.5-r0');
      expect(proxy.cuts).toBe(1);
      expect(proxy.ranges).toEqual([expect.stringMatching(/^bytes=[1-9]\d+-$/)]);
    } finally {
      proxy.stop();
    }
  });

  test('is read byte by byte where the connection is cut', async () => {
    const proxy = new CuttingProxy(host, 2_000_000);
    const cut = await proxy.start();
    try {
      const { contents } = await readImage(createImageSource(`${cut}/team/app:1`, { env: loggedIn(cut) }));
      expect(fingerprint(contents.get('opt/noise'))).toBe(fingerprint(content));
      expect(proxy).toMatchObject({ cuts: 1, ranges: [expect.stringMatching(/^bytes=[1-9]\d+-$/)] });
    } finally {
      proxy.stop();
    }
  });

  test('has images for several platforms', async () => {
    const images = [image, alpineImage('arm64')];
    const index = buildIndex(images);
    const target = `${host}/team/app:all`;
    const env = loggedIn(host);
    await pushImage(target, index, { env });
    const { identity } = await readImage(createImageSource(target, { env }), { os: 'linux', architecture: 'arm64' });
    expect(identity).toMatchObject({
      indexDigest: index.index.digest,
      manifestDigest: images[1]?.manifest.digest,
      platform: { architecture: 'arm64' },
    });
  });

  test('refuses a wrong password, and says so without telling it', async () => {
    const wrong = 'a wrong password';
    const { code, stdout, stderr } = await pratique(['scan', `${host}/team/app:1`], homeFor(host, wrong));
    expect(code).toBe(4);
    expect(stdout).toBe('');
    expect(stderr).toContain('[oci/registry-refused]');
    expect(stderr).not.toContain(wrong);
    expect(stderr).not.toContain(btoa(`${user}:${wrong}`));
  });

  test('says what is not there', async () => {
    const { code, stderr } = await pratique(['scan', `${host}/team/app:2`], homeFor(host));
    expect(code).toBe(4);
    expect(stderr).toContain('MANIFEST_UNKNOWN');
    expect(stderr).toContain('[oci/image-not-found]');
  });
});
