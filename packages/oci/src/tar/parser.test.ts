import { execFileSync } from 'node:child_process';
import {
  mkdtempSync,
  rmSync,
  truncateSync,
  writeFileSync,
  mkdirSync,
  linkSync,
  symlinkSync,
  openSync,
  writeSync,
  closeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeTar } from '../build/tar-writer.ts';
import { TarFormatError } from './header.ts';
import type { TarMember } from './member.ts';
import { TarParser } from './parser.ts';

interface Read {
  readonly members: readonly (TarMember & { content?: Buffer; aborted?: string })[];
  readonly damaged: readonly string[];
}

/** Reads an archive that arrives in chunks of the given size; every member's content is wanted. */
async function read(archive: Buffer, chunkSize = archive.length || 1): Promise<Read> {
  const members: (TarMember & { content?: Buffer; aborted?: string })[] = [];
  const damaged: string[] = [];
  const parser = new TarParser({
    member(member) {
      const found: TarMember & { content?: Buffer; aborted?: string } = { ...member };
      const chunks: Uint8Array[] = [];
      members.push(found);
      return {
        write: (chunk) => void chunks.push(Buffer.from(chunk)),
        end: () => void (found.content = Buffer.concat(chunks)),
        abort: (reason) => void (found.aborted = reason),
      };
    },
    damaged: (member, _code, reason) => void damaged.push(`${member.name}: ${reason}`),
  });
  for (let at = 0; at < archive.length; at += chunkSize) await parser.write(archive.subarray(at, at + chunkSize));
  parser.end();
  return { members, damaged };
}

/** Rewrites the checksum of the header at `at`. */
function resealed(archive: Buffer, at = 0): Buffer {
  archive.write('        ', at + 148, 'latin1');
  let sum = 0;
  for (let i = at; i < at + 512; i++) sum += archive[i] as number;
  archive.write(`${sum.toString(8).padStart(6, '0')}\0 `, at + 148, 'latin1');
  return archive;
}

/** A member with the given type flag and header fields, and its data. */
function raw(
  name: string,
  flag: string,
  data: Buffer | string = '',
  change: (header: Buffer) => void = () => {},
): Buffer {
  const bytes = Buffer.from(data);
  const member = writeTar([{ path: name, content: bytes }]).subarray(0, -1024);
  member.write(flag, 156, 'latin1');
  change(member);
  return resealed(member);
}

function pax(records: Record<string, string>): Buffer {
  let text = '';
  for (const [key, value] of Object.entries(records)) {
    const rest = Buffer.byteLength(` ${key}=${value}\n`);
    const length = rest + String(rest + String(rest).length).length;
    text += `${length} ${key}=${value}\n`;
  }
  return raw('PaxHeaders/x', 'x', text);
}

const end = Buffer.alloc(1024);

