import { defaultLimits } from '@pratique/foundation';
import type { FileEntry, FileSink, Unknown } from '@pratique/model';
import { describe, expect, test } from 'vitest';
import { type TarEntry, writeTar } from '../build/tar-writer.ts';
import { LayerWalker } from './layer-walker.ts';

interface Walked {
  readonly entries: readonly FileEntry[];
  readonly contents: ReadonlyMap<string, string>;
  readonly unknowns: readonly Unknown[];
  readonly told: number;
}

async function walk(tar: Buffer, limits: Partial<typeof defaultLimits> = {}): Promise<Walked> {
  const entries: FileEntry[] = [];
  const contents = new Map<string, string>();
  const visitor = {
    entry(entry: FileEntry): FileSink {
      entries.push(entry);
      let text = '';
      return {
        write: (chunk) => void (text += Buffer.from(chunk).toString()),
        end: () => void contents.set(entry.path, text),
        abort: (reason) => void contents.set(entry.path, `aborted: ${reason}`),
      };
    },
  };
  const walker = new LayerWalker(visitor, { ...defaultLimits, ...limits });
  await walker.write(tar);
  const summary = walker.end();
  return { entries, contents, unknowns: summary.unknowns, told: summary.entries };
}

const walkEntries = (entries: readonly TarEntry[], limits?: Partial<typeof defaultLimits>): Promise<Walked> =>
  walk(writeTar(entries), limits);

