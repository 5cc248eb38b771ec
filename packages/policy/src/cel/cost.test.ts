import { describe, expect, test } from 'vitest';
import { compile } from './compile.ts';
import { extensionLibraries } from './library/extensions.ts';
import { CompileError } from './problem.ts';
import { int, listOf, text } from './types.ts';

const now = new Date(0);
const options = { variables: { list: listOf(int), text }, libraries: extensionLibraries };
const bindings = { list: Array.from({ length: 2000 }, (_, i) => i), text: 'a'.repeat(100_000) };

function codeOf(source: string, costLimit?: number): string {
  const result = compile(source, options).evaluate(bindings, {
    now,
    ...(costLimit === undefined ? {} : { costLimit }),
  });
  return result.kind === 'error' ? result.code : result.kind;
}

function nested(depth: number, body: string): string {
  return depth === 0 ? body : `list.all(x${depth}, ${nested(depth - 1, body)})`;
}

const doubling = (levels: number, start: string): string =>
  levels === 0 ? 's' : `cel.bind(s, ${start}, ${doubling(levels - 1, 's + s')})`;

describe('what costs more than its limit is cut off', () => {
  test.each([
    ['a quadratic comprehension', nested(2, 'true')],
    ['a cubic comprehension', nested(3, 'x1 >= 0')],
    ['a quadratic comprehension that only makes values', 'size(list.map(x, list.map(y, x * y))) > 0'],
    ['a search in a list for each of its elements', 'list.all(x, list.map(y, y)[0] == 0 || x in list.map(y, y + 1))'],
    ['a string that doubles', `size(${doubling(40, 'text')}) > 0`],
    ['a list that doubles', `size(${doubling(40, 'list')}) > 0`],
    ['many matches of a long text', 'list.all(x, text.matches("^(a+)+$") || true)'],
    ['ever other patterns', 'list.all(x, "a".matches("(a{0,30}){0,30}" + string(x)) || true)'],
    ['comparisons of large lists', 'list.all(x, list.map(y, y) == list.map(y, y))'],
  ])('%s', (_, source) => {
    expect(codeOf(source)).toBe('cost');
  });

  test('nothing absorbs it', () => {
    expect(codeOf(`${nested(3, 'x1 >= 0')} || true`)).toBe('cost');
    expect(codeOf(`true || ${nested(3, 'x1 >= 0')}`)).toBe('value');
  });

  test('the limit may be set', () => {
    expect(codeOf('list.all(x, x >= 0)')).toBe('value');
    expect(codeOf('list.all(x, x >= 0)', 1000)).toBe('cost');
  });

  test('a pattern that backtracking engines hang on is matched in linear time', () => {
    expect(codeOf(`"${'a'.repeat(30)}b".matches("^(a+)+$")`)).toBe('value');
  });
});

describe('patterns that are too large are refused', () => {
  test.each(['((a{0,31}){0,31}){0,31}', '(a{1000}){1000}', 'a'.repeat(1001), '(((a{9}){9}){9}){9}', '('])(
    '%s',
    (pattern) => {
      expect(codeOf(`"a".matches(${JSON.stringify(pattern)})`)).toBe('invalid-argument');
    },
  );
});

describe('sources that are too large are refused', () => {
  test.each([
    ['long', 'x'.repeat(100_000)],
    ['a long string', `"${'x'.repeat(100_000)}"`],
    ['deep parentheses', `${'('.repeat(5000)}1${')'.repeat(5000)}`],
    ['deep lists', '['.repeat(5000)],
    ['deep calls', 'size('.repeat(3000)],
    ['a long chain of operators', `1${' + 1'.repeat(3000)}`],
    ['a long chain of conditions', `true${' ? true : true'.repeat(1000)}`],
    ['many signs', `${'!'.repeat(10_000)}true`],
    ['many minuses', `${'- '.repeat(9000)}1`],
    ['a long chain of fields', `list${'.a'.repeat(5000)}`],
    ['many elements', `[${'1,'.repeat(9000)}]`],
  ])('%s', (_, source) => {
    expect(() => compile(source, options)).toThrow(CompileError);
  });
});
