import { expect, test } from 'vitest';
import { jsonChunks, listOf } from './json-chunks.ts';

test.each([
  [{}],
  [{ a: [], b: {}, c: null, d: undefined, e: 'x\ny' }],
  [{ a: [{ b: [{ c: [1, 'two', null, { d: [] }] }] }, undefined, []], 'k"\n': true }],
])('%j is written as ever', (document) => {
  expect([...jsonChunks(document)].join('')).toBe(`${JSON.stringify(document, null, 2)}\n`);
});

test('lists that are made as they are written look like any other', () => {
  const square = (n: number): object => ({ n, squares: [n * n] });
  const document = (list: (items: number[]) => unknown): object => ({
    runs: [{ results: list([1, 2]), none: list([]), after: 1 }],
    all: list([3]),
    tool: { driver: { rules: list([4]) } },
  });
  const lazy = document((items) => listOf(items, square));
  const eager = document((items) => items.map(square));
  expect([...jsonChunks(lazy)].join('')).toBe(`${JSON.stringify(eager, null, 2)}\n`);
});

test('chunks are small, and nothing is made before it is needed', () => {
  let made = 0;
  const list = listOf(Array.from({ length: 10_000 }), () => {
    made += 1;
    return { text: 'x'.repeat(1000) };
  });
  const chunks = jsonChunks({ list });
  expect(chunks.next().value?.length).toBeLessThan(300_000);
  expect(made).toBeLessThan(300);
});

test('what a terminal would obey is escaped, and read back as it was', () => {
  const text = '\u001b[2J\u009b31m\u007f \u202egpj\u2066\u061c\u2028 é 漢 \ud800';
  const written = [...jsonChunks({ [text]: [text] })].join('');
  expect(written).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u2028-\u202e\u2066-\u2069]/);
  expect(JSON.parse(written)).toEqual({ [text]: [text] });
});
