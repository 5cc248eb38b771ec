import { describeVersionScheme } from '@pratique/testkit';
import { hackageScheme } from './scheme.ts';

describeVersionScheme(hackageScheme, {
  grammar: /^(0|[1-9][0-9]?)(\.(0|[1-9][0-9]?)){0,3}$/,
  order: ['1.0 < 1.0.0', '1.0.0.0 > 0.11.3.0', '0.9 < 0.10', '2 < 2.0', '1.2.3 = 1.2.3'],
  invalid: ['01.0', '1.00', '1.0-beta', 'v1.0', '1..0', '1.0.'],
  ranges: [
    ['1.2.5', '>=1.2 && <1.3', true],
    ['1.2.5', '==1.2.*', true],
    ['1.3', '==1.2.*', false],
    ['1.2.9.1', '^>=1.2.3', true],
    ['1.3', '^>=1.2.3', false],
    ['1.2.2', '^>=1.2.3', false],
    ['0.1', '<0.2 || >=1.0', true],
    ['5', '-any', true],
  ],
  invalidRanges: ['', '==1.*.2', '>= x'],
});
