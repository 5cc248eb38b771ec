import { describe, expect, test } from 'vitest';
import { resultOf } from '../expression-result.ts';

const truths = [
  // Kubernetes' documentation
  '[1, 2, 3].isSorted()',
  `['a', 'b', 'b', 'c'].isSorted()`,
  '![2.0, 1.0].isSorted()',
  '[1].isSorted()',
  '[].isSorted()',
  '[1, 3].sum() == 4',
  '[1.0, 3.0].sum() == 4.0',
  '[1u, 3u].sum() == 4u',
  `[duration('1m'), duration('1s')].sum() == duration('1m1s')`,
  '[].sum() == 0',
  '[1, 3].min() == 1',
  '[1, 3].max() == 3',
  '[1].min() == 1',
  '([0] + []).min() == 0',
  '[1, 2, 2, 3].indexOf(2) == 1',
  `['a', 'b', 'b', 'c'].lastIndexOf('b') == 2`,
  '[1.0].indexOf(1.1) == -1',
  `[].indexOf('string') == -1`,
  // each kind that has an order
  '[false, true].isSorted() && ![true, false].isSorted()',
  `[b'a', b'b'].isSorted() && [b'b', b'a'].max() == b'b'`,
  `[duration('1s'), duration('1m')].max() == duration('1m')`,
  `[timestamp('2024-01-01T00:00:00Z'), timestamp('2023-01-01T00:00:00Z')].min() == timestamp('2023-01-01T00:00:00Z')`,
  `['b', 'a'].min() == 'a' && ['b', 'a'].max() == 'b'`,
  '[1u, 2u].max() == 2u && [1.5, 0.5].min() == 0.5',
  '[1, 2].indexOf(dyn(2.0)) == 1',
  // cel-go's documentation
  'lists.range(4) == [0, 1, 2, 3] && lists.range(0) == [] && lists.range(-1) == []',
  '[5, 1, 2, 3].reverse() == [3, 2, 1, 5] && [].reverse() == []',
  '[1, 2, 3, 4].slice(1, 3) == [2, 3] && [1, 2, 3, 4].slice(2, 4) == [3, 4]',
  '[1, 2, 3, 4].slice(0, 4) == [1, 2, 3, 4] && [1, 2, 3, 4].slice(4, 4) == []',
  'dyn([]).flatten() == [] && dyn([1, 2, 3, 4]).flatten() == [1, 2, 3, 4]',
  '[1, [2, [3, 4]]].flatten() == [1, 2, [3, 4]]',
  '[1, 2, [], [], [3, 4]].flatten() == [1, 2, 3, 4]',
  '[1, [2, [3, 4]]].flatten(2) == [1, 2, 3, 4]',
  '[1, [2]].flatten(0) == [1, [2]]',
  '[].sort() == [] && [4, 3, 2, 1].sort() == [1, 2, 3, 4]',
  '["d", "a", "b", "c"].sort() == ["a", "b", "c", "d"]',
  '[].distinct() == [] && [-2, 5, -2, 1, 1, 5, -2, 1].distinct() == [-2, 5, 1]',
  `['c', 'a', 'a', 'b', 'a', 'b', 'c', 'c'].distinct() == ['c', 'a', 'b']`,
  '[1, 2.0, "c", 3, "c", 1].distinct() == [1, 2.0, "c", 3]',
  '[1, 1.0, 1u, 2].distinct() == [1, 2]',
  '[[1], [1], [2]].distinct() == [[1], [2]]',
  '[0.0 / 0.0, 0.0 / 0.0].distinct().size() == 2',
  `['1', 'true', '"a'].distinct().size() == 3 && [dyn(1), dyn('1'), dyn(true), dyn('true')].distinct().size() == 4`,
  `['😀', '｡'].sort() == ['｡', '😀']`,
];

const failures = [
  '[].min()',
  '[].max()',
  '[9223372036854775807, 1].sum()',
  '[1, 2, 3, 4].slice(3, 0)',
  '[1, 2, 3, 4].slice(0, 10)',
  '[1, 2, 3, 4].slice(-5, 10)',
  '[1, [2, [3, [4]]]].flatten(-1)',
  'dyn({}).flatten()',
  '["d", 3, 2, "c"].sort()',
  '[1, 2.0].sort()',
  '[[1], [2]].sort()',
  'lists.range(1000000000)',
];

describe('lists', () => {
  test.each(truths)('%s', (expression) => {
    expect(resultOf(expression)).toBe(true);
  });

  test.each(failures)('%s fails', (expression) => {
    expect(resultOf(expression)).toMatch(/^error (?:invalid-argument|out-of-range|no-such-overload): /);
  });
});
