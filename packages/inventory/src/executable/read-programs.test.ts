import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { bytesAt, findSection, type Program, sectionBytes } from './program.ts';
import { readPrograms } from './read-programs.ts';
import { isUpxPacked } from './upx.ts';

const goFixtures = join(import.meta.dirname, '../go/binary/fixtures');

function goProgram(name: string): Buffer {
  return brotliDecompressSync(readFileSync(join(goFixtures, `${name}.br`)));
}

function only(bytes: Buffer): Program {
  const read = readPrograms(bytes);
  if (read.kind !== 'programs' || !read.programs[0]) throw new Error(JSON.stringify(read));
  return read.programs[0];
}

/** A universal binary of the given slices, aligned as `lipo` does (mach-o/fat.h). */
function universal(...slices: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(4096);
  header.writeUInt32BE(0xcafebabe, 0);
  header.writeUInt32BE(slices.length, 4);
  let offset = header.length;
  slices.forEach((slice, i) => {
    header.writeUInt32BE(offset, 8 + i * 20 + 8);
    header.writeUInt32BE(slice.length, 8 + i * 20 + 12);
    offset += slice.length;
  });
  return Buffer.concat([header, ...slices]);
}

describe('readPrograms', () => {
  test.each([
    ['shop-plain', 'elf', 'amd64', 8, false],
    ['shop-linux-arm', 'elf', 'arm', 4, false],
    ['shop-linux-386', 'elf', '386', 4, false],
    ['shop-linux-mips', 'elf', 'mips', 4, true],
    ['shop-linux-ppc64', 'elf', 'ppc64', 8, true],
    ['shop-linux-s390x', 'elf', 's390x', 8, true],
    ['shop-windows-amd64', 'pe', 'amd64', 8, false],
    ['shop-windows-386', 'pe', '386', 4, false],
    ['shop-darwin-amd64', 'macho', 'amd64', 8, false],
    ['shop-darwin-arm64', 'macho', 'arm64', 8, false],
  ])('knows the kind of %s', (name, format, architecture, wordSize, bigEndian) => {
    expect(only(goProgram(name))).toMatchObject({ format, architecture, wordSize, bigEndian });
  });

  test('finds sections by name, and bytes by address', () => {
    const program = only(goProgram('shop-plain'));
    const section = findSection(program, '.go.buildinfo');
    if (!section) throw new Error('no section .go.buildinfo');
    expect(sectionBytes(program, section).toString('latin1', 0, 14)).toBe('\xff Go buildinf:');
    expect(bytesAt(program, section.address)?.toString('latin1', 0, 14)).toBe('\xff Go buildinf:');
    expect(bytesAt(program, section.address + 2 ** 40)).toBeUndefined();
  });

  test('reads every slice of a universal binary', () => {
    const read = readPrograms(universal(goProgram('shop-darwin-amd64'), goProgram('shop-darwin-arm64')));
    expect(read.kind === 'programs' && read.programs.map(({ format }) => format)).toEqual(['macho', 'macho']);
  });

  test.each([
    [
      'a Java class, which has the magic of universal binaries',
      'cafebabe0000003d00ff0a000200030700040c',
      'not-a-program',
    ],
    ['a DOS program', `4d5a${'00'.repeat(200)}`, 'not-a-program'],
    ['a script', Buffer.from('#!/bin/sh\nexit 0\n').toString('hex'), 'not-a-program'],
    ['nothing', '', 'not-a-program'],
    ['an ELF header cut off', `7f454c46020101${'00'.repeat(20)}`, 'malformed'],
    ['an ELF of no known width', `7f454c46090101${'00'.repeat(80)}`, 'malformed'],
    ['a universal binary of nothing', `cafebabe00000001${'00'.repeat(40)}`, 'malformed'],
  ])('tells %s', (_title, hex, kind) => {
    expect(readPrograms(Buffer.from(hex, 'hex')).kind).toBe(kind);
  });

  test('does not read one slice again and again: they may not be larger together than the file', () => {
    const slice = goProgram('shop-darwin-arm64');
    const bytes = universal(...Array.from({ length: 20 }, () => slice.subarray(0, 0)), slice);
    for (let i = 0; i < 21; i++) {
      bytes.writeUInt32BE(4096, 8 + i * 20 + 8);
      bytes.writeUInt32BE(slice.length, 8 + i * 20 + 12);
    }
    const read = readPrograms(bytes);
    expect(read.kind === 'programs' && read.programs).toHaveLength(1);
  });

  test('tolerates counts and offsets that point anywhere', () => {
    const bytes = goProgram('shop-plain');
    for (const at of [32, 40, 54, 56, 58, 60, 62]) {
      const damaged = Buffer.from(bytes);
      damaged.fill(0xff, at, at + 2);
      expect(['programs', 'malformed']).toContain(readPrograms(damaged).kind);
    }
  });
});

describe('isUpxPacked', () => {
  test('knows the header that UPX leaves behind the program headers', () => {
    const bytes = Buffer.concat([goProgram('shop-plain').subarray(0, 4096)]);
    expect(isUpxPacked(only(Buffer.from(bytes)))).toBe(false);
    bytes.write('UPX!', 0x0ec, 'latin1');
    expect(isUpxPacked(only(bytes))).toBe(true);
  });
});
