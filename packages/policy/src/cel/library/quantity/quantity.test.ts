import { describe, expect, test } from 'vitest';
import { resultOf } from '../expression-result.ts';

const truths = [
  // Kubernetes' documentation
  `isQuantity('1.3G')`,
  `isQuantity('1.3Gi')`,
  `!isQuantity('1,3G')`,
  `isQuantity('10000k')`,
  `!isQuantity('200K')`,
  `!isQuantity('Three')`,
  `!isQuantity('Mi')`,
  'quantity("50000000G").isInteger()',
  'quantity("50k").isInteger()',
  '!quantity("9999999999999999999999999999999999999G").isInteger()',
  'quantity("50k").asInteger() == 50000',
  'quantity("9999999999999999999999999999999999999G").asApproximateFloat() == 1e46',
  'quantity("50k").sub(20000).asApproximateFloat() == 30000.0',
  'quantity("50k").add("20k") == quantity("70k")',
  'quantity("50k").add(20) == quantity("50020")',
  'quantity("50k").sub("20k") == quantity("30k")',
  'quantity("50k").sub(20000) == quantity("30k")',
  'quantity("50k").add(20).sub(quantity("100k")).sub(-50000) == quantity("20")',
  'quantity("200M").compareTo(quantity("0.2G")) == 0',
  'quantity("50M").compareTo(quantity("50Mi")) == -1',
  'quantity("50Mi").compareTo(quantity("50M")) == 1',
  'quantity("150Mi").isGreaterThan(quantity("100Mi"))',
  '!quantity("50Mi").isGreaterThan(quantity("100Mi"))',
  'quantity("50M").isLessThan(quantity("100M"))',
  '!quantity("100M").isLessThan(quantity("50M"))',
  `quantity('-3k').sign() == -1`,
  `sign(quantity('3k')) == 1 && sign(quantity('0')) == 0`,
  // forms
  `isQuantity('.5') && isQuantity('5.') && isQuantity('+5') && isQuantity('-.5Gi')`,
  `isQuantity('1e3') && isQuantity('1E3') && isQuantity('1e+3') && isQuantity('1e-3') && isQuantity('1E')`,
  `!isQuantity('') && !isQuantity('.') && !isQuantity('+') && !isQuantity('k')`,
  `!isQuantity('1e') && !isQuantity('1e3.5') && !isQuantity('1..5') && !isQuantity('1.5.5')`,
  `!isQuantity('1ki') && !isQuantity('1mi') && !isQuantity('1Zi') && !isQuantity('1 Ki') && !isQuantity(' 1')`,
  `!isQuantity('10Mo') && !isQuantity('10Mm')`,
  // each suffix
  `quantity('1n').add('1u').add('1m').add('1').add('1k') == quantity('1001001001001n')`,
  `quantity('1M').add('1G').add('1T').add('1P').add('1E') == quantity('1001001001001M')`,
  `quantity('1Ki') == quantity('1024') && quantity('1Mi') == quantity('1024Ki') && quantity('1Gi') == quantity('1024Mi')`,
  `quantity('1Ti') == quantity('1024Gi') && quantity('1Pi') == quantity('1024Ti') && quantity('1Ei') == quantity('1024Pi')`,
  `quantity('1.5Gi').asInteger() == 1610612736`,
  `quantity('1e3') == quantity('1k') && quantity('12e-3') == quantity('12m')`,
  // what is smaller than a billionth is rounded away from zero
  `quantity('0.0000000001') == quantity('1n')`,
  `quantity('-0.0000000001') == quantity('-1n')`,
  // binary quantities end at 2^63-1
  `quantity('100Ei') == quantity('8Ei')`,
  `quantity('0.1').asApproximateFloat() == 0.1`,
  `quantity('50.703k').asApproximateFloat() == 50703.0`,
  `quantity('-1.5').asApproximateFloat() == -1.5`,
  `quantity('9223372036854775807').asInteger() == 9223372036854775807`,
  `quantity('-9223372036854775808').asInteger() == -9223372036854775808`,
  `!quantity('9223372036854775808').isInteger()`,
  `!quantity('1500m').isInteger()`,
];

const failures = [
  `quantity('200K')`,
  `quantity('Three')`,
  `quantity('Mi')`,
  `quantity('1e999999999')`,
  'quantity("9999999999999999999999999999999999999G").asInteger()',
  `quantity('1500m').asInteger()`,
  `quantity('1').add('x')`,
];

describe('Kubernetes quantity', () => {
  test.each(truths)('%s', (expression) => {
    expect(resultOf(expression)).toBe(true);
  });

  test.each(failures)('%s fails', (expression) => {
    expect(resultOf(expression)).toMatch(/^error (?:invalid-argument|out-of-range|no-such-overload): /);
  });
});
