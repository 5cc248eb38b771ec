import { describe, expect, test } from 'vitest';
import { readManifests } from './read-manifests.ts';

/** What kubectl 1.32 makes of `x: TEXT` (`kubectl annotate --local -o json`). */
const read: readonly (readonly [string, unknown])[] = [
  ...['yes', 'Yes', 'on', 'ON', 'Y', 'y', 'true', 'True', 'TRUE', '!!bool yes', '!!bool "yes"'].map((text) => [text, true] as const),
  ...['no', 'NO', 'off', 'Off', 'n', 'N', 'false', 'FALSE'].map((text) => [text, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((text) => [text, null] as const),
  ...['oN', 'tRue', 'nULL', '=', '_1', '+', '.', '1e', '.e1', '1e400', '190:20', '2001-01-01', '1.2.3', 'v1', '10m', '1Gi', '0xg', '0x', '0b', '0b102', '0o8', 'NaN', 'Infinity', 'inf', '٣', '--1', '+-1', '1_e', '1,000', '..5', '0x1p4'].map((text) => [text, text] as const),
  ['""', ''], ["'yes'", 'yes'], ['"1"', '1'], ["'null'", 'null'], ['!!str 12', '12'], ['!!str', ''], ['! 12', '12'],
  ['!!int "3"', 3], ['!!float 3', 3], ['!!binary aGVsbG8=', 'hello'], ['!!timestamp 2001-01-01', '2001-01-01'],
  ['1', 1], ['01', 1], ['08', 8], ['0644', 420], ['0o644', 420], ['0O17', 15], ['0x1F', 31], ['0X1f', 31], ['0b11', 3],
  ['1_000', 1000], ['1__0', 10], ['0_7', 7], ['0x_1', 1], ['-0x1', -1], ['+0x1', 1], ['+1', 1], ['-010', -8], ['.5', 0.5],
  ['.5_0', 0.5], ['5.', 5], ['1e3', 1000], ['1e+3', 1000], ['1E5', 100_000], ['1.50', 1.5], ['-1.5e-3', -0.0015],
  ['12e03', 12_000], ['99999999999999999999', 1e20], ['077777777777777777777777777', 7.777777777777777e25],
  ['0x1FFFFFFFFFFFFFFFFF', '0x1FFFFFFFFFFFFFFFFF'],
]; // prettier-ignore

describe('scalars are read as kubectl reads them', () => {
  test.each(read)('%s', (text, expected) => {
    const [document] = readManifests(`apiVersion: v1\nkind: X\nx: ${text}\n`, 'x').documents;
    expect(document?.object['x']).toEqual(expected);
  });

  test('keys become text', () => {
    const [document] = readManifests('apiVersion: v1\nkind: X\nx: {on: a, 1: b, 1.5: c, 0x10: d}\n', 'x').documents;
    expect(document?.object['x']).toEqual({ true: 'a', 1: 'b', 1.5: 'c', 16: 'd' });
  });

  test.each([
    ['a merge replaces what stands before it', '{p: 1, <<: *a}', { p: 2, q: 3 }],
    ['and is replaced by what follows', '{<<: *a, p: 1}', { p: 1, q: 3 }],
    ['of several the first wins', '{<<: [*a, *b]}', { p: 2, q: 3, r: 5 }],
    ['a quoted << is a key', '{"<<": 1}', { '<<': 1 }],
  ])('%s', (_title, text, expected) => {
    const source = `apiVersion: v1\nkind: X\na: &a {p: 2, q: 3}\nb: &b {p: 4, r: 5}\nx: ${text}\n`;
    expect(readManifests(source, 'x').documents[0]?.object['x']).toEqual(expected);
  });
});
