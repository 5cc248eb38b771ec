import { expect, test } from 'vitest';
import { printable } from './printable.ts';

test.each([
  ['plain text, Ünïcode → 漢字 🦊', 'plain text, Ünïcode → 漢字 🦊'],
  ['\u001b[2Jcleared', '\ufffd[2Jcleared'],
  ['two\nlines\r\tand a tab', 'two\ufffdlines\ufffd\ufffdand a tab'],
  ['\u009b31m', '\ufffd31m'],
  ['gpj.\u202eexe', 'gpj.\ufffdexe'],
  ['\u2066a\u2069\u200eb\u007f', '\ufffda\ufffd\ufffdb\ufffd'],
])('%j is shown as %j', (text, shown) => {
  expect(printable(text)).toBe(shown);
});