describe('TarParser: headers', () => {
  test.each([1, 7, 511, 512, 513, 4096, 1_000_000])('reads the same in chunks of %i bytes', async (chunkSize) => {
    const archive = writeTar([
      { path: 'etc', type: 'directory' },
      { path: 'etc/motd', content: 'x'.repeat(1500), mode: 0o4755, uid: 7, gid: 8 },
      { path: `a/${'long/'.repeat(60)}file`, content: 'deep' },
      { path: 'link', type: 'symlink', target: '/etc/motd' },
    ]);
    const { members } = await read(archive, chunkSize);
    expect(members.map(({ name, content }) => [name, content?.length])).toEqual([
      ['etc/', 0],
      ['etc/motd', 1500],
      [`a/${'long/'.repeat(60)}file`, 4],
      ['link', 0],
    ]);
    expect(members[1]).toMatchObject({ mode: 0o4755, uid: 7, gid: 8, offset: 1024 });
    expect(members[3]?.linkName).toBe('/etc/motd');
  });

  test.each<[string, Buffer, Partial<TarMember>]>([
    ['a ustar prefix', raw('name', '0', 'ab', (h) => h.write('some/folder', 345)), { name: 'some/folder/name' }],
    [
      'no prefix in a v7 header',
      raw('name', '0', 'ab', (h) => void h.fill(0, 257, 265).write('x', 345)),
      { name: 'name' },
    ],
    [
      'no prefix in a GNU header',
      raw('name', '0', 'ab', (h) => void (h.write('ustar  \0', 257, 'latin1'), h.write('01234567012', 345))),
      { name: 'name' },
    ],
    [
      'a star header has the shorter prefix',
      raw('name', '0', '', (h) => void (h.write('p'.repeat(131), 345), h.write('1234567', 476), h.write('tar\0', 508))),
      { name: `${'p'.repeat(131)}/name` },
    ],
    ['a v7 directory', raw('folder/', '\0', '', (h) => h.fill(0, 257, 265)), { typeflag: 0x35 }],
    ['a contiguous file', raw('file', '7', 'ab'), { typeflag: 0x37, size: 2 }],
    [
      'a base-256 owner',
      raw('file', '0', '', (h) => h.writeBigUInt64BE(0x8000_0000_b2d0_5e00n, 108)),
      { uid: 3_000_000_000 },
    ],
    ['numbers padded with spaces', raw('file', '0', '', (h) => h.write('   755 \0', 100)), { mode: 0o755 }],
    ['an owner that is no number', raw('file', '0', '', (h) => h.write('zzzzzzz\0', 108)), { uid: 0 }],
    ['a size on a hard link is ignored', raw('file', '1', '', (h) => h.write('00000001000\0', 124)), { size: 0 }],
    ['a PAX path', Buffer.concat([pax({ path: 'from/pax' }), raw('file', '0', 'ab')]), { name: 'from/pax' }],
    ['an empty PAX path takes nothing over', Buffer.concat([pax({ path: '' }), raw('file', '0')]), { name: 'file' }],
    ['a PAX owner', Buffer.concat([pax({ uid: '3000000000' }), raw('file', '0')]), { uid: 3_000_000_000 }],
    [
      'a GNU long name wins over a PAX path',
      Buffer.concat([raw('././@LongLink', 'L', 'gnu/name\0'), pax({ path: 'pax/name' }), raw('file', '0')]),
      { name: 'gnu/name' },
    ],
    [
      'a GNU long link',
      Buffer.concat([raw('././@LongLink', 'K', `${'t/'.repeat(90)}x\0`), raw('file', '2')]),
      { linkName: `${'t/'.repeat(90)}x` },
    ],
    [
      'a PAX size for what the header cannot hold',
      Buffer.concat([pax({ size: '2' }), raw('file', '0', 'ab', (h) => h.write('00000000000\0', 124))]),
      { size: 2 },
    ],
  ])('%s', async (_title, archive, expected) => {
    const { members } = await read(Buffer.concat([archive, end]));
    expect(members).toHaveLength(1);
    expect(members[0]).toMatchObject(expected);
  });

  test('a global header does not apply: container runtimes ignore it', async () => {
    const global = pax({ path: 'everything', size: '0' });
    global.write('g', 156, 'latin1');
    const { members } = await read(Buffer.concat([resealed(global), raw('file', '0', 'ab'), end]));
    expect(members.map(({ name, size }) => [name, size])).toEqual([['file', 2]]);
  });

  test('a global header uses up the extended headers before it, as a member does', async () => {
    const global = pax({ comment: 'x' });
    global.write('g', 156, 'latin1');
    const archive = [pax({ path: 'hidden' }), resealed(global), raw('file', '0', 'ab'), end];
    expect((await read(Buffer.concat(archive))).members[0]?.name).toBe('file');
  });

  test('an unknown version of PAX sparse files is none', async () => {
    const records = { 'GNU.sparse.major': '2', 'GNU.sparse.minor': '0', 'GNU.sparse.name': 'hidden' };
    const { members } = await read(Buffer.concat([pax(records), raw('file', '0', 'ab'), end]));
    expect(members[0]).toMatchObject({ name: 'file', size: 2 });
  });

  test('an empty long name or PAX path counts as none', async () => {
    const archive = [raw('././@LongLink', 'L', '\0'), pax({ path: 'from/pax' }), raw('file', '0'), end];
    expect((await read(Buffer.concat(archive))).members[0]?.name).toBe('from/pax');
  });

  test('the checksum of a block of the highest bytes, at any alignment', async () => {
    const archive = raw('full', '0', '', (header) => header.fill(0xff, 157, 257).fill(0xff, 345, 512));
    for (let shift = 0; shift < 4; shift++) {
      const shifted = Buffer.from(new ArrayBuffer(archive.length + shift), shift);
      archive.copy(shifted);
      expect((await read(shifted)).members).toHaveLength(1);
    }
  });

  test('a signed checksum, as historic writers made it', async () => {
    const archive = raw('plain', '0', '', (header) => header.write('caf\u00e9'));
    let sum = 8 * 32;
    for (let i = 0; i < 512; i++) if (i < 148 || i >= 156) sum += archive.readInt8(i);
    archive.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
    expect((await read(archive)).members[0]?.name).toBe('caf\u00e9');
  });
});

