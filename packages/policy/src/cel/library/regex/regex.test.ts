import { describe, expect, test } from 'vitest';
import { resultOf } from '../expression-result.ts';

const truths = [
  // Kubernetes' documentation
  `"abc 123".find('[0-9]*') == '123'`,
  `"abc 123".find('[0-9]+') == '123'`,
  `"abc 123".find('xyz') == ''`,
  `"123 abc 456".findAll('[0-9]*') == ['123', '456']`,
  `"123 abc 456".findAll('[0-9]*', 1) == ['123']`,
  `"123 abc 456".findAll('xyz') == []`,
  `"1, 2, 3, 4".findAll('[0-9]*').map(x, int(x)).sum() < 100`,
  // bounds of the limit
  `"1 2 3".findAll('[0-9]', 0) == []`,
  `"1 2 3".findAll('[0-9]', 2) == ['1', '2']`,
  `"1 2 3".findAll('[0-9]', -1) == ['1', '2', '3']`,
  // the leftmost match, not the longest
  `"aaa".find('a+?') == 'a'`,
  `"x=1;y=2".find('y=([0-9])') == 'y=2'`,
  `"äöü".find('ö.') == 'öü'`,
  `''.find('a*') == ''`,
];

const failures = [`'a'.find('[')`, `'a'.find('(?=a)')`, `'a'.findAll('(a{1000}){1000}')`];

describe('Kubernetes regex', () => {
  test.each(truths)('%s', (expression) => {
    expect(resultOf(expression)).toBe(true);
  });

  test.each(failures)('%s fails', (expression) => {
    expect(resultOf(expression)).toMatch(/^error (?:invalid-argument|out-of-range|no-such-overload): /);
  });
});
