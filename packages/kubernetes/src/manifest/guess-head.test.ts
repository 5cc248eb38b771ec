import { expect, test } from 'vitest';
import { guessHead } from './guess-head.ts';

test.each([
  ['kind: Pod\nmetadata:\n  name: a\n', 'Pod', 'a'],
  ['kind: Pod\nmetadata:\n  labels:\n    name: b\n  name: "a"\n', 'Pod', 'a'],
  ['kind: Pod\nmetadata:\n  labels:\n    name: b\nspec:\n  name: c\n', 'Pod', ''],
  ['kind: "Pod"\nmetadata: { labels: {}, name: a }\n', 'Pod', ''],
  ['kind: Pod\nmetadata: { name: a, labels: {} }\n', 'Pod', 'a'],
  ['metadata:\n', '', ''],
  ['metadata:\nname: a\n', '', ''],
  ['', '', ''],
])('%j', (text, kind, name) => {
  expect(guessHead(text)).toEqual({ kind, name });
});
