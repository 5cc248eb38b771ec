import { describe, expect, test } from 'vitest';
import { resultOf } from '../expression-result.ts';

const truths = [
  // cel-go's documentation; cel-spec's string_ext has the rest
  `'hello'.charAt(4) == 'o' && 'hello'.charAt(5) == ''`,
  `'hello mellow'.indexOf('') == 0 && 'hello mellow'.indexOf('ello') == 1 && 'hello mellow'.indexOf('jello') == -1`,
  `'hello mellow'.indexOf('', 2) == 2 && 'hello mellow'.indexOf('ello', 2) == 7`,
  `['hello', 'mellow'].join() == 'hellomellow' && ['hello', 'mellow'].join(' ') == 'hello mellow' && [].join('/') == ''`,
  `'hello mellow'.lastIndexOf('') == 12 && 'hello mellow'.lastIndexOf('ello') == 7`,
  `'hello mellow'.lastIndexOf('jello') == -1 && 'hello mellow'.lastIndexOf('ello', 6) == 1`,
  `'TacoCÆt Xii'.lowerAscii() == 'tacocÆt xii' && 'TacoCÆt Xii'.upperAscii() == 'TACOCÆT XII'`,
  `'hello hello'.replace('he', 'we') == 'wello wello' && 'hello hello'.replace('he', 'we', -1) == 'wello wello'`,
  `'hello hello'.replace('he', 'we', 1) == 'wello hello' && 'hello hello'.replace('he', 'we', 0) == 'hello hello'`,
  `'hello hello hello'.split(' ') == ['hello', 'hello', 'hello'] && 'hello hello hello'.split(' ', 0) == []`,
  `'hello hello hello'.split(' ', 1) == ['hello hello hello'] && 'hello hello hello'.split(' ', 2) == ['hello', 'hello hello']`,
  `'tacocat'.substring(4) == 'cat' && 'tacocat'.substring(0, 4) == 'taco'`,
  String.raw`'  \ttrim\n    '.trim() == 'trim' && ''.trim() == '' && ' \t'.trim() == ''`,
  `'gums'.reverse() == 'smug' && 'John Smith'.reverse() == 'htimS nhoJ'`,
  // characters beyond the basic plane are one each
  `'😀a😀b'.indexOf('b') == 3 && '😀a😀b'.lastIndexOf('😀') == 2 && '😀a😀b'.charAt(2) == '😀'`,
  `'😀a😀b'.substring(1, 3) == 'a😀' && '😀a'.reverse() == 'a😀' && '😀'.split('') == ['😀']`,
  `'😀a'.replace('', '-') == '-😀-a-' && 'abc'.replace('', '-', 2) == '-a-bc'`,
  `''.split('') == [] && ''.split(',') == [''] && 'a,b,,c'.split(',', 3) == ['a', 'b', ',c']`,
  // numbers as C and Go print them: exactly, halves to the even digit
  `'%.0f %.0f %.0f'.format([0.5, 1.5, 2.5]) == '0 2 2'`,
  `'%.20f'.format([0.1]) == '0.10000000000000000555'`,
  `'%.2f'.format([1e22]) == '10000000000000000000000.00'`,
  `'%.3f %e'.format([-0.0, 0.0]) == '-0.000 0.000000e+00'`,
  `'%.0e %.2e %.1e'.format([2.5, 9.999, 5e-324]) == '2e+00 1.00e+01 4.9e-324'`,
  `'%s %s %s %s'.format([1e21, 0.00001, 1.0, 1234567.5]) == '1000000000000000000000 0.00001 1 1234567.5'`,
  `'%d %d'.format([3.5, -9223372036854775808]) == '3.5 -9223372036854775808'`,
  `'%b %x %o %X'.format([-5, -30, -8, 255u]) == '-101 -1e -10 FF'`,
  `'%x'.format(['é']) == 'c3a9'`,
  `'%s %s %s'.format([duration('1.5s'), duration('-1500us'), duration('0s')]) == '1.5s -0.0015s 0s'`,
  `'%s'.format([timestamp('2023-02-03T23:31:20.5+01:00')]) == '2023-02-03T22:31:20.5Z'`,
  `'%s'.format([timestamp('1969-12-31T23:59:59.5Z')]) == '1969-12-31T23:59:59.5Z'`,
  `'%s'.format([{'b': 1, 'a': {1: [2]}}]) == '{a: {1: [2]}, b: 1}'`,
  `'%%%s%%%%'.format(['s']) == '%s%%' && '%s'.format(['%d']) == '%d'`,
  String.raw`strings.quote('single-quote with "double quote"') == '"single-quote with \\"double quote\\""'`,
];

const failures = [
  `'hello'.charAt(-1)`,
  `'hello mellow'.indexOf('ello', 20)`,
  `'hello mellow'.lastIndexOf('ello', -1)`,
  `'tacocat'.substring(-1)`,
  `'tacocat'.substring(2, 1)`,
  `'%'.format([])`,
  `'%5d'.format([1])`,
  `'%.f'.format([1.5])`,
  `'%.101f'.format([1.5])`,
  `'%s %s'.format([1])`,
  `'%s'.format([1, 2])`,
  `'%f'.format([1])`,
  `'%s'.format([ip('1.2.3.4')])`,
  `'%s'.format([optional.of(1)])`,
];

describe('strings', () => {
  test.each(truths)('%s', (expression) => {
    expect(resultOf(expression)).toBe(true);
  });

  test.each(failures)('%s fails', (expression) => {
    expect(resultOf(expression)).toMatch(/^error (?:invalid-argument|out-of-range|no-such-overload): /);
  });
});
