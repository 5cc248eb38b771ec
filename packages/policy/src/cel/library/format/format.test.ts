import { describe, expect, test } from 'vitest';
import { resultOf } from '../expression-result.ts';

const truths = [
  // Kubernetes' documentation
  '!format.dns1123Label().validate("my-label-name").hasValue()',
  '!format.dns1123Subdomain().validate("apiextensions.k8s.io").hasValue()',
  '!format.dns1035Label().validate("my-label-name").hasValue()',
  '!format.qualifiedName().validate("apiextensions.k8s.io/v1beta1").hasValue()',
  '!format.dns1123LabelPrefix().validate("my-label-prefix-").hasValue()',
  '!format.dns1123SubdomainPrefix().validate("mysubdomain.prefix.-").hasValue()',
  '!format.dns1035LabelPrefix().validate("my-label-prefix-").hasValue()',
  '!format.uri().validate("http://example.com").hasValue()',
  '!format.uuid().validate("123e4567-e89b-12d3-a456-426614174000").hasValue()',
  '!format.byte().validate("aGVsbG8=").hasValue()',
  '!format.date().validate("2021-01-01").hasValue()',
  '!format.datetime().validate("2021-01-01T00:00:00Z").hasValue()',
  '!format.labelValue().validate("my-cool-label-Value").hasValue()',
  `format.named('dns1123Label').hasValue()`,
  `!format.named('dns1123label').hasValue()`,
  `!format.named('constructor').hasValue()`,
  `format.named('uuid').value() == format.uuid()`,
  'format.date() != format.datetime()',
  // the errors are texts
  'format.dns1123Label().validate("contains a space").value().size() == 1',
  `format.qualifiedName().validate("A_b/").value().join(' ').contains('prefix part')`,
  // what Kubernetes' own engine answers
  `format.dns1123Label().validate('').hasValue()`,
  `format.dns1123Label().validate('-a').hasValue() && format.dns1123Label().validate('a.b').hasValue()`,
  `!format.dns1123Label().validate('1a').hasValue() && format.dns1035Label().validate('1a').hasValue()`,
  `format.dns1123LabelPrefix().validate('-').hasValue() && !format.dns1123LabelPrefix().validate('a--').hasValue()`,
  `format.dns1123SubdomainPrefix().validate('a.').hasValue() && format.dns1123Subdomain().validate('a..b').hasValue()`,
  `format.qualifiedName().validate('a/b/c').hasValue() && format.qualifiedName().validate('/b').hasValue()`,
  `format.qualifiedName().validate('a/').hasValue() && format.qualifiedName().validate('').hasValue()`,
  `!format.qualifiedName().validate('my.name').hasValue() && format.qualifiedName().validate('contains a space').hasValue()`,
  `!format.labelValue().validate('').hasValue() && format.labelValue().validate('-a').hasValue()`,
  `!format.uri().validate('/foo').hasValue() && format.uri().validate('foo').hasValue()`,
  `!format.uuid().validate('123E4567e89b12d3a456426614174000').hasValue() && format.uuid().validate('123e4567').hasValue()`,
  `format.byte().validate('aGVsbG8').hasValue() && format.byte().validate('').hasValue() && format.byte().validate('====').hasValue()`,
  `format.date().validate('2020-01-32').hasValue() && format.date().validate('2023-02-29').hasValue()`,
  `!format.date().validate('2024-02-29').hasValue() && format.date().validate('2024-2-3').hasValue()`,
  `!format.datetime().validate('2024-02-03t10:00:00.5+01:00').hasValue()`,
  `format.datetime().validate('2024-02-03T24:00:00Z').hasValue() && format.datetime().validate('2024-02-03T23:59:60Z').hasValue()`,
  `format.datetime().validate('2024-02-03T10:00:00').hasValue() && format.datetime().validate('2024-02-03 10:00:00Z').hasValue()`,
  // 63 characters are allowed, 64 are not
  `!format.dns1123Label().validate(lists.range(63).map(i, 'a').join()).hasValue()`,
  `format.dns1123Label().validate(lists.range(64).map(i, 'a').join()).value().size() == 1`,
  `format.labelValue().validate(lists.range(64).map(i, 'a').join()).hasValue()`,
  `!format.dns1123Subdomain().validate(lists.range(253).map(i, 'a').join()).hasValue()`,
  `format.dns1123Subdomain().validate(lists.range(254).map(i, 'a').join()).hasValue()`,
];

describe('Kubernetes named formats', () => {
  test.each(truths)('%s', (expression) => {
    expect(resultOf(expression)).toBe(true);
  });
});
