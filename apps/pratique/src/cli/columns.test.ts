import { expect, test } from 'vitest';
import { columns, fewOf } from './columns.ts';

test('texts to the left, counts to the right, nothing behind the last', () => {
  const rows = [
    ['FEED', 'RECORDS', 'COVERS'],
    ['osv/npm', '7', 'npm'],
    ['kev', '1662', ''],
  ];
  expect(columns(rows)).toBe('FEED     RECORDS  COVERS\nosv/npm        7  npm\nkev         1662\n');
});

test.each([
  [[], ''],
  [['b:10', 'b:9', 'a'], 'a, b:9, b:10'],
  [['e', 'd', 'c', 'b', 'a'], 'a, b and 3 more'],
])('few of %j: %s', (items, text) => {
  expect(fewOf(items, 2)).toBe(text);
});
