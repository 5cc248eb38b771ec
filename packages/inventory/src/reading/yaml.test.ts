import { describe, expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { parseBlockYaml } from './block-yaml.ts';
import { readYaml, readYamlDocuments } from './yaml.ts';

function file(text: string): Parameters<typeof readYaml>[0] {
  const bytes = Buffer.from(text);
  return { entry: { path: 'x', type: 'file', size: bytes.length, mode: 0, uid: 0, gid: 0 }, bytes };
}

/** A value as the full reader gives it, all scalars text; absent values are empty text. */
function fully(text: string): unknown {
  const value: unknown = parseDocument(text, { schema: 'failsafe' }).toJS();
  return JSON.parse(JSON.stringify(value), (_key, item: unknown) => item ?? '');
}

/** Without the null prototypes that keep `__proto__` an ordinary key. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

describe('parseBlockYaml gives what a full reader gives', () => {
  test.each([
    ['a mapping', 'a: 1\nb: text # comment\nc:\n'],
    ['nested mappings', 'a:\n  b:\n    c: 1\n  d: 2\n'],
    ['sequences, indented and not', 'a:\n  - 1\n  - 2\nb:\n- 3\n- 4\nc: 5\n'],
    ['mappings in sequences', '- a: 1\n  b: 2\n-\n  a: 3\n- c:\n    d: 4\n'],
    ['quoted scalars', `a: 'it''s'\nb: "tab\\t \\u00e9 \\x41"\n'c d': e\n"f: g": h\n`],
    ['flow values', 'a: {b: c, d: [e, "f, g"], h: {}}\ni: []\nj: {k: "l"}\n'],
    ['block scalars', 'a: |-\n  one\n  two\n\n  three\nb: >\n  one\n  two\nc: |\n  x\n\nd: 1\n'],
    ['plain scalars of several lines', 'a: one\n  two\n  three\nb: 1\n'],
    ['colons and hashes within scalars', 'a: https://example.com/x#y\nb:c: d\n'],
    ['long keys', '? "a key"\n: b: 1\n  c: 2\n? d\n: e\n'],
    ['a scalar document', 'hello\n'],
    ['keys that JavaScript knows', '__proto__: 1\nconstructor: 2\n'],
    ['Windows line endings', 'a: 1\r\nb:\r\n  - c\r\n'],
  ])('%s', (_title, text) => {
    const expected = text.includes('__proto__') ? JSON.parse('{"__proto__":"1","constructor":"2"}') : fully(text);
    expect(plain(parseBlockYaml(text))).toEqual(expected);
  });
});

describe('readYaml', () => {
  test('falls back for anchors and aliases', () => {
    const reading = readYaml(file('base: &b {x: "1"}\nuse: *b\nmulti: "a\n  b"\n'));
    expect(reading).toEqual({ value: { base: { x: '1' }, use: { x: '1' }, multi: 'a b' } });
  });

  test('never turns a version into a number', () => {
    const reading = readYaml(file('version: 1.10\nother: &x 0x10\n'));
    expect(reading).toEqual({ value: { version: '1.10', other: '0x10' } });
  });

  test('reads several documents', () => {
    const reading = readYamlDocuments(file('---\na: 1\n---\nb: 2\n'));
    expect('value' in reading && plain(reading.value)).toEqual([{ a: '1' }, { b: '2' }]);
  });

  test.each([
    ['nothing', '', 'malformed'],
    ['only comments', '# x\n', 'malformed'],
    ['a sequence', '- a\n', 'malformed'],
    ['a duplicate key', 'a: 1\na: 2\n', 'malformed'],
    ['a broken flow value', 'a: [1, {b: }\n', 'malformed'],
    ['too many documents', '--- \na: 1\n'.repeat(17), 'malformed'],
    ['nested brackets', `a: ${'['.repeat(100_000)}`, 'too-large'],
    ['nested sequences', `a: &a 1\n${'- '.repeat(10_000)}`, 'too-large'],
    ['deep indentation', Array.from({ length: 200 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), 'too-large'],
    ['an anchor in a very large file', `a: &a 1\n${'b: "1"\n'.repeat(20_000)}`, 'too-large'],
    [
      'an alias bomb',
      Array.from({ length: 30 }, (_, i) => `a${i}: &a${i} [${i ? `*a${i - 1}, *a${i - 1}` : 'x'}]`).join('\n'),
      'malformed',
    ],
  ])('%s is an unknown', (_title, text, code) => {
    expect(readYaml(file(text))).toHaveProperty('problem.unknowns.0.code', code);
  });
});
