import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readNdb } from './read-ndb.ts';

const whole = readFileSync(join(import.meta.dirname, '../fixtures/ndb/usr/lib/sysimage/rpm/Packages.db'));
const firstSlot = 32;

function read(change: (bytes: Buffer) => void): { headers: number; reasons: string[] } {
  const bytes = Buffer.from(whole);
  change(bytes);
  const blobs = [...readNdb(bytes)];
  const reasons = blobs.filter((blob) => !blob.ok).map(({ reason }) => reason);
  return { headers: blobs.length - reasons.length, reasons };
}

describe('readNdb', () => {
  test('reads every header', () => expect(read(() => undefined)).toEqual({ headers: 5, reasons: [] }));

  test('leaves out a free slot', () => {
    expect(read((bytes) => bytes.writeUInt32LE(0, firstSlot + 4))).toEqual({ headers: 4, reasons: [] });
  });

  test.each<[string, (bytes: Buffer) => void, number]>([
    ['an unknown version', (bytes) => bytes.writeUInt32LE(7, 4), 0],
    ['more slot pages than the file has', (bytes) => bytes.writeUInt32LE(0xffff_ffff, 12), 5],
    ['a slot without its magic', (bytes) => bytes.write('X', firstSlot + 16), 1],
    ['a slot that points behind the end', (bytes) => bytes.writeUInt32LE(0xffff_ffff, firstSlot + 8), 4],
    [
      'a slot that points at another header',
      (bytes) => bytes.copy(bytes, firstSlot + 8, firstSlot + 24, firstSlot + 32),
      4,
    ],
    ['a header that claims 4 GiB', (bytes) => bytes.writeUInt32LE(0xffff_ffff, 4096 + 12), 4],
  ])('says so of %s', (_title, change, headers) => {
    const outcome = read(change);
    expect(outcome.headers).toBe(headers);
    expect(outcome.reasons.length).toBeGreaterThan(0);
  });

  test('gives up on slots that all point at one header', () => {
    const reasons = read((bytes) => {
      for (let slot = firstSlot; slot < 4096; slot += 16) bytes.copy(bytes, slot, firstSlot, firstSlot + 16);
    }).reasons;
    expect(reasons).toEqual(['headers overlap']);
  });
});
