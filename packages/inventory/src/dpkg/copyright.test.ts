import { describe, expect, test } from 'vitest';
import { licenseOfCopyright } from './copyright.ts';

const format = 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\n';

describe('licenseOfCopyright', () => {
  test.each([
    ['one licence', `${format}Files: *\nLicense: GPL-2+\n text\n`, 'GPL-2.0-or-later'],
    [
      'several',
      `${format}Files: *\nLicense: Expat\n\nFiles: b\nLicense: GPL-2+ or Artistic\n`,
      'MIT AND (GPL-2.0-or-later OR Artistic-1.0-Perl)',
    ],
    ['the same twice', `${format}Files: *\nLicense: Expat\n\nLicense: Expat\n text\n`, 'MIT'],
    ['what SPDX does not list', `${format}Files: *\nLicense: My-Own\n`, 'LicenseRef-My-Own'],
    ['an older format line', 'Format: http://dep.debian.net/deps/dep5\nFiles: *\nLicense: GPL-3\n', 'GPL-3.0-only'],
    [
      'no License fields, but references',
      `${format}Files: *\nComment: /usr/share/common-licenses/Apache-2.0\n`,
      'Apache-2.0',
    ],
    ['free text', "see `/usr/share/common-licenses/GPL-2'.", 'GPL-2.0-only'],
    [
      'free text, or later',
      'version 2 or (at your option) any later version\n/usr/share/common-licenses/GPL-2.',
      'GPL-2.0-or-later',
    ],
    [
      'two references',
      '/usr/share/common-licenses/LGPL-2.1, /usr/share/common-licenses/BSD',
      'LGPL-2.1-only AND BSD-3-Clause',
    ],
    ['a reference without version', '/usr/share/common-licenses/GPL', 'GPL-1.0-or-later'],
    ['nothing recognisable', 'All rights reserved.', undefined],
    ['nothing', '', undefined],
  ])('%s', (_title, text, expected) => expect(licenseOfCopyright(text)).toBe(expected));

  test('is bounded', () => {
    const many = Array.from({ length: 5000 }, (_, i) => `Files: f${i}\nLicense: L${i}\n`).join('\n');
    expect(licenseOfCopyright(format + many)?.split(' AND ')).toHaveLength(64);
  });
});
