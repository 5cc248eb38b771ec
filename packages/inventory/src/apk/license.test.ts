import { expect, test } from 'vitest';
import { apkLicense } from './license.ts';

test.each([
  ['MIT', 'MIT'],
  ['GPL-2.0-only AND MIT', 'GPL-2.0-only AND MIT'],
  ['MIT BSD GPL2+', 'MIT AND BSD-3-Clause AND GPL-2.0-or-later'],
  ['MPL 2.0 GPL2+', 'MPL-2.0 AND GPL-2.0-or-later'],
  ['(GPL-2.0-or-later OR Artistic-1.0-Perl) AND MIT', '(GPL-2.0-or-later OR Artistic-1.0-Perl) AND MIT'],
  ['Public Domain', 'LicenseRef-public-domain'],
  ['custom', 'LicenseRef-custom'],
  ['Artistic-Perl GPL1+', 'LicenseRef-Artistic-Perl AND GPL-1.0-or-later'],
  ['', undefined],
  [undefined, undefined],
])('%j: %s', (field, expected) => expect(apkLicense(field)).toBe(expected));
