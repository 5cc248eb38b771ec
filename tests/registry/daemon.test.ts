import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import {
  type BuiltImage,
  createImageSource,
  type DockerArchiveStyle,
  ImageLayout,
  writeDockerArchive,
} from '@pratique/oci';
import { describeImageSource } from '@pratique/testkit';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { environment, failureOf, readImage, sampleImage, sampleNoise, temporaryFolder } from './support.ts';

type Serve = (request: IncomingMessage, response: ServerResponse) => void;

/** A container engine's API with one image. */
class Engine {
  readonly paths: string[] = [];
  serve: Serve = (_request, response) => void response.writeHead(500).end();
  readonly server: Server = createServer((request, response) => {
    this.paths.push(request.url ?? '');
    this.serve(request, response);
  });

  async listen(address: string | number): Promise<this> {
    if (typeof address === 'string') mkdirSync(dirname(address), { recursive: true });
    await new Promise<void>((resolve) => {
      if (typeof address === 'string') this.server.listen(address, resolve);
      else this.server.listen(address, '127.0.0.1', resolve);
    });
    return this;
  }

  connections(): Promise<number> {
    return new Promise((resolve) => this.server.getConnections((_error, count) => resolve(count)));
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

function archiveOf(image: BuiltImage, name: string, folder: string, style?: DockerArchiveStyle): Buffer {
  const path = join(folder, 'saved.tar');
  writeDockerArchive(new ImageLayout().addImage(image, name), path, style);
  return readFileSync(path);
}

const sends =
  (bytes: Buffer): Serve =>
  (_request, response) =>
    void response.writeHead(200, { 'content-type': 'application/x-tar' }).end(bytes);
const fails =
  (status: number, body: unknown): Serve =>
  (_request, response) =>
    void response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(typeof body === 'string' ? body : JSON.stringify(body));

let engine: Engine;
let env: NodeJS.ProcessEnv = {};
let temporary = '';
let archive: Buffer;
const image = sampleImage();

beforeEach(async () => {
  env = environment();
  const socket = join(env['HOME'] ?? '', 'engine.sock');
  env['DOCKER_HOST'] = `unix://${socket}`;
  engine = await new Engine().listen(socket);
  archive = archiveOf(image, 'app:1', temporaryFolder());
  temporary = temporaryFolder();
  vi.stubEnv('TMPDIR', temporary);
});
afterEach(() => {
  engine.close();
  vi.unstubAllEnvs();
});

const source = (name = 'app:1', options = {}) => createImageSource(`docker-daemon:${name}`, { env, ...options });
/** What is left behind in the folder of temporary files. */
const left = (): string[] => readdirSync(temporary);

describe('an image of a container engine', () => {
  test('is exported, read, and its file removed', async () => {
    engine.serve = sends(archive);
    const opened = await source().open();
    expect(left()).toHaveLength(1);
    expect(opened.identity?.configDigest).toBe(image.config.digest);
    await opened.close();
    expect(left()).toEqual([]);
    expect((await readImage(source())).contents.get('opt/noise')?.equals(sampleNoise)).toBe(true);
    expect(engine.paths).toEqual(['/images/app:1/get', '/images/app:1/get']);
    expect(left()).toEqual([]);
  });

  test.each([
    ['alpine', '/images/alpine/get'],
    ['localhost/team/app:1', '/images/localhost/team/app:1/get'],
    ['0123abcd', '/images/0123abcd/get'],
    [`sha256:${'a'.repeat(64)}`, `/images/sha256:${'a'.repeat(64)}/get`],
    ['[::1]:5000/app', '/images/%5B::1%5D:5000/app/get'],
  ])('named %s is asked for as %s', async (name, path) => {
    engine.serve = sends(archive);
    await (await source(name).open()).close();
    expect(engine.paths).toEqual([path]);
  });

  test.each([
    '',
    ' ',
    'a b',
    '../containers/x',
    'a/../../info',
    'a/./b',
    'a//b',
    'a?b',
    'a#b',
    'a%2fb',
    '-a',
    `a${'b'.repeat(600)}`,
  ])('cannot be called %j', async (name) => {
    const failure = await failureOf((async () => source(name).open())());
    expect(failure.code).toMatch(/^oci\/(reference|target)-invalid$/);
    expect(engine.paths).toEqual([]);
  });

  test('may come from Podman', async () => {
    engine.serve = (request, response) => {
      // As Podman answers: chunked, without a length.
      response.writeHead(200, { 'libpod-api-version': '5.4.0', 'content-type': 'application/x-tar' });
      for (let i = 0; i < archive.length; i += 50_000) response.write(archive.subarray(i, i + 50_000));
      response.end();
      void request;
    };
    expect((await readImage(source())).identity?.configDigest).toBe(image.config.digest);
  });

  test('may be one of the newer archives of Docker, which know the digest', async () => {
    engine.serve = sends(archiveOf(image, 'app:1', env['HOME'] ?? '', 'oci'));
    expect((await readImage(source())).identity?.manifestDigest).toBe(image.manifest.digest);
    expect(left()).toEqual([]);
  });
});

describe('an engine that does not give the image', () => {
  const html = '<html>Not found</html>';
  test.each([
    [404, { message: 'No such image: app:1' }, 'oci/image-not-found', 'answered 404: No such image: app:1'],
    [
      404,
      { cause: 'image not known', message: 'app:1: image not known', response: 404 },
      'oci/image-not-found',
      'image not known',
    ],
    [500, { message: 'out of\nspace\u001B[2J' }, 'oci/daemon-unavailable', 'answered 500: out of space\uFFFD[2J'],
    [403, html, 'oci/daemon-unavailable', 'answered 403'],
    [301, '', 'oci/daemon-unavailable', 'answered 301'],
    [500, { message: 'x'.repeat(1_000_000) }, 'oci/daemon-unavailable', 'answered 500'],
  ])('answers %i %j', async (status, body, code, reason) => {
    engine.serve = fails(status, body);
    const error = await failureOf(source().open());
    expect(error).toMatchObject({ code });
    expect(error.message).toContain(reason);
    expect(error.message.length).toBeLessThan(500);
    expect(left()).toEqual([]);
  });

  test('breaks off', async () => {
    engine.serve = (_request, response) => {
      response.writeHead(200);
      response.write(archive.subarray(0, 200_000), () => response.destroy());
    };
    await expect(source().open()).rejects.toMatchObject({ code: 'oci/daemon-unavailable' });
    expect(left()).toEqual([]);
  });

  test.each([
    ['half an archive', (bytes: Buffer) => bytes.subarray(0, 200_000)],
    ['a web page', () => Buffer.from('<html>')],
    ['nothing', () => Buffer.alloc(0)],
  ])('sends %s, which is told of the image and not of a file', async (_title, change) => {
    engine.serve = sends(change(archive));
    const error = await failureOf(readImage(source()));
    expect(error.code).toMatch(/^oci\//);
    expect(error.message).not.toContain(temporary);
    expect(error.message).toContain('docker-daemon:app:1');
    expect(left()).toEqual([]);
  });

  test('sends more than is bearable', async () => {
    engine.serve = sends(archive);
    const { defaultLimits } = await import('@pratique/foundation');
    const limits = { ...defaultLimits, layerBytes: 100_000 };
    await expect(source('app:1', { limits }).open()).rejects.toMatchObject({ code: 'oci/limit-exceeded' });
    expect(left()).toEqual([]);
  });

  test('says nothing for too long', async () => {
    engine.serve = () => undefined;
    await expect(source('app:1', { stallTimeout: 50 }).open()).rejects.toThrow('nothing arrived for 0.05 s');
    engine.serve = (_request, response) => void response.writeHead(200).write('half');
    await expect(source('app:1', { stallTimeout: 50 }).open()).rejects.toMatchObject({
      code: 'oci/daemon-unavailable',
    });
    expect(left()).toEqual([]);
  });

  test('is not waited for once the signal says so', async () => {
    const abort = new AbortController();
    engine.serve = (_request, response) => {
      response.writeHead(200);
      response.write(archive.subarray(0, 1000), () => abort.abort(new Error('enough')));
    };
    await expect(source().open({ signal: abort.signal })).rejects.toThrow('enough');
    expect(left()).toEqual([]);
    await vi.waitFor(async () => expect(await engine.connections()).toBe(0), 20_000);
  });
});

describe('the engine', () => {
  const opens = async (): Promise<string | undefined> => (await readImage(source())).identity?.configDigest;

  test('is where DOCKER_HOST or CONTAINER_HOST says, also over TCP', async () => {
    engine.serve = sends(archive);
    env['CONTAINER_HOST'] = env['DOCKER_HOST'];
    delete env['DOCKER_HOST'];
    expect(await opens()).toBe(image.config.digest);
    const remote = await new Engine().listen(0);
    remote.serve = sends(archive);
    env['DOCKER_HOST'] = `tcp://127.0.0.1:${(remote.server.address() as AddressInfo).port}`;
    expect(await opens()).toBe(image.config.digest);
    expect(remote.paths).toHaveLength(1);
    remote.close();
  });

  test('is where the Docker context says', async () => {
    engine.serve = sends(archive);
    const id = createHash('sha256').update('colima').digest('hex');
    const meta = { Name: 'colima', Endpoints: { docker: { Host: env['DOCKER_HOST'] } } };
    const files = {
      '.docker/config.json': { currentContext: 'colima' },
      [`.docker/contexts/meta/${id}/meta.json`]: meta,
    };
    env = environment(files);
    expect(await opens()).toBe(image.config.digest);
  });

  test('is any of those whose socket is there', async () => {
    env = environment();
    const runtime = env['XDG_RUNTIME_DIR'] ?? '';
    const docker = await new Engine().listen(join(runtime, 'docker.sock'));
    const podman = await new Engine().listen(join(runtime, 'podman/podman.sock'));
    docker.serve = fails(404, { message: 'No such image' });
    podman.serve = sends(archive);
    expect(await opens()).toBe(image.config.digest);
    podman.serve = fails(500, { message: 'broken' });
    await expect(opens()).rejects.toMatchObject({ code: 'oci/image-not-found' });
    docker.close();
    podman.close();
  });

  test('may not be there', async () => {
    const name = env['HOME'] ?? '';
    env = { ...environment(), DOCKER_HOST: `unix://${name}/missing.sock` };
    const error = await failureOf(opens());
    expect(error).toMatchObject({ code: 'oci/daemon-unavailable' });
    expect(error.message).toContain('missing.sock');
    writeFileSync(join(name, 'missing.sock'), 'no socket');
    await expect(opens()).rejects.toMatchObject({ code: 'oci/daemon-unavailable' });
  });

  test.each([
    'ssh://user:geheim@host',
    'npipe:////./pipe/docker_engine',
    'localhost:2375',
    'tcp://',
    '/var/run/docker.sock',
  ])('is not spoken to at %s', async (address) => {
    env['DOCKER_HOST'] = address;
    const error = await failureOf(opens());
    expect(error).toMatchObject({ code: 'oci/daemon-unavailable' });
    expect(error.message).toContain('DOCKER_HOST is neither');
    expect(error.message).not.toContain('geheim');
  });
});

for (const style of ['classic', 'oci'] as const) {
  let own: Engine | undefined;
  afterAll(() => own?.close());
  describeImageSource(`docker-daemon, ${style} archive`, {
    kind: 'image',
    create: async (sample) => {
      const socket = join(sample.folder, 'engine.sock');
      own = await new Engine().listen(socket);
      own.serve = sends(archiveOf(sample.image, 'sample:1', sample.folder, style));
      return createImageSource('docker-daemon:sample:1', { env: { DOCKER_HOST: `unix://${socket}` } });
    },
  });
}
