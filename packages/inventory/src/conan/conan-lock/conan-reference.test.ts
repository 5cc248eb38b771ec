import { describe, expect, test } from 'vitest';
import { parseConanReference } from './conan-reference.ts';

describe('parseConanReference', () => {
  test.each([
    ['zlib/1.2.13', { name: 'zlib', version: '1.2.13' }],
    ['zlib/1.2.13#rrev%1667396813.184', { name: 'zlib', version: '1.2.13' }],
    ['zlib/1.2.13@user/channel#rrev:pkgid#prev', { name: 'zlib', version: '1.2.13', user: 'user', channel: 'channel' }],
    ['zlib/1.2.13:pkgid#prev', { name: 'zlib', version: '1.2.13' }],
    ['zlib/1.2.13@', { name: 'zlib', version: '1.2.13' }],
    ['zlib/1.2.13@_/_', { name: 'zlib', version: '1.2.13' }],
    ['zlib/1.2.13@team', { name: 'zlib', version: '1.2.13', user: 'team' }],
    ['libbacktrace/cci.20210118', { name: 'libbacktrace', version: 'cci.20210118' }],
    ['zlib/[>=1.2 <2]@user/channel', { name: 'zlib', version: '', user: 'user', channel: 'channel' }],
    ['1.2.3#rrev', undefined],
    ['', undefined],
    ['a b/1.0', undefined],
  ])('%s', (text, reference) => {
    expect(parseConanReference(text)).toEqual(reference);
  });
});
