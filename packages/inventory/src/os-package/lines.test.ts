import { expect, test } from 'vitest';
import { linesOf } from './lines.ts';

test.each([
  ['', []],
  ['a', ['a']],
  ['a\n', ['a']],
  ['a\r\n\r\nb', ['a', '', 'b']],
  ['\n\n', ['', '']],
  ['a\rb\n', ['a\rb']],
])('%j', (text, lines) => {
  expect([...linesOf(text)]).toEqual(lines);
});
