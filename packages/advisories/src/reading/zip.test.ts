import { buildZip } from '@pratique/testkit';
import { describe, expect, test } from 'vitest';
import { defaultAdvisoryLimits } from '../limits.ts';
import { readZip, type ZipMember } from './zip.ts';

async function read(
  archive: Buffer,
  limits: Partial<typeof defaultAdvisoryLimits> = {},
  memberBytes = 1_000_000,
): Promise<ZipMember[]> {
  return Array.fromAsync(readZip(archive, 'a.zip', { ...defaultAdvisoryLimits, ...limits }, memberBytes));
}

describe('readZip', () => {
  test.each([false, true])('reads members in order, folders left out (stored: %s)', async (stored) => {
    const members = await read(buildZip({ 'b.json': 'two', 'folder/': '', 'a.json': 'one' }, { stored }));
    expect(members.map(({ name, bytes }) => [name, bytes?.toString()])).toEqual([
      ['b.json', 'two'],
      ['a.json', 'one'],
    ]);
  });

  test('a damaged member comes with its reason, the others are read', async () => {
    const archive = buildZip({ 'a.json': 'x'.repeat(100), 'b.json': 'fine' }, { stored: true });
    archive.write('y', archive.indexOf('xxxx'));
    expect(await read(archive)).toMatchObject([
      { name: 'a.json', reason: 'checksum does not match' },
      { name: 'b.json' },
    ]);
  });

  test.each([
    ['a member above the bound', {}, 50, 'more than the limit'],
    ['a bomb', { compressionRatio: 10 }, 10_000_000, 'times its size'],
  ])('%s is left packed', async (_title, limits, memberBytes, reason) => {
    const [member] = await read(buildZip({ 'a.json': Buffer.alloc(2_000_000) }), limits, memberBytes);
    expect(member).toMatchObject({ reason: expect.stringContaining(reason) });
    expect(member?.bytes).toBeUndefined();
  });

  test('a size that lies is found out', async () => {
    const archive = buildZip({ 'a.json': 'x'.repeat(1000) });
    const directory = archive.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'));
    archive.writeUInt32LE(10, directory + 24);
    expect((await read(archive))[0]).toMatchObject({ reason: expect.any(String) });
  });

  test.each([
    ['too many entries', { archiveEntries: 1 }, 'advisories/too-large'],
    ['too many bytes in all', { archiveBytes: 5 }, 'advisories/too-large'],
  ])('%s', async (_title, limits, code) => {
    await expect(read(buildZip({ 'a.json': 'one!', 'b.json': 'two!' }), limits)).rejects.toMatchObject({ code });
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('<html>')],
    ['a zip without its end', buildZip({ 'a.json': 'one' }).subarray(0, -10)],
  ])('%s is no zip', async (_title, bytes) => {
    await expect(read(bytes)).rejects.toMatchObject({ code: 'advisories/malformed' });
  });
});
