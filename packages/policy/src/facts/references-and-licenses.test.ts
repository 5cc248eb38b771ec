import { UnknownFact } from '@pratique/model';
import { describe, expect, test } from 'vitest';
import { licenseChoices, licenseIds } from './licenses.ts';
import { referenceFacts } from './reference.ts';

const digest = `sha256:${'a'.repeat(64)}`;

describe('references', () => {
  test.each([
    ['nginx', 'docker.io', 'library/nginx', '', ''],
    ['nginx:1.27', 'docker.io', 'library/nginx', '1.27', ''],
    ['index.docker.io/nginx', 'docker.io', 'library/nginx', '', ''],
    ['docker.io/shop/api', 'docker.io', 'shop/api', '', ''],
    ['shop/api:1', 'docker.io', 'shop/api', '1', ''],
    ['localhost/api', 'localhost', 'api', '', ''],
    ['localhost:5000/a/b:1', 'localhost:5000', 'a/b', '1', ''],
    ['host:5000/a', 'host:5000', 'a', '', ''],
    ['[::1]:5000/a:2', '[::1]:5000', 'a', '2', ''],
    [`ghcr.io/a/b:1@${digest}`, 'ghcr.io', 'a/b', '1', digest],
    [`nginx@${digest}`, 'docker.io', 'library/nginx', '', digest],
    ['  nginx  ', 'docker.io', 'library/nginx', '', ''],
    ['', '', '', '', ''],
  ])('%s', (text, registry, repository, tag, found) => {
    const facts = referenceFacts(text);
    expect(facts).toMatchObject({ registry, repository, tag, digest: found, pinned: found !== '' });
  });

  test('what follows @ and is no digest pins nothing', () => {
    expect(referenceFacts('a@latest').pinned).toBe(false);
    expect(referenceFacts('a@sha256:abc').pinned).toBe(false);
  });
});

describe('licences', () => {
  test.each([
    ['MIT', ['MIT'], [['MIT']]],
    ['MIT OR GPL-2.0-only', ['MIT', 'GPL-2.0-only'], [['MIT'], ['GPL-2.0-only']]],
    [
      'MIT AND (GPL-2.0+ OR Zlib)',
      ['MIT', 'GPL-2.0-or-later', 'Zlib'],
      [
        ['GPL-2.0-or-later', 'MIT'],
        ['MIT', 'Zlib'],
      ],
    ],
    ['GPL-2.0 WITH Classpath-exception-2.0', ['GPL-2.0-only'], [['GPL-2.0-only']]],
    ['LicenseRef-acme', ['LicenseRef-acme'], [['LicenseRef-acme']]],
    ['GPL-3.0', ['GPL-3.0-only'], [['GPL-3.0-only']]],
    ['', [], []],
  ])('%s', (expression, ids, choices) => {
    expect(licenseIds(expression)).toEqual(ids);
    expect(licenseChoices(expression)).toEqual(choices);
  });

  test.each([
    ['no expression', 'see COPYING ('],
    ['too many choices', Array.from({ length: 12 }, (_, i) => `(MIT OR LicenseRef-${i})`).join(' AND ')],
    ['nested too deeply', `${'('.repeat(1000)}MIT${')'.repeat(1000)}`],
    ['too long', 'MIT OR '.repeat(100_000)],
  ])('%s is unknown', (_, expression) => {
    expect(licenseChoices(expression)).toBeInstanceOf(UnknownFact);
  });
});
