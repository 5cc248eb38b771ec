import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Package, Sbom } from '@pratique/model';
import { inventoryTarget } from '@pratique/scan';
import { describeWithTestData } from '@pratique/testkit';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectedImages, type ExpectedPackages, readDigests, targetOf, titleOf } from './images.ts';

const nameAndVersion = ({ name, version }: Package): string => `${name}@${version}`;

/** What a program is by its bytes, under the package manager's own record of it. */
const isProgramOfPackage = ({ type, evidence, ownedBy }: Package): boolean =>
  type === 'generic' && evidence === 'binary' && ownedBy !== undefined;

function packagesByType(packages: readonly Package[]): Record<string, string[]> {
  const types: Record<string, string[]> = {};
  for (const pkg of packages) (types[pkg.type] ??= []).push(nameAndVersion(pkg));
  return types;
}

describeWithTestData('images of the test data', (folder) => {
  test('the table names every image of the folder and of its README', () => {
    const archives = new Set(expectedImages.map(({ archive }) => archive));
    expect([...archives].sort()).toEqual(
      readdirSync(join(folder, 'images'))
        .filter((name) => name.endsWith('.tar'))
        .sort(),
    );
    expect(expectedImages.map(titleOf).sort()).toEqual(
      readDigests(folder)
        .map(({ title }) => title)
        .sort(),
    );
  });

  describe.each(expectedImages.map((image) => [titleOf(image), image] as const))('%s', (title, image) => {
    let sbom: Sbom;
    beforeAll(async () => {
      sbom = await inventoryTarget(targetOf(folder, image), { platform: image.platform });
    });

    test('digests and layers', () => {
      const named = readDigests(folder).find((line) => line.title === title);
      const { manifestDigest, configDigest } = sbom.subject.image ?? {};
      expect(configDigest).toBe(named?.config);
      // A Docker archive has no manifest of its own that could be named.
      expect(manifestDigest).toEqual(named?.manifest ?? expect.stringMatching(/^sha256:/));
      const layers = sbom.layers.map(({ digest, size }) => ({ digest: digest.slice(0, 'sha256:'.length + 12), size }));
      expect(layers).toEqual(named?.layers);
    });

    test('packages of every package manager', () => {
      const found = packagesByType(sbom.packages.filter((pkg) => !isProgramOfPackage(pkg)));
      // The project that a deps.json describes; it has no registry.
      if (image.archive === 'polyglot-app.oci.tar') {
        expect(found['generic']).toEqual(['dotnetapp@1.0.0']);
        delete found['generic'];
      }
      expect(Object.keys(found).sort()).toEqual(Object.keys(image.packages).sort());
      for (const [type, expected] of Object.entries<ExpectedPackages>(image.packages)) {
        const names = found[type] ?? [];
        if (typeof expected === 'number') expect([type, names.length]).toEqual([type, expected]);
        else expect(names.sort()).toEqual([...expected].sort());
      }
    });

    test('names, versions, distribution, nothing unread', () => {
      const names = sbom.packages.map(({ name }) => name);
      const known = new Set([...names, ...sbom.packages.map(nameAndVersion)]);
      expect(image.contains?.filter((name) => !known.has(name)) ?? []).toEqual([]);
      expect(image.lacks?.filter((name) => names.includes(name)) ?? []).toEqual([]);
      const { distribution } = sbom;
      expect(distribution && `${distribution.id} ${distribution.versionId}`).toBe(image.distribution);
      expect(sbom.unknowns).toEqual([]);
      expect(new Set(sbom.packages.map(({ purl }) => purl)).size).toBe(sbom.packages.length);
    });
  });
});

describeWithTestData('what the README says beyond counts', (folder) => {
  const image = (path: string): string => join(folder, 'images', path);
  const packages = async (target: string): Promise<readonly Package[]> => (await inventoryTarget(target)).packages;

  test('the one package of the Berkeley DB comes from util-linux', async () => {
    const [libuuid] = await packages(`oci-archive:${image('rpm-bdb-rhel8.oci.tar')}`);
    expect(libuuid).toMatchObject({ architecture: 'x86_64', source: { name: 'util-linux' } });
  });

  test('multi-arch: the index digest, and the architecture of the packages', async () => {
    const target = `oci-archive:${image('alpine-3.20-multiarch.oci.tar')}`;
    for (const [architecture, apk] of [
      ['amd64', 'x86_64'],
      ['arm64', 'aarch64'],
    ] as const) {
      const sbom = await inventoryTarget(target, { platform: { os: 'linux', architecture } });
      expect(sbom.subject.image?.indexDigest).toMatch(/^sha256:[0-9a-f]{64}$/);
      expect(sbom.subject.image?.platform).toMatchObject({ os: 'linux', architecture });
      const architectures = sbom.packages.filter(({ type }) => type === 'apk').map((pkg) => pkg.architecture);
      expect(new Set(architectures)).toEqual(new Set([apk]));
    }
  });

  test('jars two levels deep say where they stand', async () => {
    const found = await packages(`oci-archive:${image('java-app.oci.tar')}`);
    const paths = (name: string): string[] =>
      found.filter((pkg) => pkg.name === name).flatMap(({ locations }) => locations.map(({ path }) => path));
    expect(paths('org.springframework:spring-web')).toEqual([
      'opt/jetty/webapps/portal.ear!/portal.war!/WEB-INF/lib/spring-web-4.3.30.RELEASE.jar',
    ]);
    expect(paths('org.yaml:snakeyaml')).toEqual([
      'app/orders.jar!/BOOT-INF/lib/snakeyaml-1.18.jar',
      'app/worker-all.jar',
    ]);
  });

  test('Go: the main module and its 32 dependencies', async () => {
    const found = await packages(`oci-archive:${image('distroless-go.oci.tar')}:lefthook-1.6.1`);
    const modules = found.filter(({ type, name }) => type === 'golang' && name !== 'stdlib');
    const main = modules.find(({ name }) => name === 'github.com/evilmartians/lefthook');
    expect(modules).toHaveLength(33);
    expect(main?.dependsOn?.filter((purl) => !purl.includes('/stdlib@'))).toHaveLength(32);
  });
});
