import { expect, test } from 'vitest';
import { checkLines, compareVersions } from './check-lines.ts';
import { isSchemeId, schemeIds, versionScheme } from './schemes.ts';

const lines = [
  '# a comment',
  '// another',
  '',
  '1.0.0 < 1.0.1',
  '1.0.0 = 1.0.0+build   # build metadata does not count',
  '2.0.0 > 1.0.0 // true',
  '1.0.1 < 1.0.0',
  'mystery < 1.0.0',
  '1.0.0 = what',
  '1.0.0 1.0.1',
  '  1.0.0   =   1.0.1  ',
];

test('tells lines that agree, disagree and cannot be read apart', () => {
  const outcome = checkLines('semver', lines);
  expect(outcome.agreed).toBe(3);
  expect(outcome.disagreements).toEqual(['1.0.1 < 1.0.0', '  1.0.0   =   1.0.1  ']);
  expect(outcome.unparsable).toEqual(['mystery ? 1.0.0', '1.0.0 ? what', '1.0.0 1.0.1 ?']);
  expect(outcome.disagreed).toBe(2);
});

test('reports in the order of the input, the line verbatim first, the counts last and without operators', () => {
  const { output } = checkLines('semver', lines);
  expect(output).toHaveLength(6);
  expect(output[0]?.startsWith('1.0.1 < 1.0.0')).toBe(true);
  expect(output[1]).toBe('mystery ? 1.0.0');
  expect(output[4]?.startsWith('  1.0.0   =   1.0.1  ')).toBe(true);
  expect(output.at(-1)).toBe('3 agree, 2 disagree, 3 unparsable');
});

test.each([
  ['a version that begins with #', 'rpm', '1 > #1 # the mark separates only', 0],
  ['a version with // in it', 'rpm', '1//2 = 1.2 // so it is', 1],
  ['a version with # in it', 'deb', '1.0#1 > 1.0', 1],
  ['versions with spaces', 'generic', '5.2 (a) < 5.3 (b)', 1],
  ['a carriage return', 'deb', '1.0 < 1.1\r', 1],
  ['an empty side', 'maven', ' < 1.0', 0],
])('reads %s', (_title, scheme, line, agreed) => {
  expect(checkLines(scheme, [line]).agreed).toBe(agreed);
});

test('nothing to check is in order', () => {
  expect(checkLines('deb', [])).toMatchObject({
    agreed: 0,
    disagreed: 0,
    output: ['0 agree, 0 disagree, 0 unparsable'],
  });
});

test('unparsable lines are outside of the count', () => {
  expect(checkLines('apk', ['1.0bc < 1.0']).disagreed).toBe(0);
});

test('compares two versions for printing', () => {
  expect(compareVersions('deb', '1.0~rc1', '1.0')).toEqual({ relation: '<', line: '1.0~rc1 < 1.0' });
  expect(() => compareVersions('deb', 'a:1', '1.0')).toThrow(expect.objectContaining({ code: 'versions/unparsable' }));
});

test('a scheme that does not exist is refused', () => {
  const unknown = expect.objectContaining({ code: 'versions/unknown-scheme' });
  expect(() => checkLines('debian', ['1 < 2'])).toThrow(unknown);
  expect(() => versionScheme('__proto__')).toThrow(unknown);
  expect(isSchemeId('toString')).toBe(false);
});

test('every scheme stands under its own id', () => {
  expect(schemeIds).toHaveLength(16);
  for (const id of schemeIds) expect(versionScheme(id).id).toBe(id);
});

test('an error names the version, fit for one line', () => {
  const hostile = `${'\n'.repeat(50)}${'x'.repeat(10_000)}`;
  try {
    versionScheme('cran').compare('1.0', hostile);
    expect.unreachable();
  } catch (error) {
    expect(String(error)).not.toContain('\n');
    expect(String(error).length).toBeLessThan(400);
  }
});
