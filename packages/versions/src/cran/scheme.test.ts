import { describeVersionScheme } from '@pratique/testkit';
import { cranScheme } from './scheme.ts';

describeVersionScheme(cranScheme, {
  grammar: /^[0-9]{1,2}([.-][0-9]{1,2}){0,3}$/,
  order: [
    '0.01.0 = 0.1-0',
    '0.9 < 0.75',
    '1.0 < 1.0.0',
    '0.1.0 < 0.1.0.0',
    '0.1-2 < 0.2-2',
    '1.0-0 < 1.0-1',
    '0.1.4 < 0.1.18',
  ],
  invalid: ['!', '1.a.2', '1..2', '-1', '1.', '1.0~1'],
  ranges: [
    ['1.2-3', '>= 1.2', true],
    ['1.2', '> 1.2', false],
    ['1.2', '>= 1.0, < 2.0', true],
  ],
  invalidRanges: ['', '>= a'],
});
