import { describeCataloger } from '@pratique/testkit';
import { describe, expect, test } from 'vitest';
import { pythonInstalledCataloger } from './cataloger.ts';
import { parseMetadata } from './parse-metadata.ts';

describeCataloger(pythonInstalledCataloger, import.meta.dirname, [
  {
    fixture: 'wheels',
    purls: ['pkg:pypi/pyyaml@6.0.1', 'pkg:pypi/six@1.16.0'],
    check: ({ packages }) => expect(packages.map(({ name, license }) => `${name} ${license}`)).toContain('PyYAML MIT'),
  },
  {
    fixture: 'debian',
    purls: ['pkg:pypi/markupsafe@2.1.2', 'pkg:pypi/ply@3.11'],
    check: ({ packages }) => expect(packages.map(({ license }) => license)).toEqual(['BSD-3-Clause', 'BSD-3-Clause']),
  },
  { fixture: 'distutils', purls: ['pkg:pypi/ply@3.11'] },
  { fixture: 'egg', purls: ['pkg:pypi/ply@3.11'] },
  {
    fixture: 'zipped-egg',
    purls: ['pkg:pypi/ply@3.11'],
    check: ({ packages }) => expect(packages[0]?.member).toBe('EGG-INFO/PKG-INFO'),
  },
  { fixture: 'damaged-egg', purls: [], unknowns: 2 },
  {
    fixture: 'odd',
    purls: ['pkg:pypi/expression-name@1.0%2Blocal.1', 'pkg:pypi/no-version@1.2', 'pkg:pypi/unknown-version'],
    unknowns: 2,
    check: ({ packages, unknowns }) => {
      expect(packages[0]).toMatchObject({ name: 'Expression_Name', license: 'MIT AND (Apache-2.0 OR BSD-2-Clause)' });
      expect(unknowns.map(({ code }) => code).toSorted()).toEqual(['malformed', 'unidentified']);
    },
  },
]);

describe('parseMetadata', () => {
  test.each([
    ['a folded field', 'Name: a\nSummary: one\n two\n\tthree\nVersion: 1\n', { name: 'a', version: '1' }],
    ['other line ends', 'Name: a\r\nVersion: 1\r\n', { name: 'a', version: '1' }],
    ['other letter case', 'NAME: a\nversion:1', { name: 'a', version: '1' }],
    ['a body that looks like fields', 'Name: a\n\nVersion: 2', { name: 'a', version: undefined }],
    ['UNKNOWN', 'Name: a\nVersion: UNKNOWN\nLicense: UNKNOWN', { version: undefined, license: undefined }],
    [
      'a licence text',
      `Name: a\nLicense: ${'long '.repeat(40)}\nClassifier: License :: OSI Approved :: MIT License`,
      { license: 'MIT' },
    ],
    [
      'two classifiers',
      'Name: a\nClassifier: License :: OSI Approved :: MIT License\nClassifier: License :: OSI Approved :: Apache Software License',
      { license: 'MIT AND Apache-2.0' },
    ],
    [
      'a name that a classifier says better',
      'Name: a\nLicense: PSF license\nClassifier: License :: OSI Approved :: Python Software Foundation License',
      { license: 'PSF-2.0' },
    ],
    [
      'a classifier that names nothing',
      'Name: a\nClassifier: License :: OSI Approved :: __proto__',
      { license: undefined },
    ],
    ['no fields', '<html>', {}],
  ])('%s', (_title, text, expected) => {
    expect(parseMetadata(text)).toMatchObject(expected);
  });
});
