import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fromBuffer } from 'yauzl';
import { eachMember, isProblem, openZip, readMember, type ZipArchive, type ZipMember } from './zip-archive.ts';

function fixture(name: string): Buffer {
  return readFileSync(join(import.meta.dirname, 'fixtures', name));
}

function opened(bytes: Buffer): ZipArchive {
  const archive = openZip(bytes);
  if (isProblem(archive)) throw new Error(archive.reason);
  return archive;
}

function members(archive: ZipArchive): ZipMember[] {
  const found: ZipMember[] = [];
  expect(eachMember(archive, 1000, (member) => found.push(member))).toBeUndefined();
  return found;
}

describe('archives of every shape', () => {
  test.each(['plain', 'stored', 'data-descriptors', 'comment', 'prefix', 'trailing', 'zip64', 'zip64-prefix'])(
    '%s: lists and unpacks its members',
    async (name) => {
      const archive = opened(fixture(`${name}.zip`));
      const found = members(archive);
      expect(found.map((member) => member.name)).toEqual(['META-INF/MANIFEST.MF', 'a/b.txt']);
      const contents = await Promise.all(found.map((member) => readMember(archive, member, 1000)));
      expect(contents.map(String)).toEqual(['Manifest-Version: 1.0\r\n\r\n', 'hello '.repeat(40)]);
    },
  );

  test('an empty archive has no members', () => {
    expect(members(opened(fixture('empty.zip')))).toEqual([]);
  });

  test.each(['plain', 'stored', 'data-descriptors'])('%s: agrees with yauzl', async (name) => {
    const bytes = fixture(`${name}.zip`);
    const theirs = await new Promise<string[]>((resolve, reject) => {
      fromBuffer(bytes, (error, zip) => {
        const names: string[] = [];
        if (error) return reject(error);
        zip.on('entry', (entry) => names.push(`${entry.fileName} ${entry.uncompressedSize} ${entry.crc32}`));
        return zip.on('end', () => resolve(names));
      });
    });
    expect(members(opened(bytes)).map((member) => `${member.name} ${member.bytes} ${member.crc32}`)).toEqual(theirs);
  });
});

describe('what cannot be read says why', () => {
  test.each([
    ['nothing', Buffer.alloc(0), 'malformed'],
    ['text', Buffer.from('<html>404</html>'), 'malformed'],
    ['an archive that breaks off', fixture('plain.zip').subarray(0, 120), 'unreadable'],
  ])('%s', (_title, bytes, code) => {
    expect(openZip(bytes)).toMatchObject({ code });
  });

  test('an archive that breaks off after a stored inner archive is not that inner archive', () => {
    const inner = fixture('plain.zip');
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50);
    expect(openZip(Buffer.concat([header, inner]))).toMatchObject({ code: 'unreadable' });
  });

  test('of two archives in one file, the one that Java does not see is not taken for the file', () => {
    const both = Buffer.concat([fixture('plain.zip'), fixture('stored.zip')]);
    expect(openZip(both)).toMatchObject({ code: 'unreadable' });
  });

  test('a zip64 record that contradicts the end record does not count, as in Java', () => {
    const plain = fixture('plain.zip');
    const end = plain.length - 22;
    const record = Buffer.alloc(56);
    record.writeUInt32LE(0x06064b50);
    const locator = Buffer.alloc(20);
    locator.writeUInt32LE(0x07064b50);
    locator.writeBigUInt64LE(BigInt(end), 8);
    const short = Buffer.from(plain.subarray(end));
    // The directory's offset no longer says where it begins: it is found from its end.
    short.writeUInt32LE(plain.readUInt32LE(end + 12) + 76, 12);
    const archive = openZip(Buffer.concat([plain.subarray(0, end), record, locator, short]));
    expect(isProblem(archive) || archive.declaredMembers).toBe(2);
  });

  test('more members than allowed: the first ones are told', () => {
    const names: string[] = [];
    const problem = eachMember(opened(fixture('plain.zip')), 1, (member) => names.push(member.name));
    expect(problem).toMatchObject({ code: 'too-large' });
    expect(names).toEqual(['META-INF/MANIFEST.MF']);
  });

  test.each([
    ['a method that is not read', 'bzip2.zip', {}, 'unsupported'],
    ['encryption', 'plain.zip', { encrypted: true }, 'unsupported'],
    ['a member over the bound', 'plain.zip', { bytes: 5000 }, 'too-large'],
    ['a stated size below the real one', 'plain.zip', { bytes: 3 }, 'malformed'],
    ['a stated size above the real one', 'plain.zip', { bytes: 300 }, 'malformed'],
    ['another checksum', 'plain.zip', { crc32: 1 }, 'malformed'],
    ['an offset outside', 'plain.zip', { offset: 1e15 }, 'malformed'],
    ['packed bytes past the end', 'plain.zip', { packedBytes: 1e9 }, 'malformed'],
  ])('%s', async (_title, name, change, code) => {
    const archive = opened(fixture(name));
    const member = { ...(members(archive)[1] as ZipMember), ...change };
    expect(await readMember(archive, member, 1000)).toMatchObject({ code });
  });
});
