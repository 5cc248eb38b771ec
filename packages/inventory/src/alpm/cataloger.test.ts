import { catalogBytes, describeCataloger } from '@pratique/testkit';
import { expect, test } from 'vitest';
import { alpmCataloger } from './cataloger.ts';

describeCataloger(alpmCataloger, import.meta.dirname, [
  {
    fixture: 'two-packages',
    purls: ['pkg:alpm/lib32-dual@2.0.r5.gabc-1?arch=x86_64', 'pkg:alpm/zlib-like@1:1.3.1-2?arch=x86_64'],
    check: ({ packages, owned }) => {
      expect(packages[0]).toMatchObject({
        source: { name: 'dual-base', version: '2.0.r5.gabc-1' },
        license: 'GPL-2.0-only AND MIT',
        vendor: 'Example Packager <pkg@example.org>',
      });
      expect(owned).toEqual([
        { type: 'alpm', name: 'lib32-dual', paths: ['usr/bin/lib32-dual'] },
        { type: 'alpm', name: 'zlib-like', paths: ['usr/bin/zlib-like'] },
      ]);
    },
  },
  { fixture: 'damaged', purls: [], unknowns: 1 },
  { fixture: 'empty', purls: [] },
]);

test.each([
  ['GPL\nMIT OR Apache-2.0', 'GPL-1.0-or-later AND (MIT OR Apache-2.0)'],
  ['MIT OR Apache-2.0', 'MIT OR Apache-2.0'],
  ['custom', 'LicenseRef-custom'],
])('licences %j', async (licenses, expected) => {
  const text = `%NAME%\r\na\r\n\r\n%VERSION%\n1-1\n\n%LICENSE%\n${licenses}\n`;
  const result = await catalogBytes(alpmCataloger, 'var/lib/pacman/local/a-1-1/desc', Buffer.from(text));
  expect(result.packages?.[0]?.license).toBe(expected);
});
