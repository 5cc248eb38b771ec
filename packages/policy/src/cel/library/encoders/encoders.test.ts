import { describe, expect, test } from 'vitest';
import { resultOf } from '../expression-result.ts';

const truths = [
  // cel-go's documentation, and cel-spec's encoders_ext
  `base64.encode(b'hello') == 'aGVsbG8='`,
  `base64.decode('aGVsbG8=') == b'hello'`,
  `base64.decode('aGVsbG8') == b'hello'`,
  `base64.decode(base64.encode(b'Hello World!')) == b'Hello World!'`,
  `base64.encode(b'') == '' && base64.decode('') == b''`,
  String.raw`base64.decode('aGVs\nbG8=') == b'hello'`,
];

const failures = [
  `base64.decode('aGVsb')`,
  `base64.decode('aGVsbG8==')`,
  `base64.decode('_-8=')`,
  `base64.decode('a=GV')`,
];

describe('base64', () => {
  test.each(truths)('%s', (expression) => {
    expect(resultOf(expression)).toBe(true);
  });

  test.each(failures)('%s fails', (expression) => {
    expect(resultOf(expression)).toMatch(/^error (?:invalid-argument|out-of-range|no-such-overload): /);
  });
});
