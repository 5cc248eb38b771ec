import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeDockerArchive, writeOciArchive, writeOciDirectory } from './archive-writer.ts';
import { buildImage, buildIndex } from './image-builder.ts';
import { ImageLayout } from './image-layout.ts';
import { buildLayer } from './layer-builder.ts';
import { type TarEntry, writeTar } from './tar-writer.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pratique-build-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function has(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const entries: readonly TarEntry[] = [
  { path: 'etc', type: 'directory' },
  { path: 'etc/passwd', content: 'root:x:0:0::/:/bin/sh\n', mode: 0o600, uid: 3_000_000_000, gid: 7 },
  { path: 'etc/shadow', type: 'hardlink', target: 'etc/passwd' },
  { path: 'etc/link', type: 'symlink', target: '/etc/passwd' },
  { path: `${'deep/'.repeat(45)}file`, content: 'x'.repeat(513) },
  { path: 'caf\u00e9/\u6c34', content: 'not ASCII' },
  { path: 'bin/su', content: 'elf', mode: 0o4755 },
  { path: 'dev/null', type: 'character-device', major: 1, minor: 3 },
  { path: 'dev/sda', type: 'block-device', major: 8, minor: 0 },
  { path: 'run/pipe', type: 'fifo' },
  { path: 'etc/motd', type: 'whiteout' },
  { path: 'app', type: 'opaque' },
];

describe('TarWriter', () => {
  test('the same entries give the same bytes, in whole blocks', () => {
    expect(writeTar(entries).equals(writeTar(entries))).toBe(true);
    expect(writeTar(entries).length % 512).toBe(0);
  });

  test.runIf(has('tar'))('the system tar lists what was written', () => {
    const options = ['--list', '--verbose', '--numeric-owner', '--quoting-style=literal', '--full-time', '--utc'];
    const listing = execFileSync('tar', options, { input: writeTar(entries), encoding: 'utf8' });
    const lines = listing
      .trim()
      .split('\n')
      .map((line) => line.replaceAll(/\s+/g, ' ').replace(' 1970-01-01 00:00:00', ''));
    expect(lines).toEqual([
      'drwxr-xr-x 0/0 0 etc/',
      '-rw------- 3000000000/7 22 etc/passwd',
      'hrw-r--r-- 0/0 0 etc/shadow link to etc/passwd',
      'lrw-r--r-- 0/0 0 etc/link -> /etc/passwd',
      `-rw-r--r-- 0/0 513 ${'deep/'.repeat(45)}file`,
      '-rw-r--r-- 0/0 9 caf\u00e9/\u6c34',
      '-rwsr-xr-x 0/0 3 bin/su',
      'crw-r--r-- 0/0 1,3 dev/null',
      'brw-r--r-- 0/0 8,0 dev/sda',
      'prw-r--r-- 0/0 0 run/pipe',
      '-rw-r--r-- 0/0 0 etc/.wh.motd',
      '-rw-r--r-- 0/0 0 app/.wh..wh..opq',
    ]);
  });
});

const image = buildImage({
  layers: [
    buildLayer(entries.slice(0, 4), { createdBy: 'COPY a' }),
    buildLayer([{ path: 'b', content: 'b' }], { createdBy: 'COPY b', compression: 'none' }),
  ],
  config: { Env: ['A=b'], Labels: { name: 'sample' } },
  emptyHistory: ['ENV A=b'],
  annotations: { 'org.opencontainers.image.title': 'sample' },
});
const other = buildImage({ layers: [], platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } });

describe('archives', () => {
  test('equal content gives equal bytes', () => {
    const paths = ['one', 'two'].map((name) => join(folder, name));
    for (const path of paths) writeOciArchive(new ImageLayout().addImage(image, 'sample:1'), path);
    const [one, two] = paths.map((path) => readFileSync(path));
    expect(one?.equals(two as Buffer)).toBe(true);
  });

  test.each([
    ['a file below a file', (): string => join(folder, 'one', 'below')],
    ['a file in place of a directory', (): string => folder],
  ])('what cannot be written is a typed error: %s', (_title, path) => {
    writeFileSync(join(folder, 'one'), '');
    const writing = (): void => writeOciArchive(new ImageLayout(), path());
    expect(writing).toThrow(expect.objectContaining({ code: 'oci/write-failed' }) as Error);
    expect(readdirSync(join(folder, '..')).filter((name) => name.startsWith(`${basename(folder)}.`))).toEqual([]);
  });

  test.runIf(has('skopeo'))('skopeo reads every kind', () => {
    mkdirSync(join(folder, 'layout'));
    const layout = new ImageLayout().addImage(image, 'sample:1').addIndex(buildIndex([image, other]), 'multi:1');
    writeOciArchive(layout, join(folder, 'oci.tar'));
    writeOciDirectory(layout, join(folder, 'layout'));
    writeDockerArchive(new ImageLayout().addImage(image, 'sample:1'), join(folder, 'docker.tar'));
    writeDockerArchive(new ImageLayout().addImage(image, 'sample:1'), join(folder, 'docker25.tar'), 'oci');
    const inspect = (target: string, ...options: string[]): Record<string, unknown> =>
      JSON.parse(execFileSync('skopeo', [...options, 'inspect', target], { encoding: 'utf8' })) as Record<
        string,
        unknown
      >;
    for (const target of [`oci-archive:${folder}/oci.tar:sample:1`, `oci:${folder}/layout:sample:1`]) {
      const found = inspect(target);
      expect(found).toMatchObject({ Digest: image.manifest.digest, Labels: { name: 'sample' }, Architecture: 'amd64' });
      expect(found['Layers']).toEqual(image.layers.map(({ digest }) => digest));
    }
    const arm = inspect(`oci:${folder}/layout:multi:1`, '--override-arch', 'arm64', '--override-variant', 'v8');
    expect(arm).toMatchObject({ Architecture: 'arm64' });
    for (const name of ['docker.tar', 'docker25.tar']) {
      const found = inspect(`docker-archive:${folder}/${name}:docker.io/library/sample:1`);
      expect(found).toMatchObject({ Labels: { name: 'sample' }, Architecture: 'amd64' });
      expect(found['Layers']).toEqual(image.layers.map(({ diffId }) => diffId));
    }
  });
});
