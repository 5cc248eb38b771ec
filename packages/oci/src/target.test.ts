import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeDockerArchive, writeOciArchive } from './build/archive-writer.ts';
import { buildImage } from './build/image-builder.ts';
import { ImageLayout } from './build/image-layout.ts';
import { createImageSource } from './sources.ts';
import { parseTarget } from './target.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pratique-target-'));
  const layout = new ImageLayout().addImage(buildImage({ layers: [] }), 'app:1');
  writeOciArchive(layout, join(folder, 'oci.tar'));
  writeOciArchive(layout, join(folder, 'with:colon.tar'));
  writeDockerArchive(layout, join(folder, 'docker.tar'));
  writeDockerArchive(layout, join(folder, 'docker25.tar'), 'oci');
  mkdirSync(join(folder, 'tree'));
  writeFileSync(join(folder, 'page.html'), '<html></html>');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('parseTarget', () => {
  test.each<[string, Record<string, unknown>]>([
    ['oci-archive:missing.tar', { kind: 'oci-archive', path: 'missing.tar' }],
    ['oci-archive:missing.tar:app:1', { kind: 'oci-archive', path: 'missing.tar', reference: 'app:1' }],
    ['oci-archive:missing.tar:', { kind: 'oci-archive', path: 'missing.tar' }],
    ['oci-archive:$/oci.tar', { kind: 'oci-archive', path: '$/oci.tar' }],
    ['oci-archive:$/oci.tar:host:5000/app:1', { path: '$/oci.tar', reference: 'host:5000/app:1' }],
    ['oci-archive:$/with:colon.tar', { path: '$/with:colon.tar' }],
    ['oci-archive:$/with:colon.tar:app:1', { path: '$/with:colon.tar', reference: 'app:1' }],
    ['docker-archive:$/docker.tar:@sha256:00', { path: '$/docker.tar', reference: '@sha256:00' }],
    ['oci-dir:$/tree:1', { kind: 'oci-dir', path: '$/tree', reference: '1' }],
    ['docker-daemon:app:1', { kind: 'docker-daemon', name: 'app:1' }],
    ['dir:a:b', { kind: 'dir', path: 'a:b' }],
    ['rootfs:/', { kind: 'rootfs', path: '/' }],
    ['host:', { kind: 'host', path: '/' }],
    ['sbom:bom.json', { kind: 'sbom', path: 'bom.json' }],
    ['$/tree', { kind: 'dir', path: '$/tree' }],
    ['$/oci.tar', { kind: 'oci-archive', detected: true }],
    ['$/docker.tar', { kind: 'docker-archive', detected: true }],
    ['$/docker25.tar', { kind: 'docker-archive', detected: true }],
    ['$/oci.tar:app:1', { kind: 'oci-archive', path: '$/oci.tar', reference: 'app:1', detected: true }],
    ['$/with:colon.tar:app:1', { path: '$/with:colon.tar', reference: 'app:1' }],
    [
      'alpine:3.20',
      { kind: 'registry', reference: { registry: 'docker.io', repository: 'library/alpine', tag: '3.20' } },
    ],
    [
      'localhost:5000/a/b',
      { kind: 'registry', reference: { registry: 'localhost:5000', repository: 'a/b', tag: 'latest' } },
    ],
  ])('%s', (text, expected) => {
    const target = text.replace('$', folder);
    const filled = JSON.parse(JSON.stringify(expected).replaceAll('$/', `${folder}/`)) as Record<string, unknown>;
    const { reference, ...rest } = filled;
    expect(parseTarget(target)).toMatchObject({ ...rest, text: target });
    expect('reference' in parseTarget(target) && parseTarget(target)).toEqual(
      reference === undefined ? false : expect.objectContaining({ reference }),
    );
  });

  test.each([
    ['', 'oci/target-invalid'],
    ['  ', 'oci/target-invalid'],
    ['oci-archive:', 'oci/target-invalid'],
    ['docker-daemon:', 'oci/target-invalid'],
    ['dir:', 'oci/target-invalid'],
    ['host:/', 'oci/target-invalid'],
    ['./missing', 'oci/target-unreadable'],
    ['/missing/image.tar', 'oci/target-unreadable'],
    ['missing.tar', 'oci/target-unreadable'],
    ['missing.tar.gz:app:1', 'oci/target-unreadable'],
    ['Not A Reference', 'oci/reference-invalid'],
    ['docker://alpine', 'oci/reference-invalid'],
    ['a\0b', 'oci/reference-invalid'],
  ])('refuses %j', (text, code) => {
    let thrown: unknown;
    try {
      parseTarget(text);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code });
  });
});

describe('createImageSource', () => {
  test.each(['oci.tar', 'docker.tar', 'docker25.tar'])('opens %s by what it holds', async (name) => {
    const image = await createImageSource(join(folder, name)).open();
    expect(image.identity?.references).toEqual(['app:1']);
    await image.close();
  });

  test('says what a file is that holds no image', async () => {
    const opening = createImageSource(join(folder, 'page.html')).open();
    await expect(opening).rejects.toMatchObject({ code: 'oci/not-an-image-archive' });
    await expect(opening).rejects.toThrow('HTML');
  });

  test('an SBOM is no image source', () => {
    expect(() => createImageSource('sbom:bom.json')).toThrow('an SBOM is no image');
  });
});
