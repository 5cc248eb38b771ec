import { describeVersionScheme } from '@pratique/testkit';
import { goScheme } from './scheme.ts';

describeVersionScheme(goScheme, {
  grammar: /^v?[0-9]\.[0-9]{1,2}\.[0-9](-(rc|0|pre)(\.([0-9]{1,2}|[a-c])){0,2})?(\+incompatible)?$/,
  order: [
    'v1.2.3 = 1.2.3',
    'v1.2 = v1.2.0',
    'v2.0.0+incompatible = v2.0.0',
    'v0.0.0-20200101000000-abcdefabcdef < v0.0.0-20210101000000-000000000000',
    'v1.2.4-0.20200101000000-abcdefabcdef < v1.2.4',
    'v1.2.4-0.20200101000000-abcdefabcdef > v1.2.3',
    'v1.2.3-pre.0.20200101000000-abcdefabcdef > v1.2.3-pre',
    'go1.21.5 = 1.21.5',
    'go1.21.5 < go1.21.10',
    '1.21rc1 < 1.21rc2',
    'go1.21rc2 < go1.21.0',
    'go1.9beta2 < go1.9rc1',
    'go1.9rc1 < go1.9',
    'go1.9 = go1.9.0',
    'go1.21 < go1.21rc1',
    'go1.20 = go1.20.0',
    '1.22rc1 = 1.22.0-rc.1',
    '1.22.0-0 < 1.22rc1',
    'go1.21.5-vendor = go1.21.5',
  ],
  invalid: ['(devel)', 'devel', 'go1.21.0rc1', 'go', 'v1.2.3.4', 'gotip'],
  ranges: [
    ['v1.2.3', '>=1.2.0 <1.3.0', true],
    ['go1.21.4', '<1.21.5', true],
    ['v1.3.0', '>= v1.2.0, < v1.3.0', false],
  ],
  invalidRanges: ['', '>= tip'],
});