describe('TarParser: where an archive ends', () => {
  const file = raw('file', '0', 'ab');
  test.each<[string, Buffer]>([
    ['no bytes at all', Buffer.alloc(0)],
    ['two zero blocks only', end],
    ['no end blocks', file],
    ['one end block', Buffer.concat([file, Buffer.alloc(512)])],
    ['no padding after the last member', file.subarray(0, 514)],
    ['garbage behind the end', Buffer.concat([file, end, Buffer.from('garbage'.repeat(300))])],
  ])('accepts %s', async (_title, archive) => {
    await expect(read(archive)).resolves.toBeDefined();
  });

  test.each<[string, Buffer]>([
    ['within a header', file.subarray(0, 300)],
    ['within content', file.subarray(0, 513)],
    ['within an extended header', pax({ path: 'x'.repeat(700) }).subarray(0, 700)],
    ['before the member of an extended header', pax({ path: 'x' })],
    ['before the member of a long name', Buffer.concat([raw('l', 'L', 'name\0'), end])],
    ['a zero block between members', Buffer.concat([file, Buffer.alloc(512), file, end])],
    ['a wrong checksum', Buffer.from(file).fill('x', 20, 21)],
    ['text', Buffer.from('<html><body>not found</body></html>'.repeat(50))],
    ['a size that is no number', raw('file', '0', '', (h) => h.write('99999999999\0', 124))],
    ['a negative size', raw('file', '0', '', (h) => h.fill(0xff, 124, 136))],
    ['a size past 2^53', raw('file', '0', '', (h) => void (h.fill(0xee, 125, 136), (h[124] = 0x80)))],
    ['an extended header larger than any', raw('x', 'x', '', (h) => h.write('77777777777\0', 124))],
    ['a PAX record without length', raw('x', 'x', ' path=x\n')],
    ['a PAX record that is too long', raw('x', 'x', '99 path=x\n')],
    ['a PAX record in hexadecimal', raw('x', 'x', '0xa path=x\n')],
    ['a PAX record without value', raw('x', 'x', '7 path\n')],
    ['a PAX size that is no number', pax({ size: '1e3' })],
    ['a PAX path with NUL', pax({ path: 'a\0b' })],
  ])('refuses %s', async (_title, archive) => {
    await expect(read(Buffer.from(archive))).rejects.toThrow(TarFormatError);
  });

  test('tells the sink of a member that breaks off', async () => {
    const events: string[] = [];
    const parser = new TarParser({
      member: () => ({ write: () => void events.push('write'), end: () => {}, abort: () => void events.push('abort') }),
      damaged: () => {},
    });
    await parser.write(raw('file', '0', 'abcdef').subarray(0, 515));
    expect(() => parser.end()).toThrow(TarFormatError);
    expect(events).toEqual(['write', 'abort']);
  });
});

