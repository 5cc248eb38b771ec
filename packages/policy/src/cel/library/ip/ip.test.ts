import { describe, expect, test } from 'vitest';
import { resultOf } from '../expression-result.ts';

const truths = [
  // Kubernetes' documentation
  `isIP('127.0.0.1')`,
  `isIP('::1')`,
  `!isIP('127.0.0.256')`,
  `!isIP(':::1')`,
  `ip.isCanonical('127.0.0.1')`,
  `ip.isCanonical('2001:db8::abcd')`,
  `!ip.isCanonical('2001:DB8::ABCD')`,
  `!ip.isCanonical('2001:db8::0:0:0:abcd')`,
  `ip('127.0.0.1').family() == 4`,
  `ip('::1').family() == 6`,
  `ip('0.0.0.0').isUnspecified()`,
  `!ip('127.0.0.1').isUnspecified()`,
  `ip('::').isUnspecified()`,
  `!ip('::1').isUnspecified()`,
  `ip('127.0.0.1').isLoopback()`,
  `!ip('192.168.0.1').isLoopback()`,
  `ip('::1').isLoopback()`,
  `!ip('2001:db8::abcd').isLoopback()`,
  `ip('224.0.0.1').isLinkLocalMulticast()`,
  `!ip('224.0.1.1').isLinkLocalMulticast()`,
  `ip('ff02::1').isLinkLocalMulticast()`,
  `!ip('fd00::1').isLinkLocalMulticast()`,
  `ip('169.254.169.254').isLinkLocalUnicast()`,
  `!ip('192.168.0.1').isLinkLocalUnicast()`,
  `ip('fe80::1').isLinkLocalUnicast()`,
  `!ip('fd80::1').isLinkLocalUnicast()`,
  `ip('192.168.0.1').isGlobalUnicast()`,
  `!ip('255.255.255.255').isGlobalUnicast()`,
  `ip('2001:db8::abcd').isGlobalUnicast()`,
  `!ip('ff00::1').isGlobalUnicast()`,
  `string(ip('192.168.0.1')) == '192.168.0.1'`,
  `type(ip('192.168.0.1')) == net.IP`,
  // what Kubernetes' own engine answers
  `!isIP('192.168.0.1.0')`,
  `!isIP('01.2.3.4')`,
  `!isIP('1.2.3')`,
  `!isIP('1.2.3.4 ')`,
  `!isIP('')`,
  `!isIP('::1%eth0')`,
  `!isIP('::ffff:1.2.3.4')`,
  `isIP('::ffff:0:1.2.3.4')`,
  `isIP('64:ff9b::1.2.3.4')`,
  `isIP('1:2:3:4:5:6:1.2.3.4')`,
  `!isIP('1:2:3:4:5:6:7:1.2.3.4')`,
  `isIP('1:2:3:4:5:6:7::')`,
  `!isIP('1:2:3:4:5:6:7:8::')`,
  `!isIP('::1:2:3:4:5:6:7:8')`,
  `!isIP('1::2::3')`,
  `!isIP('12345::')`,
  `!isIP('1.2.3.4::')`,
  `string(ip('::1.2.3.4')) == '::102:304'`,
  `string(ip('1:0:0:2:0:0:0:3')) == '1:0:0:2::3'`,
  `string(ip('1:0:0:2:3:0:0:4')) == '1::2:3:0:0:4'`,
  `string(ip('1:0:2:3:4:5:6:7')) == '1:0:2:3:4:5:6:7'`,
  `ip('ff12::1').isLinkLocalMulticast()`,
  `!ip('239.1.1.1').isGlobalUnicast()`,
  `!ip('0.0.0.0').isGlobalUnicast()`,
  `!ip('169.254.1.1').isGlobalUnicast()`,
  `ip('2001:DB8::1') == ip('2001:db8:0::1')`,
  `ip('0.0.0.1') != ip('::1')`,
];

const failures = [`ip('127.0.0.256')`, `ip(':::1')`, `ip('::ffff:1.2.3.4')`, `ip.isCanonical('127.0.0.1.0')`];

describe('Kubernetes IP', () => {
  test.each(truths)('%s', (expression) => {
    expect(resultOf(expression)).toBe(true);
  });

  test.each(failures)('%s fails', (expression) => {
    expect(resultOf(expression)).toMatch(/^error (?:invalid-argument|out-of-range|no-such-overload): /);
  });
});
