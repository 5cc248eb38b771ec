import { join } from 'node:path';
import type { Package, Sbom } from '@pratique/model';
import { inventoryTarget } from '@pratique/scan';
import { describeWithTestData } from '@pratique/testkit';
import { beforeAll, describe, expect, test } from 'vitest';

/** Beginnings of layer digests, as the README gives them. */
const alpineBase = /^sha256:1d90362d504b/;
const debianBase = /^sha256:510d64a05be8/;
const aptInstall = /^sha256:a65683d0f7c7/;
const copied = /^sha256:e32e17cb569e/;

/** How many packages of each type came from the base, from each layer. */
function origins({ packages }: Sbom, types: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { type, fromBase, layer } of packages.filter((pkg) => types.includes(pkg.type))) {
    const key = `${type} ${fromBase} ${layer?.slice(7, 19)}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

function find({ packages }: Sbom, name: string, version?: string): Package {
  const found = packages.filter((pkg) => pkg.name === name && (version === undefined || pkg.version === version));
  expect(found).toHaveLength(1);
  return found[0] as Package;
}

describeWithTestData('base images', (folder) => {
  const image = (name: string): string => `oci-archive:${join(folder, 'images', name)}`;

  test.each<[string, string, Record<string, number>]>([
    ['node-app', 'node-app.oci.tar', { 'apk yes 1d90362d504b': 15, 'npm no e578f98b952b': 84 }],
    [
      'java-app',
      'java-app.oci.tar',
      { 'apk yes 1d90362d504b': 15, 'maven no d11b304ada0f': 9, 'maven no 5cbc0d2f0072': 21 },
    ],
  ])('%s with --base', async (_title, archive, expected) => {
    const sbom = await inventoryTarget(image(archive), { base: image('alpine-3.18.oci.tar') });
    expect(sbom.base).toMatchObject({ how: 'given', layers: 1 });
    expect(sbom.layers.map(({ fromBase }) => fromBase)).toEqual(['yes', ...sbom.layers.slice(1).map(() => 'no')]);
    expect(sbom.layers[0]?.digest).toMatch(alpineBase);
    expect(origins(sbom, ['apk', 'npm', 'maven'])).toEqual(expected);
  });

  test('a label whose image is nowhere to be had: unknown, and said so', async () => {
    const sbom = await inventoryTarget(image('node-app.oci.tar'));
    expect(sbom.base).toMatchObject({
      name: 'docker.io/library/alpine:3.18.9',
      digest: 'sha256:9755e22793c5c360ca86a810489d463bd3f07881b2dbd767ef17055f544d62c9',
      how: 'unresolved',
    });
    expect(new Set(sbom.packages.map(({ fromBase }) => fromBase))).toEqual(new Set(['unknown']));
  });

  test('an image that is not the base has no layer in common', async () => {
    const sbom = await inventoryTarget(image('node-app.oci.tar'), { base: image('alpine-3.12.oci.tar') });
    expect(new Set(sbom.packages.map(({ fromBase }) => fromBase))).not.toContain('yes');
  });

  test('a package that a layer changes keeps the layer that brought it', async () => {
    const target = `docker-archive:${join(folder, 'images', 'alpine-3.18-apkdel.docker.tar')}`;
    const sbom = await inventoryTarget(target, { base: image('alpine-3.18.oci.tar') });
    // The layers are packed otherwise, but hold the same tar: diffIDs decide.
    expect(sbom.layers.map(({ fromBase }) => fromBase)).toEqual(['yes', 'no']);
    // `apk del` rewrote the database in layer 2; its 12 packages are those of layer 1 still.
    expect(origins(sbom, ['apk'])).toEqual({ 'apk yes 24d58df9dfe4': 12 });
  });

  describe('reports-api, whose label names the other image of the archive', () => {
    let sbom: Sbom;
    beforeAll(async () => {
      sbom = await inventoryTarget(`${image('debian-12-family.oci.tar')}:reports-api-1.0`);
    });

    test('the base is found by its digest', () => {
      expect(sbom.base).toMatchObject({
        name: 'docker.io/library/debian:bookworm-slim',
        digest: 'sha256:85b1445d6992a5cc523a1258343572e5df44bdb380d43d08f377b2a97a4b9676',
        how: 'label',
        layers: 1,
      });
      expect(sbom.layers.map(({ fromBase }) => fromBase)).toEqual(['yes', 'no', 'no', 'no']);
    });

    test('which layer brought what', () => {
      // 88 of the base, 42 installed, one of them purged: the rewritten status file moves nobody to its own layer.
      expect(origins(sbom, ['deb', 'pypi'])).toEqual({
        'deb yes 510d64a05be8': 88,
        'deb no a65683d0f7c7': 41,
        'pypi no a65683d0f7c7': 14,
        'pypi no e32e17cb569e': 7,
      });
      expect(find(sbom, 'python3-requests')).toMatchObject({
        fromBase: 'no',
        layer: expect.stringMatching(aptInstall),
      });
      expect(find(sbom, 'base-files')).toMatchObject({ fromBase: 'yes', layer: expect.stringMatching(debianBase) });
    });

    test('Python in dist-packages is owned by dpkg, in /opt/legacy by nobody', () => {
      const python = sbom.packages.filter(({ type }) => type === 'pypi');
      for (const { ownedBy, locations, layer } of python) {
        const inDistPackages = locations.every(({ path }) => path.startsWith('usr/lib/python3/dist-packages/'));
        expect(inDistPackages || locations.every(({ path }) => path.startsWith('opt/legacy/'))).toBe(true);
        expect(ownedBy === undefined).toBe(!inDistPackages);
        expect(layer).toMatch(inDistPackages ? aptInstall : copied);
      }
      const owner = (name: string, version: string): string | undefined => find(sbom, name, version).ownedBy;
      expect(owner('requests', '2.28.1')).toBe(find(sbom, 'python3-requests').purl);
      expect(owner('Werkzeug', '2.2.2')).toBe(find(sbom, 'python3-werkzeug').purl);
      expect(owner('PyYAML', '6.0')).toBe(find(sbom, 'python3-yaml').purl);
      expect(owner('requests', '2.25.1')).toBeUndefined();
    });
  });
});
