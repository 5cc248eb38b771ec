import type { ServerResponse } from 'node:http';
import { buildImage, buildIndex, buildLayer, createImageSource, type RegistryOptions } from '@pratique/oci';
import { type MemoryRegistry, startMemoryRegistry } from '@pratique/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { environment, failureOf, fill, noise, readImage, recordWaits, sampleImage, sampleNoise } from './support.ts';

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

const fetches = (part: string): number => registry.requests.filter(({ path }) => path.includes(part)).length;

describe('an image of a registry', () => {
  test('is read by tag, anonymously, with GET alone', async () => {
    const image = sampleImage();
    fill(registry, image);
    const { identity, contents } = await read();
    expect(identity).toEqual({
      references: [target],
      manifestDigest: image.manifest.digest,
      configDigest: image.config.digest,
      platform: { os: 'linux', architecture: 'amd64' },
    });
    expect(contents.get('opt/noise')?.equals(sampleNoise)).toBe(true);
    expect(contents.size).toBe(2);
    expect(new Set(registry.requests.map(({ method }) => method))).toEqual(new Set(['GET']));
    expect(registry.requests.some(({ authorized }) => authorized)).toBe(false);
    // Manifest, configuration, two layers: nothing is asked for twice.
    expect(registry.requests).toHaveLength(4);
  });

  test('is read by digest, which a tag beside it does not change', async () => {
    const image = sampleImage();
    fill(registry, image);
    for (const name of [`app@${image.manifest.digest}`, `app:other@${image.manifest.digest}`])
      expect((await read(`${registry.host}/${name}`)).identity?.manifestDigest).toBe(image.manifest.digest);
  });

  test('is the one of the platform', async () => {
    const images = ['amd64', 'arm64'].map((architecture) => sampleImage({ os: 'linux', architecture }));
    for (const image of images) fill(registry, image, 'app', undefined);
    const { index } = buildIndex(images);
    registry.addManifest('app', index.bytes, index.mediaType, '1');
    const source = createImageSource(target, { env: environment() });
    const { identity, contents } = await readImage(source, { os: 'linux', architecture: 'arm64' });
    expect(identity).toMatchObject({
      indexDigest: index.digest,
      manifestDigest: images[1]?.manifest.digest,
      configDigest: images[1]?.config.digest,
      platform: { os: 'linux', architecture: 'arm64' },
    });
    expect(contents.get('etc/os-release')?.toString()).toContain('arm64');
    const error = await failureOf(readImage(source, { os: 'linux', architecture: 's390x' }));
    expect(error).toMatchObject({ code: 'oci/platform-missing' });
    expect(error.message).toContain('linux/arm64');
  });

  test('is of Docker media types', async () => {
    fill(registry, buildImage({ layers: [buildLayer([{ path: 'a', content: 'b' }])], format: 'docker' }));
    expect((await read()).contents.get('a')?.toString()).toBe('b');
  });

  test.each(['text/plain', 'application/json; charset=utf-8', 'application/vnd.oci.image.index.v1+json', ''])(
    'is told by what the manifest says itself, not by the content type %j',
    async (manifestType) => {
      fill(registry, sampleImage());
      registry.behaviour.manifestType = manifestType;
      expect((await read()).contents.size).toBe(2);
    },
  );

  test('may have a manifest without a media type', async () => {
    const image = sampleImage();
    fill(registry, image);
    const { mediaType: _dropped, ...fields } = JSON.parse(image.manifest.bytes.toString()) as Record<string, unknown>;
    for (const type of ['application/vnd.oci.image.manifest.v1+json', 'text/plain']) {
      registry.addManifest('app', Buffer.from(JSON.stringify(fields)), type, 'bare');
      expect((await read(`${registry.host}/app:bare`)).contents.size).toBe(2);
    }
  });
});

