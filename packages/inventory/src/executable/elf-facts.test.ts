import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readElfFacts } from './elf-facts.ts';

function program(name: string): Buffer {
  return brotliDecompressSync(readFileSync(join(import.meta.dirname, 'fixtures', `${name}.br`)));
}

describe('readElfFacts', () => {
  test.each([
    ['libz', { needed: ['libc.so.6'], soname: 'libz.so.1', static: false, rpath: [] }],
    ['tini', { needed: ['libc.so.6'], interpreter: '/lib64/ld-linux-x86-64.so.2', static: false, rpath: [] }],
    ['tini-static', { needed: [], static: true, rpath: [] }],
  ])('says what %s loads', (name, facts) => {
    expect(readElfFacts(program(name))).toEqual(facts);
  });

  test('reads the run path and every library, in order', () => {
    const facts = readElfFacts(program('smbd'));
    expect(facts?.rpath).toEqual(['/usr/lib/x86_64-linux-gnu/samba']);
    expect(facts?.needed.length).toBeGreaterThan(20);
    expect(facts?.needed.at(-1)).toBe('libc.so.6');
  });

  test('has nothing to say of object files, core dumps and what is not ELF', () => {
    const object = program('tini');
    object.writeUInt16LE(1, 16);
    expect(readElfFacts(object)).toBeUndefined();
    expect(readElfFacts(Buffer.from('#!/bin/sh\n'.repeat(20)))).toBeUndefined();
    expect(readElfFacts(program('tini').subarray(0, 51))).toBeUndefined();
  });

  test('leaves out what stands beyond the end of the file', () => {
    const cut = program('smbd').subarray(0, 2048);
    expect(readElfFacts(cut)).toMatchObject({ needed: [], rpath: [] });
  });

  test('splits a run path and skips its empty parts', () => {
    const bytes = program('smbd');
    const at = bytes.indexOf('/usr/lib/x86_64-linux-gnu/samba\0');
    bytes.write('$ORIGIN/../lib::/opt/lib\0', at, 'latin1');
    expect(readElfFacts(bytes)?.rpath).toEqual(['$ORIGIN/../lib', '/opt/lib']);
  });
});
