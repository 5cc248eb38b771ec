import { buildImage, buildIndex, buildLayer, createImageSource, pushImage } from '@pratique/oci';
import { type MemoryRegistry, startMemoryRegistry } from '@pratique/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  dockerLogin,
  environment,
  everythingOf,
  failureOf,
  readImage,
  recordWaits,
  sampleImage,
  sampleNoise,
} from './support.ts';

let registry: MemoryRegistry;
let target = '';
beforeEach(async () => {
  registry = await startMemoryRegistry();
  target = `${registry.host}/team/app:1`;
});
afterEach(() => registry.close());

const options = (files: Readonly<Record<string, unknown>> = {}) => ({ env: environment(files), ...recordWaits() });
const count = (method: string): number => registry.requests.filter((request) => request.method === method).length;

describe('pushImage', () => {
  test('puts an image where it can be read again', async () => {
    const image = sampleImage();
    expect(await pushImage(target, image, options())).toBe(image.manifest.digest);
    const { identity, contents } = await readImage(createImageSource(target, options()));
    expect(identity?.manifestDigest).toBe(image.manifest.digest);
    expect(contents.get('opt/noise')?.equals(sampleNoise)).toBe(true);
  });

  test('does not send again what is there', async () => {
    await pushImage(target, sampleImage(), options());
    expect([count('POST'), count('PUT')]).toEqual([3, 4]);
    await pushImage(target, sampleImage(), options());
    expect([count('POST'), count('PUT')]).toEqual([3, 5]);
  });

  test('puts an index with its images', async () => {
    const images = ['amd64', 'arm64'].map((architecture) => sampleImage({ os: 'linux', architecture }));
    const index = buildIndex(images);
    expect(await pushImage(target, index, options())).toBe(index.index.digest);
    for (const { manifest, platform } of images) {
      const { identity } = await readImage(createImageSource(target, options()), platform);
      expect(identity).toMatchObject({ indexDigest: index.index.digest, manifestDigest: manifest.digest });
    }
  });

  test('puts an image under its digest', async () => {
    const image = sampleImage();
    const name = `${registry.host}/team/app@${image.manifest.digest}`;
    await pushImage(name, image, options());
    expect((await readImage(createImageSource(name, options()))).contents.size).toBe(2);
    const other = buildImage({ layers: [buildLayer([])] });
    await expect(pushImage(name, other, options())).rejects.toMatchObject({ code: 'oci/digest-mismatch' });
  });

  test.each(['basic', 'bearer'] as const)('logs in with %s credentials', async (scheme) => {
    registry.behaviour.auth = { scheme, user: 'pusher', password: 'the password' };
    await pushImage(target, sampleImage(), options(dockerLogin(registry.host, 'pusher', 'the password')));
    const scopes = registry.requests.filter(({ path }) => path === '/token').map(({ query }) => query.get('scope'));
    expect(scopes).toEqual(scheme === 'bearer' ? ['repository:team/app:pull,push'] : []);
    const error = await failureOf(
      pushImage(target, sampleImage(), options(dockerLogin(registry.host, 'pusher', 'wrong'))),
    );
    expect(error).toMatchObject({ code: 'oci/registry-refused' });
    expect(everythingOf(error)).not.toContain('wrong');
  });

  test('waits out what passes', async () => {
    registry.behaviour.fail = { status: 503, times: 2 };
    await pushImage(target, sampleImage(), options());
    expect(registry.blobs.size).toBe(3);
  });

  test('does not ask a mirror', async () => {
    const registryMirrors = { [registry.host]: '127.0.0.1:1' };
    await pushImage(target, sampleImage(), { ...options(), registryMirrors });
    expect(registry.blobs.size).toBe(3);
  });

  test.each([
    [undefined, 'oci/push-refused'],
    ['http://registry.example.com/upload', 'oci/registry-unavailable'],
    ['file:///tmp', 'oci/registry-unavailable'],
  ])('does not upload to %s', async (location, code) => {
    registry.behaviour.intercept = ({ method }, response) => {
      if (method !== 'POST') return false;
      response.writeHead(202, location === undefined ? {} : { location }).end();
      return true;
    };
    await expect(pushImage(target, sampleImage(), options())).rejects.toMatchObject({ code });
    expect(count('PUT')).toBe(0);
  });

  test('says what is refused, without the state of the upload', async () => {
    registry.behaviour.intercept = ({ method }, response) => {
      if (method !== 'PUT') return false;
      response.writeHead(400).end(JSON.stringify({ errors: [{ code: 'DIGEST_INVALID', message: 'no' }] }));
      return true;
    };
    const error = await failureOf(pushImage(target, sampleImage(), options()));
    expect(error.message).toContain('cannot push the blob');
    expect(error.message).toContain('400: DIGEST_INVALID, no');
    expect(everythingOf(error)).not.toContain('state=secret');
  });
});
