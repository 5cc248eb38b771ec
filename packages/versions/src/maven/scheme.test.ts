import { describe, expect, test } from 'vitest';
import { describeVersionScheme } from '@pratique/testkit';
import { mavenScheme } from './scheme.ts';

describeVersionScheme(mavenScheme, {
  grammar:
    /^[0-9]{1,2}(\.[0-9]{1,2}){0,2}([.-](alpha|beta|milestone|rc|SNAPSHOT|final|ga|sp|foo)(-?[0-9])?)?(-[0-9])?$/,
  order: [
    '1 = 1.0.0',
    '1 = 1-0',
    '1 = 1.ga',
    '1 = 1.0.Final',
    '1.0.RELEASE = 1.0',
    '1cr = 1rc',
    '1a1 = 1-alpha-1',
    '1b2 = 1-beta-2',
    '1m3 = 1-MILESTONE-3',
    '1a > 1.0',
    '1-alpha < 1-beta',
    '1-beta < 1-milestone',
    '1-milestone < 1-rc',
    '1-rc < 1-SNAPSHOT',
    '1-SNAPSHOT < 1',
    '1 < 1-sp',
    '1-sp < 1-abc',
    '1-abc < 1-1',
    '1-1 < 1.1',
    '1-1 > 1-ga-1',
    '1.0.0.X1 < 1.0.0-X2',
    '2.0.1-xyz < 2.0.1-123',
    '1-foo = 1.0.0-foo.0.0',
    '1-1.foo-bar-1-baz-0.1 = 1-1.foo-bar1baz-.1',
    '6.1.0 < 6.1H.5-beta',
    '20190126.230843 < 1234567890.12345',
    '123456789012345.1H.5-beta < 12345678901234567890.1H.5-beta',
    '0.0.0-2021-05-17T01-01-51-5ec03a8b < 20.0.0',
    '9.0.0.M1 < 9.0.0',
    '2.9.10.4 < 2.9.10.8',
    '1.0.0.redhat-1 > 1.0.0',
    '31.1-jre > 31.1-android',
  ],
  invalid: [],
  ranges: [
    ['1.5', '[1.0,2.0)', true],
    ['2.0', '[1.0,2.0)', false],
    ['2.0-alpha', '[1.0,2.0)', true],
    ['0.5', '(,1.0]', true],
    ['1.0', '[1.0]', true],
    ['1.1', '[1.0]', false],
    ['1.0', '(1.0,)', false],
    ['3.0', '(,1.0],[2.0,)', true],
    ['1.5', '(,1.0],[2.0,)', false],
    ['1.5', '>= 1.0, < 2.0', true],
    ['9', '(,)', true],
  ],
  invalidRanges: ['', '[1.0', '[1.0)', '[1.0,2.0', '[],', '(1.0)'],
});

describe('Maven versions nested as deep as their length allows', () => {
  test('are compared to their very end', () => {
    const deep = '1' + '-1'.repeat(2000);
    expect(mavenScheme.compare(`${deep}-1`, `${deep}-2`)).toBeLessThan(0);
    expect(mavenScheme.compare(deep, `${deep}-0`)).toBe(0);
    expect(mavenScheme.compare(deep, `${deep}-rc`)).toBeGreaterThan(0);
  });
});
