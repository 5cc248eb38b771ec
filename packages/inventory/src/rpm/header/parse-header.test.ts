import { describe, expect, test } from 'vitest';
import { OwnedPaths } from '../../os-package/owned-paths.ts';
import { parseHeader } from './parse-header.ts';
import { readPackage } from './read-package.ts';
import { tag } from './tags.ts';

interface Field {
  readonly tag: number;
  readonly type: number;
  readonly data: Buffer;
  readonly count?: number;
  readonly offset?: number;
}

/** Writes a header as rpm does, without alignment. */
function headerOf(fields: readonly Field[]): Buffer {
  let at = 0;
  const index = fields.map(({ tag, type, data, count = 1, offset = at }) => {
    const entry = Buffer.alloc(16);
    entry.writeUInt32BE(tag, 0);
    entry.writeUInt32BE(type, 4);
    entry.writeInt32BE(offset, 8);
    entry.writeUInt32BE(count, 12);
    at += data.length;
    return entry;
  });
  const intro = Buffer.alloc(8);
  intro.writeUInt32BE(fields.length, 0);
  intro.writeUInt32BE(at, 4);
  return Buffer.concat([intro, ...index, ...fields.map(({ data }) => data)]);
}

const text = (tag: number, value: string, type = 6): Field => ({ tag, type, data: Buffer.from(`${value}\0`) });
const texts = (tag: number, values: readonly string[], type = 8): Field => ({
  tag,
  type,
  data: Buffer.from(values.map((value) => `${value}\0`).join('')),
  count: values.length,
});
const numbers = (tag: number, values: readonly number[], type: 3 | 4): Field => {
  const data = Buffer.alloc(values.length * (type === 3 ? 2 : 4));
  for (const [i, value] of values.entries()) {
    if (type === 3) data.writeUInt16BE(value, 2 * i);
    else data.writeUInt32BE(value, 4 * i);
  }
  return { tag, type, data, count: values.length };
};

const identity = [text(tag.name, 'a'), text(tag.version, '1'), text(tag.release, '2')];

describe('readPackage', () => {
  test('joins base names to directories, without the directories themselves', () => {
    const blob = headerOf([
      ...identity,
      numbers(tag.epoch, [3], 4),
      text(tag.vendor, 'Vendor', 9),
      texts(tag.baseNames, ['x', 'doc', 'y', 'z']),
      texts(tag.directoryNames, ['/usr/bin/', '/usr/share/']),
      numbers(tag.directoryIndexes, [0, 1, 1, 9], 4),
      numbers(tag.fileModes, [0o100755, 0o040755, 0o120777, 0o100644], 3),
    ]);
    expect(readPackage(blob, new OwnedPaths(''))).toEqual({
      record: {
        name: 'a',
        epoch: 3,
        version: '1',
        release: '2',
        architecture: undefined,
        sourceRpm: undefined,
        vendor: 'Vendor',
        license: undefined,
        modularity: undefined,
      },
      paths: ['usr/bin/x', 'usr/share/y'],
    });
  });

  test('reads the whole paths of old headers', () => {
    const blob = headerOf([...identity, texts(tag.oldFileNames, ['/usr/x', '/usr/y'])]);
    expect(readPackage(blob, new OwnedPaths(''))?.paths).toEqual(['usr/x', 'usr/y']);
  });

  test('a long directory and many names do not multiply without end', () => {
    const blob = headerOf([
      ...identity,
      texts(
        tag.baseNames,
        Array.from({ length: 100_000 }, () => 'x'),
      ),
      texts(tag.directoryNames, [`/${'d'.repeat(4000)}/`]),
      numbers(
        tag.directoryIndexes,
        Array.from({ length: 100_000 }, () => 0),
        4,
      ),
    ]);
    const owned = new OwnedPaths('');
    expect(readPackage(blob, owned)?.paths.length).toBeLessThan(20_000);
    expect(owned.exceeded).toBe(true);
  });
});

describe('parseHeader', () => {
  const wanted = new Set([tag.name, tag.epoch, tag.baseNames]);

  test.each<[string, Buffer]>([
    ['nothing', Buffer.alloc(0)],
    ['less than an intro', Buffer.alloc(7)],
    ['an index without entries', Buffer.alloc(64)],
    ['an index of 4 Gi entries', Buffer.alloc(64, 0xff)],
    ['data beyond the blob', headerOf(identity).subarray(0, -1)],
  ])('refuses %s', (_title, blob) => expect(parseHeader(blob, wanted)).toBeUndefined());

  test.each<[string, Field]>([
    ['an offset behind the data', { ...text(tag.name, 'x'), offset: 1000 }],
    ['a negative offset', { ...text(tag.name, 'x'), offset: -16 }],
    ['another type', { ...text(tag.name, 'x'), type: 4 }],
    ['no end', { tag: tag.name, type: 6, data: Buffer.from('x') }],
  ])('finds no string in one of %s', (_title, field) => {
    expect(parseHeader(headerOf([field]), wanted)?.string(tag.name)).toBeUndefined();
  });

  test('counts no further than the data goes', () => {
    const header = parseHeader(headerOf([{ ...texts(tag.baseNames, ['a', 'b']), count: 0xffff_ffff }]), wanted);
    expect(header?.strings(tag.baseNames)).toEqual(['a', 'b']);
    const epoch = parseHeader(headerOf([{ ...numbers(tag.epoch, [1], 4), count: 0xffff_ffff }]), wanted);
    expect(epoch?.integers(tag.epoch)).toHaveLength(0);
    expect(epoch?.integer(tag.epoch)).toBe(1);
  });

  test('of a tag that occurs twice the last counts', () => {
    expect(parseHeader(headerOf([text(tag.name, 'a'), text(tag.name, 'b')]), wanted)?.string(tag.name)).toBe('b');
  });
});
