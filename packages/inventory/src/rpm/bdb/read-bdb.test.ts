import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readBerkeleyDb } from './read-bdb.ts';

const whole = readFileSync(join(import.meta.dirname, '../fixtures/bdb/var/lib/rpm/Packages'));
const pageSize = 4096;

function read(change: (bytes: Buffer) => Buffer | void): { headers: number; reasons: string[] } {
  const bytes = Buffer.from(whole);
  const blobs = [...readBerkeleyDb(change(bytes) ?? bytes)];
  const reasons = blobs.filter((blob) => !blob.ok).map(({ reason }) => reason);
  return { headers: blobs.length - reasons.length, reasons };
}

/** Offsets of the pages of a type. */
function pagesOf(bytes: Buffer, type: number): number[] {
  const pages = Array.from({ length: bytes.length / pageSize }, (_, i) => i * pageSize);
  return pages.filter((page) => bytes[page + 25] === type);
}

describe('readBerkeleyDb', () => {
  test('reads every header and leaves the counter out', () => {
    expect(read(() => undefined)).toEqual({ headers: 5, reasons: [] });
  });

  test.each<[string, (bytes: Buffer) => Buffer | void]>([
    ['a b-tree', (bytes) => void bytes.writeUInt32LE(0x53162, 12)],
    ['an impossible page size', (bytes) => void bytes.writeUInt32LE(100, 20)],
    ['encryption', (bytes) => void bytes.writeUInt8(1, 24)],
    ['other metadata', (bytes) => void bytes.writeUInt8(9, 25)],
    ['a file that is cut off', (bytes) => bytes.subarray(0, bytes.length - pageSize)],
    ['a file that ends within a page', (bytes) => bytes.subarray(0, bytes.length - 1)],
    [
      'overflow pages in a circle',
      (bytes) => pagesOf(bytes, 7).forEach((page) => bytes.writeUInt32LE(page / pageSize, page + 16)),
    ],
    [
      'overflow pages that hold nothing',
      (bytes) => pagesOf(bytes, 7).forEach((page) => bytes.writeUInt16LE(0, page + 22)),
    ],
    ['overflow pages of another type', (bytes) => pagesOf(bytes, 7).forEach((page) => bytes.writeUInt8(3, page + 25))],
    [
      'more items than a page holds',
      (bytes) => pagesOf(bytes, 13).forEach((page) => bytes.writeUInt16LE(0xffff, page + 20)),
    ],
    ['items out of the page', (bytes) => pagesOf(bytes, 13).forEach((page) => bytes.writeUInt16LE(0xffff, page + 26))],
    [
      'items out of order',
      (bytes) => pagesOf(bytes, 13).forEach((page) => bytes.writeUInt16LE(pageSize - 1, page + 28)),
    ],
  ])('says so of %s', (_title, change) => expect(read(change).reasons.length).toBeGreaterThan(0));

  test('a row that claims 4 GiB is refused before anything is read', () => {
    const { headers, reasons } = read((bytes) => {
      for (const page of pagesOf(bytes, 13)) {
        for (let i = 1; i < bytes.readUInt16LE(page + 20); i += 2) {
          const item = page + bytes.readUInt16LE(page + 26 + 2 * i);
          if (bytes[item] === 3) bytes.writeUInt32LE(0xffff_ffff, item + 8);
        }
      }
    });
    expect(headers).toBe(0);
    expect(new Set(reasons)).toEqual(new Set(['a header claims more bytes than there are']));
  });
});
