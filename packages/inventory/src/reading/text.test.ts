import { describe, expect, test } from 'vitest';
import { decodeText, linesOf, quoteToken, readText } from './text.ts';

function file(bytes: Buffer): Parameters<typeof readText>[0] {
  return { entry: { path: 'x', type: 'file', size: bytes.length, mode: 0, uid: 0, gid: 0 }, bytes };
}

describe('decodeText', () => {
  test.each([
    ['UTF-8', Buffer.from('é\n')],
    ['UTF-8 with a byte-order mark', Buffer.from('\uFEFFé\n')],
    ['UTF-16, little endian', Buffer.from('\uFEFFé\n', 'utf16le')],
    ['UTF-16, big endian', Buffer.from('\uFEFFé\n', 'utf16le').swap16()],
    [
      'UTF-16, big endian, cut off within a character',
      Buffer.concat([Buffer.from('\uFEFFé\n', 'utf16le').swap16(), Buffer.of(0)]),
    ],
  ])('%s', (_title, bytes) => {
    expect(decodeText(bytes)).toBe('é\n');
  });
});

test('readText rejects binary content', () => {
  expect(readText(file(Buffer.from('a\0b')))).toHaveProperty('problem.unknowns.0.code', 'malformed');
});

test('linesOf knows every line ending', () => {
  expect(linesOf('a\r\nb\nc\rd')).toEqual(['a', 'b', 'c', 'd']);
});

test('quoteToken keeps hostile text short and printable', () => {
  expect(quoteToken('\u001b[31m')).toBe('"\\u001b[31m"');
  expect(quoteToken('x'.repeat(1000)).length).toBeLessThan(70);
});
