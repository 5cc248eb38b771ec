import { describe, expect, test } from 'vitest';
import { resultOf } from '../expression-result.ts';

const truths = [
  // cel-go's documentation; cel-spec's math_ext has the rest
  'math.greatest(1) == 1 && math.greatest(1u, 2u) == 2u',
  'math.greatest(-42.0, -21.5, -100.0) == -21.5',
  'math.greatest([-42.0, -21.5, -100.0]) == -21.5',
  'math.least(1) == 1 && math.least(1u, 2u) == 1u',
  'math.least(-42.0, -21.5, -100.0) == -100.0',
  'math.least([-42.0, -21.5, -100.0]) == -100.0',
  'math.greatest(1, 2, 3, 4, 5, 6, 7, 8) == 8',
  'type(math.greatest(1, 1.0)) == int && type(math.greatest(1.0, 1)) == double',
  'math.greatest(9223372036854775807, 9223372036854775806.0) == 9223372036854775807',
  'math.round(-0.5) == -1.0 && math.round(2.5) == 3.0 && math.round(0.49999999999999994) == 0.0',
  'math.round(1e300) == 1e300 && math.isNaN(math.round(0.0 / 0.0)) && math.isInf(math.round(1.0 / 0.0))',
  'math.sqrt(16) == 4.0 && math.sqrt(16u) == 4.0 && math.isNaN(math.sqrt(-1.0))',
  '1.0 / math.sign(-0.0) > 0.0',
  'math.bitShiftLeft(1, 63) == -9223372036854775808 && math.bitShiftRight(-1, 1) == 9223372036854775807',
  'math.bitShiftRight(-1, 0) == -1 && math.bitShiftLeft(18446744073709551615u, 1) == 18446744073709551614u',
];

const failures = [
  `math.greatest(dyn('string'))`,
  'math.greatest([])',
  'math.least(0.0 / 0.0, 1.0)',
  'math.abs(-9223372036854775808)',
  'math.bitShiftLeft(1, -1)',
];

describe('math', () => {
  test.each(truths)('%s', (expression) => {
    expect(resultOf(expression)).toBe(true);
  });

  test.each(failures)('%s fails', (expression) => {
    expect(resultOf(expression)).toMatch(/^error (?:invalid-argument|out-of-range|no-such-overload): /);
  });
});
