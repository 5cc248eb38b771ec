import { describe, expect, test } from 'vitest';
import { parseControl } from './control.ts';

const wanted = new Set(['package', 'version', 'description']);

function read(text: string): Array<Record<string, string> & { damaged?: never }> {
  return [...parseControl(text, wanted, 'package')].map(({ fields }) => Object.fromEntries(fields));
}

describe('parseControl', () => {
  test.each<[string, string, Array<Record<string, string>>]>([
    ['two paragraphs', 'Package: a\nVersion: 1\n\nPackage: b\n', [{ package: 'a', version: '1' }, { package: 'b' }]],
    ['CRLF and blank lines with spaces', 'Package: a\r\n \r\n\r\nPackage: b', [{ package: 'a' }, { package: 'b' }]],
    ['field names in any case', 'PACKAGE: a\nvErsion:1', [{ package: 'a', version: '1' }]],
    ['continuation lines', 'Package: a\nDescription: x\n y\n .\n', [{ package: 'a', description: 'x\ny\n.' }]],
    ['continuation of a field nobody wants', 'Package: a\nOther: x\n Version: 9\n', [{ package: 'a' }]],
    ['a lost empty line', 'Package: a\nVersion: 1\nPackage: b', [{ package: 'a', version: '1' }, { package: 'b' }]],
    ['comments', '# x\nPackage: a\n# y\nVersion: 1', [{ package: 'a', version: '1' }]],
    ['values with colons', 'Package: a\nVersion: 1:2.3-4', [{ package: 'a', version: '1:2.3-4' }]],
    ['nothing', '\n\n', []],
  ])('%s', (_title, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test('says that a line is no field', () => {
    const [paragraph] = parseControl('Package: a\n<html>\nVersion: 1', wanted);
    expect(paragraph?.damaged).toBe(true);
  });

  test('keeps the beginning of an overlong field', () => {
    const [paragraph] = parseControl(`Package: a\nDescription: x\n${' y\n'.repeat(200_000)}`, wanted);
    expect(paragraph?.fields.get('description')?.length).toBeLessThan(70_000);
  });
});
