import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenImage, Platform } from '@pratique/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeDockerArchive, writeOciArchive, writeOciDirectory } from '../build/archive-writer.ts';
import { buildImage, buildIndex, builtDocument, descriptorOf } from '../build/image-builder.ts';
import { ImageLayout } from '../build/image-layout.ts';
import { buildLayer } from '../build/layer-builder.ts';
import { writeTar } from '../build/tar-writer.ts';
import { MediaType } from '../media-types.ts';
import { createImageSource } from '../sources.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pratique-archive-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
const fresh = (): string => join(folder, String(count++));

function write(bytes: Buffer): string {
  const path = fresh();
  writeFileSync(path, bytes);
  return path;
}

const base = buildLayer([{ path: 'etc/os-release', content: 'ID=sample\n' }], { createdBy: 'FROM base' });
const amd64 = buildImage({
  layers: [base, buildLayer([{ path: 'app', content: 'amd64' }], { createdBy: 'COPY app' })],
});
const arm64 = buildImage({
  layers: [buildLayer([{ path: 'app', content: 'arm64' }])],
  platform: { os: 'linux', architecture: 'arm64', variant: 'v8' },
});
const baseImage = buildImage({ layers: [base] });
const multi = buildIndex([amd64, arm64]);
const single = new ImageLayout().addImage(amd64, 'app:1');

async function open(text: string, platform?: Platform): Promise<OpenImage> {
  const image = await createImageSource(text).open(platform ? { platform } : {});
  await image.close();
  return image;
}

function ociArchive(layout: ImageLayout): string {
  const path = fresh();
  writeOciArchive(layout, path);
  return path;
}

describe('which image of an archive', () => {
  const two = new ImageLayout().addImage(amd64, 'registry.example/app:1').addImage(baseImage, 'alpine:3.20');

  test.each([
    ['registry.example/app:1', amd64],
    ['alpine:3.20', baseImage],
    ['docker.io/library/alpine:3.20', baseImage],
    ['library/alpine:3.20', baseImage],
    [`@${amd64.manifest.digest}`, amd64],
    [amd64.manifest.digest, amd64],
    [`@${baseImage.config.digest}`, baseImage],
    ['@1', baseImage],
  ])('REF %s, in every kind of archive', async (reference, image) => {
    const docker = fresh();
    writeDockerArchive(two, docker);
    const newDocker = fresh();
    writeDockerArchive(two, newDocker, 'oci');
    const directory = fresh();
    writeOciDirectory(two, directory);
    const targets = [`oci-archive:${ociArchive(two)}`, `oci-dir:${directory}`, `docker-archive:${newDocker}`];
    for (const target of targets) {
      const { identity } = await open(`${target}:${reference}`);
      expect(identity?.manifestDigest).toBe(image.manifest.digest);
      expect(identity?.configDigest).toBe(image.config.digest);
    }
    // A classic Docker archive has no manifest that could be asked for.
    if (reference === amd64.manifest.digest || reference.slice(1) === amd64.manifest.digest) return;
    expect((await open(`docker-archive:${docker}:${reference}`)).identity?.configDigest).toBe(image.config.digest);
  });

  test.each(['oci-archive', 'docker-archive'])(
    '%s: without REF, or with another, it lists what is there',
    async (kind) => {
      const path = fresh();
      if (kind === 'oci-archive') writeOciArchive(two, path);
      else writeDockerArchive(two, path);
      const missing = await open(`${kind}:${path}`).catch((error: unknown) => error);
      expect(missing).toMatchObject({ code: 'oci/reference-ambiguous', kind: 'user' });
      const unknown = await open(`${kind}:${path}:other:2`).catch((error: unknown) => error);
      expect(unknown).toMatchObject({ code: 'oci/reference-unknown', kind: 'user' });
      const absent = await open(`${kind}:${path}:@sha256:${'0'.repeat(64)}`).catch((error: unknown) => error);
      expect(absent).toMatchObject({ code: 'oci/reference-unknown' });
      for (const error of [missing, unknown, absent]) {
        expect(String(error)).toContain('registry.example/app:1');
        expect(String(error)).toContain('alpine:3.20');
      }
    },
  );

  test('one image under several names is one image', async () => {
    const layout = new ImageLayout().addImage(amd64, 'app:1').addImage(amd64, 'app:latest');
    const { identity } = await open(`oci-archive:${ociArchive(layout)}`);
    expect(identity?.references).toEqual(['app:1', 'app:latest']);
  });

  test("containerd's name counts beside the tag", async () => {
    const index = JSON.parse(single.indexJson().toString()) as { manifests: { annotations: Record<string, string> }[] };
    const [manifest] = index.manifests;
    if (manifest)
      manifest.annotations = {
        'io.containerd.image.name': 'docker.io/library/app:1',
        'org.opencontainers.image.ref.name': '1',
      };
    const files = new Map([...single.files(), ['index.json', Buffer.from(JSON.stringify(index))]]);
    const path = write(writeTar([...files].map(([name, content]) => ({ path: name, content }))));
    for (const reference of ['app:1', '1', 'docker.io/library/app:1'])
      expect((await open(`oci-archive:${path}:${reference}`)).identity?.manifestDigest).toBe(amd64.manifest.digest);
  });

  test('the layers of another image of the archive are told by its digests', async () => {
    const docker = fresh();
    writeDockerArchive(two, docker);
    const oci = ociArchive(two);
    const diffIds = [base.diffId];
    const image = await createImageSource(`oci-archive:${oci}:registry.example/app:1`).open();
    expect(await image.baseLayers(baseImage.manifest.digest)).toEqual(diffIds);
    expect(await image.baseLayers(baseImage.config.digest)).toEqual(diffIds);
    await image.close();
    const saved = await createImageSource(`docker-archive:${docker}:registry.example/app:1`).open();
    expect(await saved.baseLayers(baseImage.config.digest)).toEqual(diffIds);
    await saved.close();
  });
});

