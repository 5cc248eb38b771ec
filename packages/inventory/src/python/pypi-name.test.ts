import { describe, expect, test } from 'vitest';
import { distributionFile, pypiName } from './pypi-name.ts';
import { pypiSource } from './pypi-source.ts';

test.each([
  ['Zope.Interface', 'zope-interface'],
  ['FrIeNdLy-_-bArD', 'friendly-bard'],
  ['a', 'a'],
])('pypiName %s', (name, normalized) => {
  expect(pypiName(name)).toBe(normalized);
});

describe('distributionFile', () => {
  test.each([
    ['numpy-1.9.2-cp34-none-win32.whl', { name: 'numpy', version: '1.9.2' }],
    [
      'https://h/x/wx_P-3.0.3.dev1820+49a8884-cp34-none-win_amd64.whl',
      { name: 'wx_P', version: '3.0.3.dev1820+49a8884' },
    ],
    ['a-1.0-1build-py3-none-any.whl', { name: 'a', version: '1.0' }],
    ['https://h/torch-2.0.1%2Bcu118-cp39-cp39-linux_x86_64.whl', { name: 'torch', version: '2.0.1+cu118' }],
    ['dist/my-package-1.0.tar.gz', { name: 'my-package', version: '1.0' }],
    ['https://github.com/a/b/archive/refs/tags/1.26.8.zip', undefined],
    ['a.whl', undefined],
    ['x'.repeat(5000), undefined],
  ])('%s', (path, expected) => {
    expect(distributionFile(path)).toEqual(expected);
  });
});

test.each([
  ['git+https://token@github.com/a/b.git@v1.0#egg=b', { vcs_url: 'git+https://github.com/a/b.git@v1.0' }],
  ['git+ssh://git@github.com/a/b.git', { vcs_url: 'git+ssh://git@github.com/a/b.git' }],
  ['https://files.pythonhosted.org/packages/x/a-1.0.tar.gz', {}],
  ['https://example.com/a-1.0.tar.gz', { download_url: 'https://example.com/a-1.0.tar.gz' }],
  ['./a-1.0.tar.gz', {}],
])('pypiSource %s', (url, qualifiers) => {
  expect(pypiSource(url)).toEqual(qualifiers);
});
