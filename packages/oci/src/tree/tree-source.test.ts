import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultLimits, type Limits } from '@pratique/foundation';
import type { FileEntry, LayerRead } from '@pratique/model';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { leftOutMounts } from './mounts.ts';
import { treeSource } from './tree-source.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'pratique-tree-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

type Visit = (entry: FileEntry) => void;

async function read(
  options: { kind?: 'dir' | 'rootfs'; limits?: Partial<Limits>; visit?: Visit } = {},
): Promise<LayerRead & { paths: readonly string[]; aborted: readonly string[]; read: readonly string[] }> {
  const limits = { ...defaultLimits, ...options.limits };
  const image = await treeSource({ kind: options.kind ?? 'dir', path: root, text: root }, limits).open();
  const paths: string[] = [];
  const aborted: string[] = [];
  const whole: string[] = [];
  const [layer] = image.layers;
  const result = await layer?.read({
    entry(entry) {
      paths.push(entry.path);
      options.visit?.(entry);
      return { write: () => {}, end: () => void whole.push(entry.path), abort: () => void aborted.push(entry.path) };
    },
  });
  return { ...(result as LayerRead), paths, aborted, read: whole };
}

describe('a directory tree', () => {
  test('parents first, names in order, no link followed, no whiteout', async () => {
    mkdirSync(join(root, 'b/inner'), { recursive: true });
    for (const name of ['c', 'a', 'b/inner/z', 'b/y', '.wh.c']) writeFileSync(join(root, name), name);
    symlinkSync('/etc', join(root, 'etc'));
    symlinkSync('..', join(root, 'b/up'));
    const { paths, unknowns } = await read();
    expect(paths).toEqual(['.wh.c', 'a', 'b', 'c', 'etc', 'b/inner', 'b/up', 'b/y', 'b/inner/z']);
    expect(unknowns).toEqual([]);
  });

  test('special files are entries and are never opened', async () => {
    execFileSync('mkfifo', [join(root, 'pipe')]);
    const seen: FileEntry[] = [];
    const { read: whole, aborted } = await read({ visit: (entry) => void seen.push(entry) });
    expect(seen).toMatchObject([{ path: 'pipe', type: 'fifo', size: 0 }]);
    expect([...whole, ...aborted]).toEqual([]);
  });

  test('.git is left out of a directory, not of a root file system', async () => {
    mkdirSync(join(root, 'module/.git'), { recursive: true });
    writeFileSync(join(root, 'module/.git/config'), '');
    expect((await read()).paths).toEqual(['module']);
    expect((await read({ kind: 'rootfs' })).paths).toEqual(['module', 'module/.git', 'module/.git/config']);
  });

  test('a file that is replaced by a link between look and read is not followed', async () => {
    const secret = join(root, 'secret');
    mkdirSync(join(root, 'tree'));
    writeFileSync(secret, 'secret');
    const path = join(root, 'tree/file');
    writeFileSync(path, 'harmless');
    root = join(root, 'tree');
    const {
      aborted,
      unknowns,
      read: whole,
    } = await read({
      visit: () => {
        unlinkSync(path);
        symlinkSync(secret, path);
      },
    });
    expect(whole).toEqual([]);
    expect(aborted).toEqual(['file']);
    expect(unknowns).toMatchObject([{ code: 'unreadable', path: 'file' }]);
    root = join(root, '..');
  });

  test('a file that vanishes or shrinks is an unknown', async () => {
    writeFileSync(join(root, 'gone'), 'x');
    writeFileSync(join(root, 'short'), 'xx');
    const { unknowns, aborted } = await read({
      visit: ({ path }) => (path === 'gone' ? unlinkSync(join(root, path)) : writeFileSync(join(root, path), 'x')),
    });
    expect(aborted).toEqual(['gone', 'short']);
    expect(unknowns.map(({ code, path }) => [code, path])).toEqual([
      ['unreadable', 'gone'],
      ['unreadable', 'short'],
    ]);
  });

  test('a directory that cannot be read is an unknown', async () => {
    mkdirSync(join(root, 'gone'));
    const { unknowns } = await read({ visit: ({ path }) => rmSync(join(root, path), { recursive: true }) });
    expect(unknowns).toMatchObject([{ code: 'unreadable', path: 'gone' }]);
  });

  test('bounds on entries and on paths', async () => {
    for (let i = 0; i < 30; i++) writeFileSync(join(root, `${i}`), '');
    const few = await read({ limits: { layerEntries: 10 } });
    expect(few.paths).toHaveLength(10);
    expect(few.unknowns).toMatchObject([{ code: 'too-large' }]);
    mkdirSync(join(root, 'x'.repeat(100)));
    const short = await read({ limits: { pathLength: 50 } });
    expect(short.paths).toHaveLength(30);
    expect(short.unknowns).toMatchObject([{ code: 'too-large' }]);
  });

  test('a single file is a clear error', async () => {
    const path = join(root, 'file');
    writeFileSync(path, '');
    const opening = treeSource({ kind: 'dir', path, text: path }).open();
    await expect(opening).rejects.toMatchObject({ code: 'oci/target-unreadable' });
    await expect(opening).rejects.toThrow('it is no directory, which dir: reads');
  });
});

describe('mount points that are left out', () => {
  const mountinfo = [
    '22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw',
    '23 22 0:21 / /proc rw shared:2 - proc proc rw',
    '24 22 0:22 / /home rw - ext4 /dev/sdb1 rw',
    '25 22 0:23 / /mnt/share\\040one rw shared:3 master:4 - nfs4 server:/export rw',
    '26 22 0:24 / /mnt/key rw - fuse.sshfs host: rw',
    '27 22 0:25 / /var/lib/docker/overlay2/x/merged rw - overlay overlay rw',
    '28 22 0:26 / /tmp rw - tmpfs tmpfs rw',
    '29 22 0:27 / /mnt/covered rw - cifs //server/share rw',
    '30 22 0:28 / /mnt/covered rw - xfs /dev/sdc1 rw',
    '31 22 0:29 / /mnt/ntfs rw - fuseblk /dev/sdd1 rw',
    'broken line',
    '',
  ].join('\n');

  test('pseudo, network, FUSE and overlay file systems; the last mount on a point counts', () => {
    expect([...leftOutMounts(mountinfo)]).toEqual([
      '/proc',
      '/mnt/share one',
      '/mnt/key',
      '/var/lib/docker/overlay2/x/merged',
    ]);
  });

  test('never the root itself, as in a container', () => {
    expect(leftOutMounts('22 1 0:5 / / rw - overlay overlay rw').size).toBe(0);
  });
});