describe('LayerWalker', () => {
  test('tells every kind of entry, in order and normalized', async () => {
    const { entries, contents, unknowns, told } = await walkEntries([
      { path: './', type: 'directory' },
      { path: './usr', type: 'directory', mode: 0o2755 },
      { path: '/usr/bin/su', content: 'elf', mode: 0o4755, uid: 1, gid: 2 },
      { path: 'usr/bin/./sudo', type: 'hardlink', target: './usr/bin/su' },
      { path: 'usr/bin/sh', type: 'symlink', target: '../../../busybox' },
      { path: 'dev/null', type: 'character-device', major: 1, minor: 3 },
      { path: 'dev/sda', type: 'block-device', major: 8, minor: 0 },
      { path: 'run/pipe', type: 'fifo' },
      { path: 'etc/motd', type: 'whiteout' },
      { path: 'app', type: 'opaque' },
      { path: 'etc/.wh..wh.aufs' },
    ]);
    expect(unknowns).toEqual([]);
    expect(told).toBe(11);
    expect(entries).toEqual([
      { path: 'usr', type: 'directory', size: 0, mode: 0o2755, uid: 0, gid: 0 },
      { path: 'usr/bin/su', type: 'file', size: 3, mode: 0o4755, uid: 1, gid: 2 },
      { path: 'usr/bin/sudo', type: 'hardlink', size: 0, mode: 0o644, uid: 0, gid: 0, linkTarget: 'usr/bin/su' },
      { path: 'usr/bin/sh', type: 'symlink', size: 0, mode: 0o644, uid: 0, gid: 0, linkTarget: '../../../busybox' },
      { path: 'dev/null', type: 'character-device', size: 0, mode: 0o644, uid: 0, gid: 0 },
      { path: 'dev/sda', type: 'block-device', size: 0, mode: 0o644, uid: 0, gid: 0 },
      { path: 'run/pipe', type: 'fifo', size: 0, mode: 0o644, uid: 0, gid: 0 },
      { path: 'etc/motd', type: 'whiteout', size: 0, mode: 0o644, uid: 0, gid: 0 },
      { path: 'app', type: 'opaque', size: 0, mode: 0o644, uid: 0, gid: 0 },
    ]);
    expect([...contents]).toEqual([['usr/bin/su', 'elf']]);
  });

  test.each<[string, TarEntry, string]>([
    ['a path that leads out', { path: '../../etc/cron.d/x', content: 'x' }, 'malformed'],
    ['a hard link that leads out', { path: 'x', type: 'hardlink', target: '../../etc/shadow' }, 'malformed'],
    ['a hard link to nothing', { path: 'x', type: 'hardlink', target: '' }, 'malformed'],
    ['a file without a path', { path: './' }, 'malformed'],
    ['a whiteout of nothing', { path: 'etc/.wh.' }, 'malformed'],
    ['a whiteout of the folder above', { path: 'etc/.wh...' }, 'malformed'],
    ['a path that is too long', { path: 'x'.repeat(5000) }, 'too-large'],
    ['a link target that is too long', { path: 'x', type: 'symlink', target: 'x'.repeat(5000) }, 'too-large'],
  ])('keeps %s as an unknown and never uses it', async (_title, entry, code) => {
    const { entries, unknowns } = await walkEntries([entry, { path: 'next', content: 'y' }]);
    expect(entries.map(({ path }) => path)).toEqual(['next']);
    expect(unknowns).toHaveLength(1);
    expect(unknowns[0]?.code).toBe(code);
    expect(unknowns[0]?.path?.length ?? 0).toBeLessThan(300);
  });

  test('names of other bytes are other names, UTF-8 or not', async () => {
    const names = ['a\xfe', 'a\xff', 'a\xc3\xa4', 'a\xef\xbf\xbd', 'a\xed\xb3\xbf'];
    const tar = writeTar(names.map((_, i) => ({ path: `${i}`.repeat(10), content: '' })));
    names.forEach((name, i) => tar.fill(Buffer.from(`${name}\0`, 'latin1'), i * 512, i * 512 + name.length + 1));
    for (let at = 0; at < names.length * 512; at += 512) {
      tar.fill(' ', at + 148, at + 156);
      const sum = tar.subarray(at, at + 512).reduce((total, byte) => total + byte, 0);
      tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, at + 148, 'latin1');
    }
    const { entries } = await walk(tar);
    expect(new Set(entries.map(({ path }) => path)).size).toBe(names.length);
    expect(entries.map(({ path }) => path.toWellFormed())).toEqual([
      'a\ufffd',
      'a\ufffd',
      'aä',
      'a\ufffd',
      'a\ufffd\ufffd\ufffd',
    ]);
  });

  test('stops telling at the bound on entries, and says so once', async () => {
    const files = Array.from({ length: 20 }, (_, i) => ({ path: `f${i}` }));
    const { entries, unknowns } = await walkEntries(files, { layerEntries: 5 });
    expect(entries).toHaveLength(5);
    expect(unknowns).toEqual([
      { code: 'too-large', reason: 'the layer has more than 5 entries; the rest is left out' },
    ]);
  });

  test('counts unknowns past a thousand instead of keeping them', async () => {
    const { unknowns } = await walkEntries(Array.from({ length: 5000 }, (_, i) => ({ path: `../${i}` })));
    expect(unknowns).toHaveLength(1001);
    expect(unknowns.at(-1)?.reason).toBe('4000 further entries could not be read');
  });

  test('an unusual type flag is a regular file, as POSIX says', async () => {
    const tar = writeTar([{ path: 'odd', content: 'x' }]);
    tar.write('Z', 156);
    tar.write('        ', 148);
    let sum = 0;
    for (let i = 0; i < 512; i++) sum += tar[i] as number;
    tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
    expect((await walk(tar)).contents.get('odd')).toBe('x');
  });

  test('waits for entry, write and end before it goes on', async () => {
    const events: string[] = [];
    const later = async (event: string): Promise<void> => {
      events.push(`${event} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      events.push(`${event} done`);
    };
    const walker = new LayerWalker(
      {
        entry: async ({ path }) => {
          await later(path);
          return { write: () => later('write'), end: () => later('end'), abort: () => {} };
        },
      },
      defaultLimits,
    );
    await walker.write(writeTar([{ path: 'a', content: 'x' }, { path: 'b' }]));
    expect(events).toEqual(['a', 'write', 'end', 'b', 'end'].flatMap((event) => [`${event} begins`, `${event} done`]));
  });

  test("a visitor's error ends the walk", async () => {
    const walker = new LayerWalker(
      {
        entry: () => {
          throw new Error('visitor failed');
        },
      },
      defaultLimits,
    );
    await expect(walker.write(writeTar([{ path: 'a' }]))).rejects.toThrow('visitor failed');
  });
});
