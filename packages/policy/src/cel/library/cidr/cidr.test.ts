import { describe, expect, test } from 'vitest';
import { resultOf } from '../expression-result.ts';

const truths = [
  // Kubernetes' documentation
  `isCIDR('192.168.0.0/16')`,
  `isCIDR('::1/128')`,
  `!isCIDR('192.168.0.0/33')`,
  `!isCIDR('::1/129')`,
  `cidr('192.168.0.0/24').containsIP(ip('192.168.0.1'))`,
  `!cidr('192.168.0.0/24').containsIP(ip('192.168.1.1'))`,
  `cidr('192.168.0.0/24').containsIP('192.168.0.1')`,
  `!cidr('192.168.0.0/24').containsIP('192.168.1.1')`,
  `cidr('192.168.0.0/16').containsCIDR(cidr('192.168.10.0/24'))`,
  `!cidr('192.168.1.0/24').containsCIDR(cidr('192.168.2.0/24'))`,
  `cidr('192.168.0.0/16').containsCIDR('192.168.10.0/24')`,
  `!cidr('192.168.1.0/24').containsCIDR('192.168.2.0/24')`,
  `cidr('192.168.0.1/24').ip() == ip('192.168.0.1')`,
  `cidr('192.168.0.1/24').ip().family() == 4`,
  `cidr('::1/128').ip() == ip('::1')`,
  `cidr('::1/128').ip().family() == 6`,
  `cidr('192.168.0.0/24').masked() == cidr('192.168.0.0/24')`,
  `cidr('192.168.0.1/24').masked() == cidr('192.168.0.0/24')`,
  `cidr('192.168.0.1/24') != cidr('192.168.0.1/24').masked()`,
  `cidr('192.168.0.0/16').prefixLength() == 16`,
  `cidr('::1/128').prefixLength() == 128`,
  // what Kubernetes' own engine answers
  `!cidr('192.168.0.0/24').containsCIDR('192.168.0.0/23')`,
  `cidr('2001:db8::/32').containsCIDR('2001:db8::/33')`,
  `!cidr('2001:db8::/32').containsCIDR('2001:db8::/31')`,
  `!cidr('192.168.0.0/24').containsIP('::1')`,
  `cidr('0.0.0.0/0').containsIP('255.255.255.255')`,
  `!cidr('0.0.0.0/0').containsIP('::')`,
  `string(cidr('2001:DB8::/32')) == '2001:db8::/32'`,
  `cidr('2001:db8:1::/32').masked() == cidr('2001:db8::/32')`,
  `type(cidr('192.168.0.0/24')) == net.CIDR`,
  `!isCIDR('10.0.0.0')`,
  `!isCIDR('10.0.0.0/')`,
  `!isCIDR('10.0.0.0/8/8')`,
  `!isCIDR('10.0.0.0/08')`,
  `!isCIDR('10.0.0.0/+8')`,
  `!isCIDR('fe80::1%eth0/64')`,
  `!isCIDR('::ffff:1.2.3.4/128')`,
];

const failures = [
  `cidr('192.168.0.0/33')`,
  `cidr('::1/129')`,
  `cidr('192.168.0.0/24').containsIP('bogus')`,
  `cidr('192.168.0.0/24').containsCIDR('bogus')`,
];

describe('Kubernetes CIDR', () => {
  test.each(truths)('%s', (expression) => {
    expect(resultOf(expression)).toBe(true);
  });

  test.each(failures)('%s fails', (expression) => {
    expect(resultOf(expression)).toMatch(/^error (?:invalid-argument|out-of-range|no-such-overload): /);
  });
});
