import { describe, expect, test } from 'vitest';
import { resultOf } from '../expression-result.ts';

const truths = [
  // Kubernetes' documentation
  `isSemver('1.0.0')`,
  `!isSemver('hello')`,
  `!isSemver('v1.0')`,
  `isSemver('v1.0', true)`,
  `semver('v1.0.0', true) == semver('1.0.0')`,
  `semver('1.0', true) == semver('1.0.0')`,
  `semver('01.01.01', true) == semver('1.1.1')`,
  `isSemver('0.1.0-alpha.1')`,
  `!isSemver('200K') && !isSemver('Three') && !isSemver('Mi')`,
  'semver("1.2.3").major() == 1 && semver("1.2.3").minor() == 2 && semver("1.2.3").patch() == 3',
  'semver("1.2.3").compareTo(semver("1.2.3")) == 0',
  'semver("1.2.3").compareTo(semver("2.0.0")) == -1',
  'semver("1.2.3").compareTo(semver("0.1.2")) == 1',
  'semver("1.0.0").isLessThan(semver("1.2.3"))',
  '!semver("1.0.0").isLessThan(semver("1.0.0"))',
  'semver("1.2.3").isGreaterThan(semver("1.0.0"))',
  '!semver("1.0.0").isGreaterThan(semver("1.0.0"))',
  // what Kubernetes' own engine answers
  'isSemver("1.2.3-beta.1+build.1")',
  `!isSemver('') && !isSemver('', true)`,
  `!isSemver('v1.0.0') && !isSemver(' 1.0.0') && !isSemver('1. 0.0') && !isSemver('1.0.0 ')`,
  `!isSemver(' 1.0.0', true) && !isSemver('1.0.0 ', true)`,
  `!isSemver('1') && isSemver('1', true)`,
  `!isSemver('01.01.01')`,
  `!isSemver('1.0.0-01') && isSemver('1.0.0-0a')`,
  `!isSemver('1.0.0-') && !isSemver('1.0.0+') && !isSemver('1.0.0-a..b') && !isSemver('1.0.0-a_b')`,
  `isSemver('1.0.0+01')`,
  `isSemver('18446744073709551615.0.0') && !isSemver('18446744073709551616.0.0')`,
  `!isSemver('1.0-alpha', true) && !isSemver('vv1.2.3', true) && !isSemver('1.2.3.4', true) && !isSemver('1..2', true)`,
  `isSemver('1.2.003-rc', true) && isSemver('1.2.00', true)`,
  // precedence (semver.org, section 11)
  `semver('1.0.0-alpha').isLessThan(semver('1.0.0'))`,
  `semver('1.0.0-alpha').isLessThan(semver('1.0.0-alpha.1'))`,
  `semver('1.0.0-alpha.1').isLessThan(semver('1.0.0-alpha.beta'))`,
  `semver('1.0.0-alpha.beta').isLessThan(semver('1.0.0-beta'))`,
  `semver('1.0.0-beta.2').isLessThan(semver('1.0.0-beta.11'))`,
  `semver('1.0.0-1').isLessThan(semver('1.0.0-alpha'))`,
  `semver('1.0.0+a') == semver('1.0.0+b')`,
  `semver('10.0.0').isGreaterThan(semver('9.0.0'))`,
];

const failures = [`semver('200K')`, `semver('v1.0')`, `semver('18446744073709551615.0.0').major()`];

describe('Kubernetes semver', () => {
  test.each(truths)('%s', (expression) => {
    expect(resultOf(expression)).toBe(true);
  });

  test.each(failures)('%s fails', (expression) => {
    expect(resultOf(expression)).toMatch(/^error (?:invalid-argument|out-of-range|no-such-overload): /);
  });
});
