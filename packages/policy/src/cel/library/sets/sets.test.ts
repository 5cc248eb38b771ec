import { describe, expect, test } from 'vitest';
import { resultOf } from '../expression-result.ts';

const truths = [
  // cel-go's documentation
  'sets.contains([], [])',
  '!sets.contains([], [1])',
  'sets.contains([1, 2, 3, 4], [2, 3])',
  'sets.contains([1, 2.0, 3u], [1.0, 2u, 3])',
  'sets.equivalent([], [])',
  'sets.equivalent([1], [1, 1])',
  'sets.equivalent([1], [1u, 1.0])',
  'sets.equivalent([1, 2, 3], [3u, 2.0, 1])',
  '!sets.intersects([1], [])',
  'sets.intersects([1], [1, 2])',
  'sets.intersects([[1], [2, 3]], [[1, 2], [2, 3.0]])',
  // more
  'sets.contains([[1], [2, 3]], [[2, 3.0]])',
  '!sets.contains([1], [1, 2])',
  `!sets.contains(['1'], dyn([1]))`,
  '!sets.equivalent([2, 1], [1])',
  '!sets.equivalent([1, 2], [1u, 2, 2.3])',
  '!sets.intersects([], [])',
  '!sets.intersects([1], [2])',
  `sets.intersects(['a', 'b'], ['c', 'b'])`,
];

describe('sets', () => {
  test.each(truths)('%s', (expression) => {
    expect(resultOf(expression)).toBe(true);
  });
});