describe('what is not the image', () => {
  test('is not there', async () => {
    const error = await failureOf(read());
    expect(error).toMatchObject({ code: 'oci/image-not-found' });
    expect(error.message).toContain('/v2/app/manifests/1');
    expect(error.message).toContain('MANIFEST_UNKNOWN');
  });

  test('is a blob that is not there', async () => {
    const image = sampleImage();
    fill(registry, image);
    registry.blobs.delete(image.layers[0]?.digest ?? '');
    await expect(read()).rejects.toMatchObject({ code: 'oci/blob-missing' });
  });

  test('is told without the control characters of a stranger', async () => {
    registry.behaviour.intercept = (_request, response) => {
      response
        .writeHead(403)
        .end(JSON.stringify({ errors: [{ code: 'DENIED', message: '\u001B[2J\u202Eno\n\nway' }] }));
      return true;
    };
    const error = await failureOf(read());
    expect(error).toMatchObject({ code: 'oci/registry-refused' });
    expect(error.message).toMatch(/answered 403: DENIED, \uFFFD\[2J\uFFFDno way$/);
  });

  const body = (type: string, text: string) => (_request: unknown, response: ServerResponse) => {
    response.writeHead(200, { 'content-type': type }).end(text);
    return true;
  };
  test.each([
    ['a web page', body('text/html', '\n<!DOCTYPE html><title>Log in</title>'), 'oci/document-invalid', 'web page'],
    ['nothing', body('application/json', ''), 'oci/document-invalid', 'not JSON'],
    ['half a document', body('application/json', '{"schemaVersion":2,'), 'oci/document-invalid', 'not JSON'],
    ['no object', body('application/json', 'null'), 'oci/document-invalid', 'no JSON object'],
    [
      'index and manifest at once',
      body('application/json', '{"schemaVersion":2,"manifests":[],"config":{},"layers":[]}'),
      'oci/document-invalid',
      'both an index and a manifest',
    ],
    [
      'a manifest of schema 1',
      body('application/vnd.docker.distribution.manifest.v1+prettyjws', '{"schemaVersion":1,"fsLayers":[]}'),
      'oci/media-type-unsupported',
      'schema 1',
    ],
    ['endless', body('application/json', ' '.repeat(9_000_000)), 'oci/limit-exceeded', 'larger than'],
  ])('is %s', async (_title, intercept, code, reason) => {
    registry.behaviour.intercept = intercept;
    const error = await failureOf(read());
    expect(error).toMatchObject({ code });
    expect(error.message).toContain(reason);
    expect(registry.requests).toHaveLength(1);
  });

  test('is another manifest than the digest says', async () => {
    const { manifest } = sampleImage();
    const wanted = `sha256:${'0'.repeat(64)}`;
    registry.behaviour.intercept = (_request, response) => {
      response.writeHead(200, { 'content-type': manifest.mediaType }).end(manifest.bytes);
      return true;
    };
    const error = await failureOf(read(`${registry.host}/app@${wanted}`));
    expect(error).toMatchObject({ code: 'oci/digest-mismatch' });
    expect(error.message).toContain(wanted);
    expect(error.message).toContain(manifest.digest);
  });

  test('is another manifest than the registry itself says', async () => {
    const { manifest } = sampleImage();
    registry.behaviour.intercept = (_request, response) => {
      response.setHeader('docker-content-digest', `sha256:${'0'.repeat(64)}`);
      response.writeHead(200, { 'content-type': manifest.mediaType }).end(manifest.bytes);
      return true;
    };
    await expect(read()).rejects.toMatchObject({ code: 'oci/digest-mismatch' });
  });

  test.each([
    ['other bytes', (bytes: Buffer) => noise(bytes.length, 7), 'oci/digest-mismatch'],
    ['fewer bytes', (bytes: Buffer) => bytes.subarray(1), 'oci/size-mismatch'],
    ['more bytes', (bytes: Buffer) => Buffer.concat([bytes, bytes]), 'oci/size-mismatch'],
  ])('is a layer of %s', async (_title, change, code) => {
    const image = sampleImage();
    fill(registry, image);
    const { digest, bytes } = image.layers[0] ?? image.config;
    registry.blobs.set(digest, change(bytes));
    const error = await failureOf(read());
    expect(error).toMatchObject({ code });
    expect(error.message).toContain(digest);
    expect(fetches(digest)).toBe(1);
  });
});
