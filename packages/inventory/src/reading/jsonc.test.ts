import { describe, expect, test } from 'vitest';
import { readJsonc } from './jsonc.ts';

function read(text: string): ReturnType<typeof readJsonc> {
  const bytes = Buffer.from(text);
  return readJsonc({ entry: { path: 'x', type: 'file', size: bytes.length, mode: 0, uid: 0, gid: 0 }, bytes });
}

describe('readJsonc', () => {
  test.each([
    ['{"a": 1,}', { a: 1 }],
    ['{"a": [1, 2,], // c\n "b": {},}', { a: [1, 2], b: {} }],
    ['{/* c */ "a": "// no, /* comment */ ,}", // c\n}', { a: '// no, /* comment */ ,}' }],
    ['{"a": "\\"//",\n/* between */\n}', { a: '"//' }],
    ['\uFEFF{}', {}],
  ])('%s', (text, value) => {
    expect(read(text)).toEqual({ value });
  });

  test.each(['', '[]', '{"a": }', '{ /* never closed', `${'/*'.repeat(200_000)}`, '{"a"'.repeat(50_000)])(
    'rejects %#',
    (text) => {
      expect(read(text)).toHaveProperty('problem.unknowns.0.code', 'malformed');
    },
  );
});
