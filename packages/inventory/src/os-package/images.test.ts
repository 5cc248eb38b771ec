import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { compileGlob } from '@pratique/foundation';
import { type Cataloger, type CatalogResult, formatPurl } from '@pratique/model';
import { catalogBytes, describeWithTestData } from '@pratique/testkit';
import { describe, expect, test } from 'vitest';
import { alpmCataloger } from '../alpm/cataloger.ts';
import { apkCataloger } from '../apk/cataloger.ts';
import { distributionCataloger } from '../distribution/cataloger.ts';
import { chooseDistribution } from '../distribution/choose.ts';
import { dpkgCataloger } from '../dpkg/cataloger.ts';
import { asArray, asObject, asText } from '../reading/json.ts';
import { rpmCataloger } from '../rpm/cataloger.ts';

type Files = Map<string, Buffer>;

/** The regular files of a plain ustar or GNU archive with short names: all that the test images have. */
function filesOfTar(tar: Buffer): Files {
  const files: Files = new Map();
  const field = (at: number, length: number): string => tar.toString('latin1', at, at + length).replace(/\0.*$/s, '');
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0;) {
    const size = Number.parseInt(field(at + 124, 12), 8) || 0;
    const prefix = field(at + 345, 155);
    const name = (prefix === '' ? '' : `${prefix}/`) + field(at, 100);
    const type = field(at + 156, 1);
    if (type === '0' || type === '') files.set(name.replace(/^\.\//, ''), tar.subarray(at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}

function decompressed(blob: Buffer): Buffer {
  if (blob[0] === 0x1f && blob[1] === 0x8b) return gunzipSync(blob);
  return blob.readUInt32LE(0) === 0xfd2fb528 ? zstdDecompressSync(blob) : blob;
}

/** The layers of one image of an OCI archive, by reference, for amd64; of a docker archive its only image. */
function layersOf(archive: Files, reference: string): Buffer[] {
  const json = (path: string) => asObject(JSON.parse((archive.get(path) ?? Buffer.from('{}')).toString()));
  const blob = (digest: unknown) => `blobs/${(asText(digest) ?? '').replace(':', '/')}`;
  if (!archive.has('index.json')) {
    const [image] = asArray(JSON.parse(archive.get('manifest.json')?.toString() ?? '[]'));
    return asArray(asObject(image)['Layers']).map((path) => archive.get(asText(path) ?? '') as Buffer);
  }
  const chosen = asArray(json('index.json')['manifests'])
    .map(asObject)
    .find((entry) => asObject(entry['annotations'])['org.opencontainers.image.ref.name'] === reference);
  let manifest = json(blob(chosen?.['digest']));
  const nested = asArray(manifest['manifests'])
    .map(asObject)
    .find((entry) => asObject(entry['platform'])['architecture'] === 'amd64');
  if (nested) manifest = json(blob(nested['digest']));
  return asArray(manifest['layers']).map((layer) => archive.get(blob(asObject(layer)['digest'])) as Buffer);
}

/** What the image shows: upper layers replace, whiteouts remove. */
function visibleFiles(layers: readonly Buffer[]): Files {
  const visible: Files = new Map();
  for (const layer of layers) {
    for (const [path, bytes] of filesOfTar(decompressed(layer))) {
      const whiteout = path.replace(/(^|\/)\.wh\.(?!\.wh\.)([^/]+)$/, '$1$2');
      if (whiteout === path) visible.set(path, bytes);
      else visible.delete(whiteout);
    }
  }
  return visible;
}

async function run(cataloger: Cataloger, files: Files): Promise<CatalogResult[]> {
  const patterns = cataloger.globs.map(compileGlob);
  const wanted = [...files].filter(([path]) => patterns.some((pattern) => pattern.test(path)));
  return Promise.all(wanted.map(([path, bytes]) => catalogBytes(cataloger, path, bytes)));
}

const catalogers = [dpkgCataloger, apkCataloger, rpmCataloger, alpmCataloger];

describeWithTestData('the images of the test data', (folder) => {
  describe.each<[string, string, string, number, string]>([
    ['alpine-3.7.oci.tar', '3.7.3', 'alpine 3.7.3', 13, 'pkg:apk/libressl2.6-libssl@2.6.5-r0?arch=x86_64'],
    ['alpine-3.8.oci.tar', '3.8.5', 'alpine 3.8.5', 13, 'pkg:apk/musl@1.1.19-r11?arch=x86_64'],
    ['alpine-3.12.oci.tar', '3.12.12', 'alpine 3.12.12', 14, 'pkg:apk/zlib@1.2.12-r0?arch=x86_64'],
    ['alpine-3.18.oci.tar', '3.18.9', 'alpine 3.18.9', 15, 'pkg:apk/libssl3@3.1.7-r0?arch=x86_64'],
    ['alpine-3.20-multiarch.oci.tar', '3.20.3', 'alpine 3.20.3', 14, 'pkg:apk/musl@1.2.5-r0?arch=x86_64'],
    ['alpine-3.20-zstd.oci.tar', 'zstd', 'alpine 3.20.3', 14, 'pkg:apk/musl@1.2.5-r0?arch=x86_64'],
    ['alpine-3.18-apkdel.docker.tar', '', 'alpine 3.18.9', 12, 'pkg:apk/libssl3@3.1.7-r0?arch=x86_64'],
    ['node-app.oci.tar', '1.4.2', 'alpine 3.18.9', 15, 'pkg:apk/libssl3@3.1.7-r0?arch=x86_64'],
    ['java-app.oci.tar', '2.3.0', 'alpine 3.18.9', 15, 'pkg:apk/libssl3@3.1.7-r0?arch=x86_64'],
    ['polyglot-app.oci.tar', '1.0', 'alpine 3.12.12', 14, 'pkg:apk/zlib@1.2.12-r0?arch=x86_64'],
    ['debian-12-family.oci.tar', 'bookworm-slim', 'debian 12', 88, 'pkg:deb/usr-is-merged@37~deb12u1?arch=all'],
    ['debian-12-family.oci.tar', 'reports-api-1.0', 'debian 12', 129, 'pkg:deb/python3-six@1.16.0-4?arch=all'],
    ['debian-11-trimmed.oci.tar', 'bullseye', 'debian 11', 96, 'pkg:deb/hostname@3.23?arch=amd64'],
    ['debian-10-metadata.oci.tar', '10.0', 'debian 10', 38, ''],
    ['ubuntu-18.04-metadata.oci.tar', '18.04', 'ubuntu 18.04', 357, 'pkg:deb/hostname@3.20?arch=amd64'],
    ['distroless-go.oci.tar', 'base', 'debian 12', 6, 'pkg:deb/netbase@6.4?arch=all'],
    [
      'rpm-sqlite-mariner2.oci.tar',
      '2.0',
      'mariner 2.0',
      129,
      'pkg:rpm/zlib@1.2.11-5.cm2?arch=x86_64&upstream=zlib-1.2.11-5.cm2.src.rpm',
    ],
    [
      'rpm-ndb-sle15.oci.tar',
      '15',
      'sles 15.3',
      35,
      'pkg:rpm/glibc@2.31-9.3.2?arch=x86_64&upstream=glibc-2.31-9.3.2.src.rpm',
    ],
    [
      'rpm-bdb-rhel8.oci.tar',
      '8.8',
      'rhel 8.8',
      1,
      'pkg:rpm/libuuid@2.32.1-42.el8_8?arch=x86_64&upstream=util-linux-2.32.1-42.el8_8.src.rpm',
    ],
    [
      'rpm-sqlite-almalinux9.oci.tar',
      '9.0',
      'almalinux 9.0',
      47,
      'pkg:rpm/vim-minimal@8.2.2637-16.el9_0.2?arch=x86_64&epoch=2&upstream=vim-8.2.2637-16.el9_0.2.src.rpm',
    ],
    ['scratch-go.oci.tar', 'esbuild-0.17.0', 'undefined undefined', 0, ''],
  ])('%s:%s', (archive, reference, distribution, count, purl) => {
    test(`is ${distribution} with ${count} packages`, async () => {
      const files = visibleFiles(layersOf(filesOfTar(readFileSync(join(folder, 'images', archive))), reference));
      const results = (await Promise.all(catalogers.map((cataloger) => run(cataloger, files)))).flat();
      const purls = results.flatMap((result) => (result.packages ?? []).map((found) => formatPurl(found.purl)));
      expect(new Set(purls).size).toBe(count);
      expect(purls).toHaveLength(count);
      if (purl !== '') expect(purls).toContain(purl);
      expect(results.flatMap((result) => result.unknowns ?? [])).toEqual([]);
      const candidates = (await run(distributionCataloger, files)).flatMap((result) => result.distributions ?? []);
      const chosen = chooseDistribution(candidates);
      expect(`${chosen?.id} ${chosen?.versionId}`).toBe(distribution);
    });
  });
});
