import { describeVersionScheme } from '@pratique/testkit';
import { pubScheme } from './scheme.ts';

describeVersionScheme(pubScheme, {
  grammar:
    /^[0-9]\.[0-9]{1,2}\.[0-9](-(alpha|dev|[0-9]{1,2})(\.([0-9]{1,2}|[a-c])){0,2})?(\+([a-c]|[0-9]{1,2})(\.[0-9])?)?$/,
  order: [
    '1.0.0-pre < 1.0.0-pre+build',
    '1.0.0-pre+build < 1.0.0',
    '1.0.0 < 1.0.0+build',
    '1.2.3+9 < 1.2.3+10',
    '1.2.3+900 < 1.2.3+a',
    '1.2.3+a9 < 1.2.3+b2',
    '1.2.3+1z < 1.2.3+9a',
    '1.2.3+1 < 1.2.3+1.0',
    '1.2.3-r100 < 1.2.3-r2',
    'v1.2.3 = 1.2.3',
  ],
  invalid: ['1.1.3.4.5', '1.2.3beta', 'any'],
  ranges: [
    ['1.9.0', '^1.2.3', true],
    ['2.0.0', '^1.2.3', false],
    ['0.2.9', '^0.2.3', true],
    ['0.3.0', '^0.2.3', false],
    ['2.0.0-dev', '^1.2.3', false],
    ['2.0.0-dev', '>=1.0.0 <2.0.0', false],
    ['2.0.0-dev.1', '>=2.0.0-dev <2.0.0', true],
    ['7.0.0', 'any', true],
    ['1.0.0+1', '>=1.0.0', true],
  ],
  invalidRanges: ['', '^x', '1.2.3.4'],
});
