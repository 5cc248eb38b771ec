import { describe, expect, test } from 'vitest';
import { downloadQualifier, vcsQualifier, vcsQualifierWithQuery } from './source-url.ts';

describe('vcsQualifier', () => {
  test.each([
    ['git+https://github.com/a/b.git#0123', undefined, 'git+https://github.com/a/b.git@0123'],
    ['git+ssh://git@github.com/a/b.git#0123', undefined, 'git+ssh://git@github.com/a/b.git@0123'],
    ['git+https://user:secret@github.com/a/b.git', '0123', 'git+https://github.com/a/b.git@0123'],
    ['https://secret@github.com/a/b?token=secret#0123', undefined, 'git+https://github.com/a/b@0123'],
    ['git://github.com/a/b', undefined, 'git://github.com/a/b'],
    ['git@github.com:a/b.git', '0123', 'git+ssh://git@github.com/a/b.git@0123'],
    ['github:a/b#0123', undefined, 'git+https://github.com/a/b@0123'],
    ['gitlab:a/b', undefined, 'git+https://gitlab.com/a/b'],
    ['bitbucket:secret@a/b', undefined, 'git+https://bitbucket.org/a/b'],
    ['a/b#commit=0123', undefined, 'git+https://github.com/a/b@0123'],
    ['https://github.com/a/b.git#commit:0123', undefined, 'git+https://github.com/a/b.git@0123'],
    ['https://github.com/a/b.git#workspace=x&commit=0123', undefined, 'git+https://github.com/a/b.git@0123'],
  ])('%s', (source, revision, url) => {
    expect(vcsQualifier(source, revision)).toEqual({ vcs_url: url });
  });

  test('is empty without a source, and for one that is too long', () => {
    expect(vcsQualifier(undefined)).toEqual({});
    expect(vcsQualifier(`https://${'x'.repeat(2000)}`)).toEqual({});
  });

  test('keeps the query where an ecosystem needs it', () => {
    expect(vcsQualifierWithQuery('git+https://h/a?branch=main#0123')).toEqual({
      vcs_url: 'git+https://h/a?branch=main@0123',
    });
  });
});

test('downloadQualifier removes credentials, query and fragment', () => {
  expect(downloadQualifier('https://user:secret@h/a.tgz?token=secret#x')).toEqual({ download_url: 'https://h/a.tgz' });
  expect(downloadQualifier(undefined)).toEqual({});
});
