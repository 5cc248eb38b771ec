import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { readSqlite } from './read-sqlite.ts';
import { readVarint } from './varint.ts';

/** A database as SQLite itself writes it. */
function written(pageSize: number, blobs: readonly Buffer[], pragmas = ''): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'pratique-sqlite-'));
  try {
    const path = join(folder, 'rpmdb.sqlite');
    const database = new DatabaseSync(path);
    database.exec(`PRAGMA page_size=${pageSize}; ${pragmas}`);
    database.exec('CREATE TABLE decoy (x)');
    database.exec('CREATE TABLE Packages (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)');
    database.exec('BEGIN');
    const insert = database.prepare('INSERT INTO Packages (blob) VALUES (?)');
    for (const blob of blobs) insert.run(blob);
    database.exec('COMMIT');
    database.close();
    return readFileSync(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function blobsIn(bytes: Buffer): Buffer[] {
  return [...readSqlite(bytes)].map((blob) => {
    if (!blob.ok) throw new Error(blob.reason);
    return blob.bytes;
  });
}

/** Rows from nothing to several overflow pages, each with content of its own. */
function rows(count: number, largest: number): Buffer[] {
  return Array.from({ length: count }, (_, i) => Buffer.alloc(Math.floor((i * largest) / count), `${i}.`));
}

describe('readSqlite reads what SQLite wrote', () => {
  test.each([
    [512, 1000, 3000, ''],
    [1024, 300, 20_000, ''],
    [4096, 200, 50_000, ''],
    [4096, 200, 50_000, 'PRAGMA auto_vacuum=FULL;'],
    [65_536, 50, 400_000, ''],
  ])('pages of %i bytes, %i rows up to %i bytes %s', (pageSize, count, largest, pragmas) => {
    const blobs = rows(count, largest);
    expect(blobsIn(written(pageSize, blobs, pragmas)).map((blob) => blob.toString('latin1'))).toEqual(
      blobs.map((blob) => blob.toString('latin1')),
    );
  });

  test('every length around the edges of the local payload', () => {
    const blobs = Array.from({ length: 1200 }, (_, i) => Buffer.alloc(i, i));
    expect(blobsIn(written(512, blobs)).map((blob) => blob.length)).toEqual(blobs.map((blob) => blob.length));
  });

  test('no rows', () => expect(blobsIn(written(4096, []))).toEqual([]));
});

describe('readSqlite says what it cannot read', () => {
  const whole = written(512, rows(100, 3000));

  function changed(change: (bytes: Buffer) => void): string[] {
    const bytes = Buffer.from(whole);
    change(bytes);
    return [...readSqlite(bytes)].filter((blob) => !blob.ok).map(({ reason }) => reason);
  }

  test.each<[string, (bytes: Buffer) => void]>([
    ['another magic', (bytes) => bytes.write('x')],
    ['a page size that is no power of two', (bytes) => bytes.writeUInt16BE(1000, 16)],
    ['reserved bytes beyond the page', (bytes) => bytes.writeUInt8(255, 20)],
    ['UTF-16', (bytes) => bytes.writeUInt32BE(2, 56)],
    ['a schema page of another type', (bytes) => bytes.writeUInt8(0x0a, 100)],
    ['more cells than a page holds', (bytes) => bytes.writeUInt16BE(65_535, 103)],
  ])('%s', (_title, change) => expect(changed(change).length).toBeGreaterThan(0));

  test('a file that is cut off', () => {
    const read = [...readSqlite(whole.subarray(0, whole.length / 2))];
    expect(read.some((blob) => !blob.ok)).toBe(true);
  });

  test('pages that point at each other', () => {
    // Every interior page's rightmost child becomes page 1's neighbour, the root of all.
    const reasons = changed((bytes) => {
      for (let page = 512; page < bytes.length; page += 512) {
        if (bytes[page] === 0x05) bytes.writeUInt32BE(page / 512 + 1, page + 8);
      }
    });
    expect(reasons.join()).toMatch(/more than once/);
  });

  test('a row that claims 4 GiB allocates nothing', () => {
    const small = written(512, [Buffer.alloc(100, 7)]);
    const cell = small.lastIndexOf(Buffer.alloc(100, 7));
    // Cell: payload length, rowid, header (3 bytes), content. The claim needs more varint bytes than the row had.
    const start = cell - 6;
    Buffer.from([0x8f, 0xff, 0xff, 0xff, 0x7f, 0x01]).copy(small, start);
    const page = start - (start % 512);
    small.writeUInt16BE(start - page, page + 8);
    const before = process.memoryUsage().arrayBuffers;
    expect([...readSqlite(small)].every((blob) => !blob.ok)).toBe(true);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1024 * 1024);
  });
});

describe('readVarint', () => {
  test.each([
    [[0x00], 0, 1],
    [[0x7f], 127, 1],
    [[0x81, 0x00], 128, 2],
    [[0x82, 0x80, 0x00], 32_768, 3],
  ])('%j is %i', (bytes, value, end) => expect(readVarint(Buffer.from(bytes), 0)).toEqual({ value, end }));

  test.each([[[]], [[0x81]], [Array.from({ length: 9 }, () => 0xff)]])('%j is none', (bytes) => {
    expect(readVarint(Buffer.from(bytes), 0)).toBeUndefined();
  });
});
