import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { defaultLimits, type Limits, PratiqueError } from '@pratique/foundation';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeOciArchive, writeOciDirectory } from '../build/archive-writer.ts';
import { type BuiltBlob, buildImage, builtDocument, descriptorOf } from '../build/image-builder.ts';
import { ImageLayout } from '../build/image-layout.ts';
import { buildLayer } from '../build/layer-builder.ts';
import { type TarEntry, writeTar } from '../build/tar-writer.ts';
import { encodedOf } from '../digest.ts';
import { MediaType } from '../media-types.ts';
import { type ArchiveTarget, archiveSource } from './archive-source.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pratique-hostile-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
const fresh = (): string => join(folder, String(count++));

const layer = buildLayer([{ path: 'etc/os-release', content: 'ID=sample\n' }]);
const image = buildImage({ layers: [layer] });
const layout = new ImageLayout().addImage(image, 'app:1');
const entriesOf = (from: ImageLayout): TarEntry[] => [...from.files()].map(([path, content]) => ({ path, content }));
const blobPath = ({ digest }: Pick<BuiltBlob, 'digest'>): string => `blobs/sha256/${encodedOf(digest)}`;

/** The valid archive with one file replaced, or left out where there is no content. */
function changed(path: string, content?: string | Buffer): Buffer {
  const entries = entriesOf(layout).filter((entry) => entry.path !== path);
  return writeTar(content === undefined ? entries : [...entries, { path, content }]);
}

/** An archive whose index.json names one document, with further blobs. */
function rooted(root: BuiltBlob, ...blobs: readonly BuiltBlob[]): Buffer {
  const index = builtDocument(MediaType.ociIndex, { schemaVersion: 2, manifests: [descriptorOf(root)] });
  const files = [root, ...blobs, layer, image.config].map((blob) => ({ path: blobPath(blob), content: blob.bytes }));
  return writeTar([...files, { path: 'index.json', content: index.bytes }]);
}

/** The valid manifest with other fields. */
function manifestWith(fields: Readonly<Record<string, unknown>>, mediaType: string = MediaType.ociManifest): Buffer {
  const manifest = JSON.parse(image.manifest.bytes.toString()) as object;
  return rooted(builtDocument(mediaType, { ...manifest, ...fields }));
}

/** The valid image with another configuration. */
function configWith(content: unknown): Buffer {
  const config = builtDocument(MediaType.ociConfig, content);
  const manifest = builtDocument(MediaType.ociManifest, {
    schemaVersion: 2,
    config: descriptorOf(config),
    layers: [descriptorOf(layer)],
  });
  return rooted(manifest, config);
}

function nestedIndexes(levels: number): Buffer {
  const blobs: BuiltBlob[] = [];
  let inner: BuiltBlob = image.manifest;
  for (let level = 0; level < levels; level++) {
    blobs.push(inner);
    inner = builtDocument(MediaType.ociIndex, { schemaVersion: 2, manifests: [descriptorOf(inner)] });
  }
  return rooted(inner, ...blobs);
}

const outer = writeTar(entriesOf(layout));
const config = JSON.parse(image.config.bytes.toString()) as Record<string, unknown>;

