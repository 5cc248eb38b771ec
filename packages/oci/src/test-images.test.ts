import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePlatform } from './platform.ts';
import { describeWithTestData } from '@pratique/testkit';
import type { FileEntry, LayerRead, OpenImage } from '@pratique/model';
import { expect, test } from 'vitest';
import { createImageSource } from './sources.ts';

interface Truth {
  readonly archive: string;
  /** Reference, with the architecture where there are several: `3.20.3 arm64`. */
  readonly name: string;
  readonly manifest: string | undefined;
  readonly config: string;
  readonly layers: number;
}

/** The images of the README: `- NAME: manifest DIGEST, config DIGEST; N layers: …`. */
function readTruth(folder: string): readonly Truth[] {
  const truths: Truth[] = [];
  let archive = '';
  for (const line of readFileSync(join(folder, 'README.md'), 'utf8').split('\n')) {
    archive = /^## (\S+\.tar)/.exec(line)?.[1] ?? archive;
    const [, name, manifest, config, layers] =
      /^- (.+?): (?:manifest (sha256:\w+), )?config (sha256:\w+); (\d+) layers?:/.exec(line) ?? [];
    if (name !== undefined && config !== undefined)
      truths.push({ archive, name, manifest, config, layers: Number(layers) });
  }
  return truths;
}

function targetOf(folder: string, { archive, name }: Truth): string {
  const kind = archive.endsWith('.docker.tar') ? 'docker-archive' : 'oci-archive';
  return `${kind}:${join(folder, archive)}:${name.split(' ')[0]}`;
}

async function readAll(image: OpenImage): Promise<{ entries: readonly FileEntry[]; reads: readonly LayerRead[] }> {
  const entries: FileEntry[] = [];
  const reads: LayerRead[] = [];
  for (const layer of image.layers) reads.push(await layer.read({ entry: (entry) => void entries.push(entry) }));
  return { entries, reads };
}

describeWithTestData('the test images', (data) => {
  const folder = join(data, 'images');
  const truths = data === '/nonexistent' ? [] : readTruth(folder);

  test('are all in the README, and more than one of them', () => {
    const archives = readdirSync(folder).filter((name) => name.endsWith('.tar'));
    expect(new Set(truths.map(({ archive }) => archive))).toEqual(new Set(archives));
    expect(truths.length).toBeGreaterThan(archives.length);
  });

  test.each(truths)('$archive $name: digests as stated, every layer verifies', async (truth) => {
    const architecture = truth.name.split(' ')[1];
    const platform = architecture ? parsePlatform(`linux/${architecture}`) : undefined;
    const image = await createImageSource(targetOf(folder, truth)).open({ platform });
    const { identity, config, layers } = image;
    expect(identity?.configDigest).toBe(truth.config);
    if (truth.manifest) expect(identity?.manifestDigest).toBe(truth.manifest);
    expect(layers).toHaveLength(truth.layers);
    expect(config?.diffIds).toHaveLength(truth.layers);
    if (architecture) expect(identity?.platform.architecture).toBe(architecture);
    const { reads } = await readAll(image);
    await image.close();
    expect(reads.flatMap(({ unknowns }) => unknowns)).toEqual([]);
    expect(reads.every(({ entries }) => entries > 0)).toBe(true);
  });

  async function removedFrom(archive: string): Promise<readonly string[]> {
    const image = await createImageSource(join(folder, archive)).open();
    const { entries } = await readAll(image);
    await image.close();
    return entries
      .filter(({ type }) => type === 'whiteout' || type === 'opaque')
      .map(({ type, path }) => `${type} ${path}`);
  }

  test('the whiteouts of `apk del` are seen', async () => {
    const removed = await removedFrom('alpine-3.18-apkdel.docker.tar');
    const names = [
      'usr/bin/ldd',
      'usr/bin/iconv',
      'usr/bin/getconf',
      'usr/bin/scanelf',
      'usr/bin/getent',
      'sbin/ldconfig',
    ];
    expect(removed.toSorted()).toEqual(names.map((name) => `whiteout ${name}`).toSorted());
  });

  test('the whiteouts and the opaque directory of the Node application are seen', async () => {
    const removed = await removedFrom('node-app.oci.tar');
    expect(removed.toSorted()).toEqual([
      'opaque app/public',
      'whiteout app/node_modules/handlebars',
      'whiteout app/node_modules/marked',
    ]);
  });

  test('the base image is found in the same archive by the digest that the label states', async () => {
    const image = await createImageSource(`${join(folder, 'debian-12-family.oci.tar')}:reports-api-1.0`).open();
    const base = image.config?.labels['org.opencontainers.image.base.digest'];
    expect(base).toMatch(/^sha256:/);
    expect(await image.baseLayers(base as `sha256:${string}`)).toEqual(image.config?.diffIds.slice(0, 1));
    await image.close();
  });
});
