import { createImageSource, type RegistryOptions } from '@pratique/oci';
import { type MemoryRegistry, startMemoryRegistry } from '@pratique/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { environment, failureOf, fill, readImage, recordWaits, sampleImage, sampleNoise } from './support.ts';

let registry: MemoryRegistry;
let target = '';
beforeEach(async () => {
  registry = await startMemoryRegistry();
  target = `${registry.host}/app:1`;
});
afterEach(() => registry.close());

function read(name = target, options: RegistryOptions = {}) {
  return readImage(createImageSource(name, { env: environment(), ...recordWaits(), ...options }));
}

describe('a redirect', () => {
  let storage: MemoryRegistry;
  beforeEach(async () => {
    storage = await startMemoryRegistry();
  });
  afterEach(() => storage.close());

  test('to storage is followed, also when the blob is taken up again', async () => {
    fill(registry, sampleImage());
    for (const [digest, bytes] of registry.blobs) storage.blobs.set(digest, bytes);
    registry.behaviour.redirectBlobsTo = `http://${storage.host}`;
    storage.behaviour.cut = { after: 50_000, times: 1 };
    expect((await read()).contents.get('opt/noise')?.equals(sampleNoise)).toBe(true);
    expect(storage.requests.map(({ range }) => range).filter(Boolean)).toHaveLength(1);
  });

  test.each([
    ['http://storage.example.com', 'not encrypted'],
    ['ftp://storage.example.com', 'redirects to ftp:'],
    ['file:///etc', 'redirects to file:'],
    ['http://[', 'no address'],
  ])('to %s is not followed', async (redirectBlobsTo, reason) => {
    fill(registry, sampleImage());
    registry.behaviour.redirectBlobsTo = redirectBlobsTo;
    const error = await failureOf(read());
    expect(error).toMatchObject({ code: 'oci/registry-unavailable' });
    expect(error.message).toContain(reason);
  });

  test('in a circle ends', async () => {
    fill(registry, sampleImage());
    registry.behaviour.redirectBlobsTo = `http://${registry.host}`;
    await expect(read()).rejects.toThrow('redirects more than 5 times');
  });

  test('to a relative address is followed', async () => {
    const image = sampleImage();
    fill(registry, image, 'moved');
    registry.behaviour.intercept = (request, response) => {
      if (!request.url?.startsWith('/v2/app/')) return false;
      response.writeHead(302, { location: request.url.replace('/v2/app/', '/v2/moved/') }).end();
      return true;
    };
    expect((await read()).identity?.manifestDigest).toBe(image.manifest.digest);
  });
});

describe('a mirror', () => {
  let mirror: MemoryRegistry;
  beforeEach(async () => {
    mirror = await startMemoryRegistry();
  });
  afterEach(() => mirror.close());
  const through = (path = '') => ({ registryMirrors: { [registry.host]: `${mirror.host}${path}` } });

  test('is asked first, below its own path', async () => {
    fill(mirror, sampleImage(), 'cache/hub/app');
    expect((await read(target, through('/cache/hub'))).contents.size).toBe(2);
    expect(registry.requests).toEqual([]);
  });

  test('is asked for what has no registry in its name', async () => {
    fill(mirror, sampleImage(), 'library/sample');
    const options = { registryMirrors: { 'docker.io': `http://${mirror.host}/` } };
    expect((await read('sample:1', options)).identity?.references).toEqual(['docker.io/library/sample:1']);
  });

  test('has the registry behind it for what it lacks', async () => {
    const image = sampleImage();
    fill(registry, image);
    mirror.addManifest('app', image.manifest.bytes, image.manifest.mediaType, '1');
    expect((await read(target, through())).contents.size).toBe(2);
    expect(mirror.requests.map(({ path }) => path.split('/')[3])).toEqual(['manifests', 'blobs', 'blobs', 'blobs']);
  });

  test('that is away is not asked again', async () => {
    fill(registry, sampleImage());
    mirror.behaviour.fail = { status: 503, times: Infinity };
    expect((await read(target, through())).contents.size).toBe(2);
    expect(mirror.requests).toHaveLength(2);
  });

  test('does not answer for the registry where both refuse', async () => {
    mirror.behaviour.fail = { status: 403, times: Infinity };
    await expect(read(target, through())).rejects.toMatchObject({ code: 'oci/image-not-found' });
  });

  test.each(['mirror example', 'user@mirror.example.com', 'ftp://mirror.example.com', 'mirror:99999', '/path'])(
    '%j is none',
    async (text) => {
      const options = { registryMirrors: { [registry.host]: text } };
      await expect(read(target, options)).rejects.toMatchObject({ code: 'oci/registry-mirror-invalid' });
    },
  );
});