describe('TarParser: sparse files', () => {
  const content = Buffer.concat([Buffer.from('head'), Buffer.alloc(96), Buffer.from('tail'), Buffer.alloc(20)]);
  const realSize = String(content.length);
  const stored = 'headtail';
  const inline = `2\n0\n4\n100\n4\n`.padEnd(512, '\0') + stored;

  function gnu(pieces: readonly (readonly [number, number])[], data = stored): Buffer {
    const octal = (value: number): string => `${value.toString(8).padStart(11, '0')}\0`;
    const blocks: Buffer[] = [];
    for (let rest = pieces.slice(4); rest.length > 0; rest = rest.slice(21)) {
      const block = Buffer.alloc(512);
      rest.slice(0, 21).forEach(([offset, length], i) => block.write(octal(offset) + octal(length), i * 24, 'latin1'));
      if (rest.length > 21) block[504] = 1;
      blocks.push(block);
    }
    const member = raw('sparse', 'S', data, (header) => {
      header.write('ustar  \0', 257, 'latin1');
      pieces.slice(0, 4).forEach(([o, l], i) => header.write(octal(o) + octal(l), 386 + i * 24, 'latin1'));
      if (blocks.length > 0) header[482] = 1;
      header.write(octal(content.length), 483, 'latin1');
    });
    return Buffer.concat([member.subarray(0, 512), ...blocks, member.subarray(512)]);
  }

  const many = Array.from({ length: 50 }, (_, i) => [i * 2, 0] as const);

  test.each<[string, Buffer]>([
    ['old GNU', gnu([[0, 4], [100, 4], [content.length, 0]])], // prettier-ignore
    ['old GNU with extension blocks', gnu([[0, 4], ...many.slice(2), [100, 4]])], // prettier-ignore
    [
      'PAX 0.1',
      Buffer.concat([
        pax({ 'GNU.sparse.size': realSize, 'GNU.sparse.map': '0,4,100,4', 'GNU.sparse.name': 'sparse' }),
        raw('GNUSparseFile.1/sparse', '0', stored),
      ]),
    ],
    [
      'PAX 1.0',
      Buffer.concat([
        pax({
          'GNU.sparse.major': '1',
          'GNU.sparse.minor': '0',
          'GNU.sparse.name': 'sparse',
          'GNU.sparse.realsize': realSize,
        }),
        raw('GNUSparseFile.1/sparse', '0', inline),
      ]),
    ],
  ])('%s', async (_title, archive) => {
    for (const chunkSize of [1, 100, 5000]) {
      const { members, damaged } = await read(Buffer.concat([archive, raw('next', '0'), end]), chunkSize);
      expect(damaged).toEqual([]);
      expect(members.map(({ name }) => name)).toEqual(['sparse', 'next']);
      expect(members[0]).toMatchObject({ size: content.length });
      expect(members[0]?.content?.equals(content)).toBe(true);
    }
  });

  test('PAX 0.0, where records repeat', async () => {
    const records = [
      ['GNU.sparse.size', realSize],
      ['GNU.sparse.numblocks', '2'],
      ['GNU.sparse.offset', '0'],
      ['GNU.sparse.numbytes', '4'],
      ['GNU.sparse.offset', '100'],
      ['GNU.sparse.numbytes', '4'],
    ]
      .map(([key, value]) => {
        const rest = ` ${key}=${value}\n`;
        return `${rest.length + 2}${rest}`;
      })
      .join('');
    const { members } = await read(Buffer.concat([raw('x', 'x', records), raw('sparse', '0', stored), end]), 64);
    expect(members[0]?.content?.equals(content)).toBe(true);
  });

  test.each<[string, Buffer]>([
    ['pieces that overlap', gnu([[0, 4], [2, 4]])], // prettier-ignore
    ['a piece past the end', gnu([[0, 4], [1000, 4]])], // prettier-ignore
    ['less data than pieces', gnu([[0, 4], [50, 4], [100, 4]])], // prettier-ignore
    ['more data than pieces', gnu([[0, 4]])], // prettier-ignore
    [
      'a map that is no list of numbers',
      Buffer.concat([pax({ 'GNU.sparse.size': realSize, 'GNU.sparse.map': '0,x' }), raw('sparse', '0', stored)]),
    ],
    [
      'an inline map that never ends',
      Buffer.concat([
        pax({ 'GNU.sparse.major': '1', 'GNU.sparse.minor': '0', 'GNU.sparse.realsize': realSize }),
        raw('sparse', '0', '4\n1'.padEnd(1024, '1')),
      ]),
    ],
  ])('is damaged by %s, and the next member still read', async (_title, archive) => {
    const { members, damaged } = await read(Buffer.concat([archive, raw('next', '0'), end]), 700);
    expect(damaged).toHaveLength(1);
    expect(members.at(-1)).toMatchObject({ name: 'next' });
    expect(members.find(({ name }) => name === 'sparse')?.content).toBeUndefined();
  });
});

