import { describe, expect, test } from 'vitest';
import { phrase, quoted, token } from './tokens.ts';
import { UnknownList } from './unknown-list.ts';

describe('token', () => {
  test.each([
    [' 1:2.3-4 ', '1:2.3-4'],
    ['a b', undefined],
    ['a\u0000b', undefined],
    ['', undefined],
    [undefined, undefined],
    ['x'.repeat(257), undefined],
  ])('%j', (text, expected) => expect(token(text)).toBe(expected));
});

test('phrase puts free text on one line', () => {
  expect(phrase('Ubuntu Developers\n <x@example.com>\u001b[2J')).toBe('Ubuntu Developers  <x@example.com> [2J');
  expect(phrase('\n')).toBeUndefined();
});

test('quoted is short and printable', () => {
  expect(quoted(`a\u0007"${'b'.repeat(100)}`)).toBe(`"a \\"${'b'.repeat(37)}"`);
});

test('UnknownList counts what lies beyond its bound', () => {
  const list = new UnknownList('x');
  for (let i = 0; i < 250; i++) list.add('malformed', `record ${i}`);
  expect(list.all()).toHaveLength(101);
  expect(list.all().at(-1)?.reason).toContain('150 more');
});
