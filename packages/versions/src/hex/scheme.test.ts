import { describeVersionScheme } from '@pratique/testkit';
import { hexScheme } from './scheme.ts';

describeVersionScheme(hexScheme, {
  grammar: /^[0-9]\.[0-9]{1,2}\.[0-9](-(alpha|dev|rc|[0-9]{1,2})(\.([0-9]{1,2}|[a-c])){0,2})?(\+[a-c0-9])?$/,
  order: [
    '1.0.0-dev < 1.0.0',
    '1.0.0-alpha.9 < 1.0.0-alpha.10',
    '1.0.0-1 < 1.0.0-a',
    '1.0.0+a = 1.0.0+b',
    '1.9.0 < 1.10.0',
    '3.0 = 3.0.0',
    'v1.2.3 = 1.2.3',
  ],
  invalid: ['1.2.3.4', '1.2.3beta', 'main'],
  ranges: [
    ['2.1.5', '~> 2.1.2', true],
    ['2.2.0', '~> 2.1.2', false],
    ['2.9.0', '~> 2.1', true],
    ['3.0.0', '~> 2.1', false],
    ['3.0.0-dev', '~> 2.1', false],
    ['1.5.0', '>= 1.0.0 and < 2.0.0', true],
    ['3.0.0', '< 2.0.0 or == 3.0.0', true],
    ['1.0.0', '!= 1.0.0', false],
  ],
  invalidRanges: ['', '~> x', '>= 1.0 and'],
});
