import type { AdvisoryEntry, SchemeId, VersionRange } from '@pratique/model';
import { expect, test } from 'vitest';
import { inRange, isAffected } from './ranges.ts';

const unparsable = expect.objectContaining({ code: 'versions/unparsable' });

test.each<[SchemeId, string, VersionRange, boolean]>([
  ['semver', '1.2.3', { introduced: '0', fixed: '1.2.4' }, true],
  ['semver', '1.2.4', { introduced: '0', fixed: '1.2.4' }, false],
  ['semver', '0.0.0-alpha', { introduced: '0', fixed: '1.0.0' }, true],
  ['semver', '1.0.0', { introduced: '1.0.0' }, true],
  ['semver', '0.9.9', { introduced: '1.0.0' }, false],
  ['semver', '1.0.0-rc.1', { introduced: '1.0.0' }, false],
  ['semver', '2.0.0', { introduced: '1.0.0', lastAffected: '2.0.0' }, true],
  ['semver', '2.0.1', { introduced: '1.0.0', lastAffected: '2.0.0' }, false],
  ['semver', '2.1.2', { introduced: '2.1.0', before: '2.1.3' }, true],
  ['semver', '2.1.3', { introduced: '2.1.0', before: '2.1.3' }, false],
  ['semver', '2.0.0', { introduced: '2.1.0', before: '2.1.3' }, false],
  ['semver', '3.0.0', {}, true],
  ['semver', '3.0.0', { fixed: '4.0.0' }, true],
  ['go', 'go1.21.5', { introduced: '1.21.0-0', fixed: '1.21.9' }, true],
  ['go', '1.22rc1', { introduced: '1.22.0-0', fixed: '1.22.2' }, true],
  ['deb', '1.1.1n-0+deb11u5', { fixed: '1.1.1w-0+deb11u2' }, true],
  ['rpm', '2.34-60.el9', { introduced: '0', fixed: '0:2.34-60.el9_2.7' }, true],
  ['rpm', '1:1.0-1', { fixed: '2.0-1' }, false],
  ['apk', '1.2.3-r0', { introduced: '0', fixed: '1.2.3-r1' }, true],
  ['maven', '2.9.10.4', { introduced: '2.0.0', fixed: '2.9.10.8' }, true],
  ['pep440', '2.0rc1', { introduced: '1.0', fixed: '2.0' }, true],
])('%s %s in %j: %s', (scheme, version, range, within) => {
  expect(inRange(scheme, version, range)).toBe(within);
});

test.each<[string, VersionRange]>([
  ['mystery', { fixed: '1.0.0' }],
  ['mystery', { introduced: '0' }],
  ['mystery', {}],
  ['1.0.0', { fixed: 'mystery' }],
  ['1.0.0', { introduced: 'mystery' }],
  ['1.0.0', { lastAffected: 'mystery' }],
  ['1.0.0', { before: 'mystery' }],
])('%s in %j cannot be told', (version, range) => {
  expect(() => inRange('semver', version, range)).toThrow(unparsable);
});

type Entry = Pick<AdvisoryEntry, 'ranges' | 'versions' | 'nativeRange'>;
const old: VersionRange = { introduced: '0', fixed: '1.0.0' };
const broken: VersionRange = { introduced: '0', fixed: 'mystery' };

test.each<[string, SchemeId, string, Entry, boolean]>([
  ['nothing limits the entry', 'semver', 'mystery', { ranges: [] }, true],
  ['a range contains it', 'semver', '0.9.0', { ranges: [old] }, true],
  ['no range contains it', 'semver', '1.5.0', { ranges: [old, { introduced: '2.0.0' }] }, false],
  ['the second range contains it', 'semver', '2.5.0', { ranges: [old, { introduced: '2.0.0' }] }, true],
  ['it is enumerated', 'semver', '1.5.0', { ranges: [old], versions: ['1.5.0'] }, true],
  ['it is not enumerated', 'semver', '1.5.0', { ranges: [], versions: ['1.4.0'] }, false],
  ['it is enumerated in another spelling', 'pep440', '1.0.0', { ranges: [], versions: ['1.0'] }, true],
  ['an unreadable version is enumerated', 'pep440', '2004d', { ranges: [old], versions: ['2004d'] }, true],
  ['an unreadable version is not enumerated', 'pep440', '2004d', { ranges: [], versions: ['2004c', '1.0'] }, false],
  ['the native range contains it', 'semver', '1.2.5', { ranges: [], nativeRange: '^1.2.0' }, true],
  ['the native range does not contain it', 'semver', '2.0.0', { ranges: [], nativeRange: '^1.2.0' }, false],
  ['a range contains it beside one that is broken', 'semver', '0.9.0', { ranges: [broken, old] }, true],
  ['it is enumerated beside a range that is broken', 'semver', '3.0', { ranges: [broken], versions: ['3.0.0'] }, true],
])('affected or not: %s', (_title, scheme, version, entry, affected) => {
  expect(isAffected(scheme, version, entry)).toBe(affected);
});

test.each<[string, string, Entry]>([
  ['the version', 'mystery', { ranges: [old] }],
  ['a bound', '1.5.0', { ranges: [broken, old] }],
  ['the native range', '1.5.0', { ranges: [], nativeRange: '>=mystery' }],
])('cannot be told because of %s', (_title, version, entry) => {
  expect(() => isAffected('semver', version, entry)).toThrow(unparsable);
});