async function failureOf(target: Omit<ArchiveTarget, 'text'>, limits: Partial<Limits> = {}): Promise<PratiqueError> {
  const source = archiveSource({ ...target, text: target.path }, { ...defaultLimits, ...limits });
  const reading = async (): Promise<void> => {
    const opened = await source.open();
    try {
      for (const opens of opened.layers) await opens.read({ entry: () => undefined });
    } finally {
      await opened.close();
    }
  };
  const failure: unknown = await reading().then(
    () => 'nothing was refused',
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(PratiqueError);
  return failure as PratiqueError;
}

describe('archive files that cannot be read', () => {
  test.each<[string, Buffer, string, RegExp]>([
    ['an empty file', Buffer.alloc(0), 'oci/not-an-image-archive', /it is empty/],
    ['a web page', Buffer.from('<!doctype html><title>404</title>'.repeat(50)), 'oci/not-an-image-archive', /HTML/],
    ['a short web page', Buffer.from('<html>'), 'oci/not-an-image-archive', /HTML/],
    ['JSON', Buffer.from('{"schemaVersion":2}'), 'oci/not-an-image-archive', /JSON/],
    ['a zip archive', Buffer.from(`PK\x03\x04${'x'.repeat(1000)}`), 'oci/not-an-image-archive', /zip/],
    ['noise', Buffer.alloc(4096, 'noise'), 'oci/not-an-image-archive', /no tar archive/],
    ['bzip2', Buffer.from('BZh91AY&SY'.repeat(100)), 'oci/not-an-image-archive', /bzip2/],
    ['gzip of something else', gzipSync(Buffer.alloc(4096, 'x')), 'oci/not-an-image-archive', /gzip, but no tar/],
    ['a tar of something else', writeTar([{ path: 'a', content: 'b' }]), 'oci/not-an-image-archive', /no index\.json/],
    ['truncated within a blob', outer.subarray(0, 1300), 'oci/archive-unreadable', /truncated/],
    ['truncated gzip', gzipSync(outer).subarray(0, -200), 'oci/archive-unreadable', /unexpected end/],
    ['damaged behind its first members', Buffer.concat([outer.subarray(0, 1024), Buffer.alloc(1024, 'x')]), 'oci/archive-unreadable', /checksum/],
    ['index.json that stands twice', writeTar([...entriesOf(layout), { path: './index.json', content: '{}' }]), 'oci/archive-unreadable', /more than once/],
    ['index.json that is empty', changed('index.json', ''), 'oci/document-invalid', /it is empty/],
    ['index.json that is HTML', changed('index.json', '<html></html>'), 'oci/document-invalid', /HTML/],
    ['index.json that is an array', changed('index.json', '[]'), 'oci/document-invalid', /not an object/],
    ['index.json without manifests', changed('index.json', '{"schemaVersion":2}'), 'oci/document-invalid', /manifests is missing/],
    ['index.json that lists nothing', changed('index.json', '{"manifests":[]}'), 'oci/not-an-image-archive', /lists no image/],
    ['index.json of brackets', changed('index.json', '['.repeat(500_000)), 'oci/document-invalid', /not JSON/],
    ['a digest that is a path', changed('index.json', JSON.stringify({ manifests: [{ ...descriptorOf(image.manifest), digest: 'sha256:../../../etc/passwd' }] })), 'oci/document-invalid', /manifests\[0\]\.digest is no sha256/],
    ['a size that is no number', changed('index.json', JSON.stringify({ manifests: [{ ...descriptorOf(image.manifest), size: '9' }] })), 'oci/document-invalid', /manifests\[0\]\.size is no size/],
    ['a manifest that is missing', changed(blobPath(image.manifest)), 'oci/blob-missing', /blobs\/sha256/],
    ['a configuration that is missing', changed(blobPath(image.config)), 'oci/blob-missing', /blobs\/sha256/],
    ['a layer that is missing', changed(blobPath(layer)), 'oci/blob-missing', /blobs\/sha256/],
    ['a manifest with other bytes', changed(blobPath(image.manifest), Buffer.alloc(image.manifest.bytes.length, ' ')), 'oci/digest-mismatch', /the manifest/],
    ['a configuration with other bytes', changed(blobPath(image.config), Buffer.alloc(image.config.bytes.length, ' ')), 'oci/digest-mismatch', /the image configuration/],
    ['a layer of another size', changed(blobPath(layer), 'x'), 'oci/size-mismatch', /but it has 1/],
    ['a manifest that is longer', changed(blobPath(image.manifest), `${image.manifest.bytes.toString()} `), 'oci/size-mismatch', /the manifest/],
    ['indexes nested without end', nestedIndexes(12), 'oci/limit-exceeded', /nested deeper/],
    ['a manifest of 100,000 layers', manifestWith({ layers: Array.from({ length: 100_000 }, () => ({})) }), 'oci/limit-exceeded', /100000 items, more than 1024/],
    ['a manifest without a configuration', manifestWith({ config: undefined }), 'oci/document-invalid', /config is missing/],
    ['a manifest whose layers are no list', manifestWith({ layers: {} }), 'oci/document-invalid', /layers is no list/],
    ['a manifest of schema 1', manifestWith({ mediaType: 'application/vnd.docker.distribution.manifest.v1+prettyjws' }), 'oci/media-type-unsupported', /schema 1/],
    ['another media type', rooted({ ...image.manifest, mediaType: 'text/html' }), 'oci/media-type-unsupported', /"text\/html"/],
    ['a layer that is no tar', manifestWith({ layers: [{ ...descriptorOf(layer), mediaType: 'application/x-squashfs' }] }), 'oci/media-type-unsupported', /x-squashfs/],
    ['an encrypted layer', manifestWith({ layers: [{ ...descriptorOf(layer), mediaType: `${MediaType.ociLayerGzip}+encrypted` }] }), 'oci/media-type-unsupported', /encrypted/],
    ['a Helm chart', manifestWith({ config: { ...descriptorOf(image.config), mediaType: 'application/vnd.cncf.helm.config.v1+json' } }), 'oci/not-an-image', /helm/],
    ['a WebAssembly module', manifestWith({ artifactType: 'application/vnd.wasm.component.v1', config: { ...descriptorOf(image.config), mediaType: 'application/vnd.oci.empty.v1+json' } }), 'oci/not-an-image', /wasm/],
    ['an attestation', manifestWith({ layers: [{ ...descriptorOf(layer), mediaType: 'application/vnd.in-toto+json' }] }), 'oci/not-an-image', /attestation/],
    ['a configuration without diffIDs', configWith({ ...config, rootfs: undefined }), 'oci/document-invalid', /0 diffIDs for 1 layers/],
    ['a diffID that is none', configWith({ ...config, rootfs: { diff_ids: ['latest'] } }), 'oci/document-invalid', /rootfs\.diff_ids\[0\]/],
    ['another diffID', configWith({ ...config, rootfs: { diff_ids: [layer.digest] } }), 'oci/digest-mismatch', /diffID should be/],
    ['labels of another type', configWith({ ...config, config: { Labels: { a: 1 } } }), 'oci/document-invalid', /config\.Labels\.a is no text/],
    ['environment of another type', configWith({ ...config, config: { Env: 'A=b' } }), 'oci/document-invalid', /config\.Env is no list/],
  ])('%s', async (_title, bytes, code, message) => {
    const path = fresh();
    writeFileSync(path, bytes);
    const failure = await failureOf({ kind: 'oci-archive', path });
    expect(failure.code).toBe(code);
    expect(failure.message).toMatch(message);
    expect(failure.message.length).toBeLessThan(600);
  }); // prettier-ignore

  test('a document larger than the bound', async () => {
    const path = fresh();
    writeOciArchive(layout, path);
    const failure = await failureOf({ kind: 'oci-archive', path }, { manifestBytes: 100 });
    expect(failure.code).toBe('oci/limit-exceeded');
  });

  test('a bomb around the archive', async () => {
    const path = fresh();
    writeFileSync(path, gzipSync(writeTar([{ path: 'zeros', content: Buffer.alloc(80 * 1024 * 1024) }])));
    expect((await failureOf({ kind: 'oci-archive', path })).code).toBe('oci/limit-exceeded');
  });

  test('more members than any archive has', async () => {
    const path = fresh();
    const member = writeTar([{ path: 'd', type: 'directory' }]).subarray(0, 512);
    writeFileSync(path, gzipSync(Buffer.alloc(512 * 200_001, member), { level: 1 }));
    expect((await failureOf({ kind: 'oci-archive', path })).code).toBe('oci/limit-exceeded');
  });

  test('a file cut short after it was opened', async () => {
    const path = fresh();
    writeOciArchive(layout, path);
    const opened = await archiveSource({ kind: 'oci-archive', path, text: path }).open();
    truncateSync(path, 600);
    await expect(opened.layers[0]?.read({ entry: () => undefined })).rejects.toMatchObject({
      code: 'oci/archive-unreadable',
    });
    await opened.close();
  });
});

describe('the wrong kind of target', () => {
  test.each<[ArchiveTarget['kind'], 'missing' | 'directory' | 'file', string, RegExp]>([
    ['oci-archive', 'missing', 'oci/target-unreadable', /no such file/],
    ['oci-dir', 'missing', 'oci/target-unreadable', /no such file/],
    ['oci-archive', 'directory', 'oci/target-unreadable', /it is a directory; see oci-dir:/],
    ['docker-archive', 'directory', 'oci/target-unreadable', /it is a directory/],
    ['oci-dir', 'file', 'oci/target-unreadable', /it is a file; see oci-archive:/],
    ['docker-archive', 'file', 'oci/not-an-image-archive', /OCI archive, see oci-archive:/],
  ])('%s of a %s', async (kind, what, code, message) => {
    const path = fresh();
    if (what === 'directory') mkdirSync(path);
    if (what === 'file') writeOciArchive(layout, path);
    const failure = await failureOf({ kind, path });
    expect(failure.code).toBe(code);
    expect(failure.message).toMatch(message);
  });
});

describe('links in a layout directory', () => {
  function directory(): string {
    const path = fresh();
    writeOciDirectory(layout, path);
    return path;
  }

  test('a blob that is a symbolic link', async () => {
    const path = directory();
    const blob = join(path, blobPath(layer));
    const elsewhere = fresh();
    writeFileSync(elsewhere, layer.bytes);
    rmSync(blob);
    symlinkSync(elsewhere, blob);
    const failure = await failureOf({ kind: 'oci-dir', path });
    expect(failure.code).toBe('oci/archive-unreadable');
    expect(failure.message).toContain('symbolic link');
  });

  test('blobs behind a link that leads out', async () => {
    const path = directory();
    const other = directory();
    rmSync(join(path, 'blobs'), { recursive: true });
    symlinkSync(join(other, 'blobs'), join(path, 'blobs'));
    expect((await failureOf({ kind: 'oci-dir', path })).message).toContain('leads out');
  });

  test('index.json that is a symbolic link', async () => {
    const path = directory();
    rmSync(join(path, 'index.json'));
    symlinkSync('/etc/passwd', join(path, 'index.json'));
    expect((await failureOf({ kind: 'oci-dir', path })).message).toContain('symbolic link');
  });
});
