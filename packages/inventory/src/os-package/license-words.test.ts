import { describe, expect, test } from 'vitest';
import { distributionLicense } from './license-words.ts';

describe('distributionLicense', () => {
  test.each([
    ['MIT', 'MIT'],
    ['GPLv2+', 'GPL-2.0-or-later'],
    ['GPLv2+ and LGPLv2+', 'GPL-2.0-or-later AND LGPL-2.0-or-later'],
    ['GPL-2.0-only AND MIT', 'GPL-2.0-only AND MIT'],
    ['(GPL+ or Artistic) and BSD', '(GPL-1.0-or-later OR Artistic-1.0-Perl) AND BSD-3-Clause'],
    ['GPL-2+ or Artistic, and BSD', '(GPL-2.0-or-later OR Artistic-1.0-Perl) AND BSD-3-Clause'],
    ['GPLv2+ or LGPLv3+ and MIT', 'GPL-2.0-or-later OR (LGPL-3.0-or-later AND MIT)'],
    ['ASL 2.0 or MIT', 'Apache-2.0 OR MIT'],
    ['GPL-3+ with GCC exception', 'GPL-3.0-or-later WITH GCC-exception-3.1'],
    ['GPLv3+ with exceptions', 'LicenseRef-GPLv3-with-exceptions'],
    ['BSD with advertising', 'BSD-4-Clause'],
    ['Public Domain', 'LicenseRef-public-domain'],
    ['MIT and MIT', 'MIT'],
    ['Foo Corp & MIT', 'LicenseRef-Foo-Corp AND MIT'],
    ['((MIT', 'LicenseRef-MIT'],
    ['MIT and', 'LicenseRef-MIT-and'],
    ['', undefined],
    [undefined, undefined],
    [`${'('.repeat(500)}MIT${')'.repeat(500)}`, undefined],
    ['constructor', 'LicenseRef-constructor'],
  ])('%s', (declared, expected) => {
    expect(distributionLicense(declared)).toBe(expected);
  });
});
