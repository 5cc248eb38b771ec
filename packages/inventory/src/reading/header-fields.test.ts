import { expect, test } from 'vitest';
import { field, headerFields } from './header-fields.ts';

test('reads fields to the first empty line, folds values, keeps repeated ones', () => {
  const fields = headerFields('\n\nA: 1\r\n two\nB:\n  x\na: 2\nno field\n of none\nbad name: 3\n\nC: 4');
  expect([...fields]).toEqual([
    ['a', ['1\ntwo', '2']],
    ['b', ['\nx']],
  ]);
  expect(field(fields, 'a')).toBe('1\ntwo');
  expect(field(fields, '__proto__')).toBeUndefined();
});

test('a line of blanks continues a value', () => {
  const fields = headerFields('License: Copyright\n        \n        Permission\n \t\nClassifier: x\n\nbody: y');
  expect([...fields]).toEqual([
    ['license', ['Copyright\n\nPermission\n']],
    ['classifier', ['x']],
  ]);
});

test('the number of fields is bounded', () => {
  expect(headerFields('A: 1\n'.repeat(20_000)).get('a')?.length).toBe(10_000);
});
