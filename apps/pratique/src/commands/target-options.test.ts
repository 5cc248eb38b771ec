import { describe, expect, test } from 'vitest';
import { clockOption } from './target-options.ts';

describe('--at', () => {
  test.each([
    ['2026-11-21', '2026-11-21T00:00:00.000Z'],
    ['2026-11-21T12:00:00+02:00', '2026-11-21T10:00:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    ['2026-11-21T24:00:00Z', '2026-11-22T00:00:00.000Z'],
    ['0001-01-01', '0001-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59.000Z'],
  ])('%s is %s', (at, expected) => {
    expect(clockOption({ at }).now().toISOString()).toBe(expected);
  });

  test.each([
    '2026-02-29', '2026-02-30', '2026-13-01', '2026-00-10', '2026-11-21T25:00:00Z', '2026-11-21T12:00:00+99:99',
    '9999-12-31T23:59:59-23:59', '0000-01-01T00:00:00+23:59', '2016-12-31T23:59:60Z', 'now', '', '1795262400',
  ])('%s is no instant', (at) => {
    expect(() => clockOption({ at })).toThrow(expect.objectContaining({ code: 'cli/usage' }));
  }); // prettier-ignore
});
