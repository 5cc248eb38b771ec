import { describe, expect, test } from 'vitest';
import { interpolate } from './interpolate.ts';

const values = new Map([
  ['a', '1'],
  ['b', '${a}.2'],
  ['nested', '${${name}}'],
  ['name', 'b'],
  ['self', '${self}'],
  ['grow', '${grow}${grow}'],
  ['odd', '${'],
]);

describe('interpolate', () => {
  test.each([
    ['plain', 'plain'],
    ['${a}', '1'],
    ['v${b}-${a}', 'v1.2-1'],
    ['${nested}', '1.2'],
    ['${nowhere}', undefined],
    ['${self}', undefined],
    ['${grow}', undefined],
    ['${odd}', undefined],
    ['${', undefined],
    ['x'.repeat(2000), undefined],
  ])('%s', (text, expected) => {
    expect(interpolate(text, (name) => values.get(name))).toBe(expected);
  });
});