describe('TarParser: archives of the system tar', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pratique-tar-'));
  let tar = true;

  beforeAll(() => {
    try {
      execFileSync('tar', ['--version'], { stdio: 'ignore' });
    } catch {
      tar = false;
    }
    const deep = join(folder, 'tree', ...Array.from({ length: 12 }, () => 'a-long-directory-name'));
    mkdirSync(deep, { recursive: true });
    writeFileSync(join(deep, 'file'), 'content');
    linkSync(join(deep, 'file'), join(folder, 'tree/hard'));
    symlinkSync('/nowhere', join(folder, 'tree/soft'));
    const sparse = join(folder, 'tree/sparse');
    const file = openSync(sparse, 'w');
    for (let i = 0; i < 40; i++) writeSync(file, `piece ${i}`, i * 65_536);
    closeSync(file);
    truncateSync(sparse, 40 * 65_536);
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  test.each([
    ['--format=v7', '--exclude=*long*'],
    ['--format=ustar', '--exclude=*long*'],
    ['--format=oldgnu', '--sparse'],
    ['--format=gnu', '--sparse'],
    ['--format=pax', '--sparse', '--sparse-version=0.0'],
    ['--format=pax', '--sparse', '--sparse-version=0.1'],
    ['--format=pax', '--sparse', '--sparse-version=1.0'],
  ])('%s %s %s', async (...options) => {
    if (!tar) return;
    const bytes = execFileSync(
      'tar',
      [...options.filter(Boolean), '--sort=name', '-C', join(folder, 'tree'), '-c', '.'],
      {
        maxBuffer: 64 * 1024 * 1024,
      },
    );
    const { members, damaged } = await read(bytes, 10_000);
    expect(damaged).toEqual([]);
    const sparse = members.find(({ name }) => name === './sparse');
    expect(sparse?.size).toBe(40 * 65_536);
    expect(sparse?.content?.length).toBe(40 * 65_536);
    expect(sparse?.content?.toString('latin1', 39 * 65_536, 39 * 65_536 + 8)).toBe('piece 39');
    expect(members.find(({ name }) => name === './soft')?.linkName).toBe('/nowhere');
    if (!options.includes('--exclude=*long*')) {
      const file = members.find(({ name }) => name.endsWith('/file'));
      const hard = members.find(({ name }) => name === './hard');
      expect([file?.typeflag, hard?.typeflag].toSorted()).toEqual([0x30, 0x31]);
      expect(file?.linkName || hard?.linkName).toBe(file?.linkName ? './hard' : file?.name);
    }
  });
});