describe('which platform of an image', () => {
  const nested = ociArchive.bind(undefined, new ImageLayout().addIndex(multi, 'app:1'));
  /** As Podman writes several platforms: side by side in index.json. */
  const flat = (): string => ociArchive(new ImageLayout().addImage(amd64, 'app:1').addImage(arm64, 'app:1'));

  test.each<[string, () => string, boolean]>([
    ['a nested index', nested, true],
    ['manifests side by side', flat, false],
  ])('%s', async (_title, make, hasIndex) => {
    const path = make();
    const chosen = await open(`oci-archive:${path}`, { os: 'linux', architecture: 'arm64' });
    expect(chosen.identity).toMatchObject({
      manifestDigest: arm64.manifest.digest,
      platform: { os: 'linux', architecture: 'arm64', variant: 'v8' },
    });
    expect(chosen.identity?.indexDigest).toBe(hasIndex ? multi.index.digest : undefined);
    const missing = await open(`oci-archive:${path}`, { os: 'linux', architecture: 's390x' }).catch((e: unknown) => e);
    expect(missing).toMatchObject({ code: 'oci/platform-missing' });
    expect(String(missing)).toContain('linux/amd64, linux/arm64/v8');
  });

  test('by the digest of its manifest, whatever the machine', async () => {
    const path = nested();
    for (const image of [amd64, arm64]) {
      const { identity } = await open(`oci-archive:${path}:@${image.manifest.digest}`);
      expect(identity).toMatchObject({ manifestDigest: image.manifest.digest, indexDigest: multi.index.digest });
    }
    expect((await open(`oci-archive:${path}:@${multi.index.digest}`)).identity?.indexDigest).toBe(multi.index.digest);
  });

  test('a single image is taken whatever its platform, unless one was asked for', async () => {
    const odd = buildImage({ layers: [base], platform: { os: 'linux', architecture: 's390x' } });
    const path = ociArchive(new ImageLayout().addIndex(buildIndex([odd]), 'app:1'));
    expect((await open(`oci-archive:${path}`)).identity?.platform.architecture).toBe('s390x');
    const wanted = open(`oci-archive:${path}`, { os: 'linux', architecture: 'amd64' });
    await expect(wanted).rejects.toMatchObject({ code: 'oci/platform-missing' });
  });

  test('attestations beside the images are passed over', async () => {
    const attestation = builtDocument(MediaType.ociManifest, { schemaVersion: 2 });
    const index = builtDocument(MediaType.ociIndex, {
      schemaVersion: 2,
      mediaType: MediaType.ociIndex,
      manifests: [
        { ...descriptorOf(attestation), platform: { os: 'unknown', architecture: 'unknown' } },
        { ...descriptorOf(arm64.manifest), platform: arm64.platform },
        { ...descriptorOf(attestation), annotations: { 'vnd.docker.reference.type': 'attestation-manifest' } },
      ],
    });
    const layout = new ImageLayout().addIndex({ index, images: [arm64] }, 'app:1');
    expect((await open(`oci-archive:${ociArchive(layout)}`)).identity?.manifestDigest).toBe(arm64.manifest.digest);
  });

  test("Docker's manifest lists and media types", async () => {
    const docker = buildImage({ layers: [base], format: 'docker' });
    const layout = new ImageLayout().addIndex(buildIndex([docker, arm64], undefined, 'docker'), 'app:1');
    const { identity } = await open(`oci-archive:${ociArchive(layout)}`, { os: 'linux', architecture: 'amd64' });
    expect(identity?.manifestDigest).toBe(docker.manifest.digest);
  });
});
