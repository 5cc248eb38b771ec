import { describe, expect, test } from 'vitest';
import { resultOf } from '../expression-result.ts';

const truths = [
  // Kubernetes' documentation
  `isURL('https://user:pass@example.com:80/path?query=val#fragment')`,
  `isURL('/absolute-path')`,
  `!isURL('https://a:b:c/')`,
  `!isURL('../relative-path')`,
  `url('/path').getScheme() == ''`,
  `url('https://example.com/').getScheme() == 'https'`,
  `url('https://example.com:80/').getHost() == 'example.com:80'`,
  `url('https://example.com/').getHost() == 'example.com'`,
  `url('https://[::1]:80/').getHost() == '[::1]:80'`,
  `url('https://[::1]/').getHost() == '[::1]'`,
  `url('/path').getHost() == ''`,
  `url('https://example.com:80/').getHostname() == 'example.com'`,
  `url('https://127.0.0.1:80/').getHostname() == '127.0.0.1'`,
  `url('https://[::1]:80/').getHostname() == '::1'`,
  `url('/path').getHostname() == ''`,
  `url('https://example.com:80/').getPort() == '80'`,
  `url('https://example.com/').getPort() == ''`,
  `url('/path').getPort() == ''`,
  `url('https://example.com/path').getEscapedPath() == '/path'`,
  `url('https://example.com/path with spaces/').getEscapedPath() == '/path%20with%20spaces/'`,
  `url('https://example.com').getEscapedPath() == ''`,
  `url('https://example.com/path?k1=a&k2=b&k2=c').getQuery() == {'k1': ['a'], 'k2': ['b', 'c']}`,
  `url('https://example.com/path?key with spaces=value with spaces').getQuery() == {'key with spaces': ['value with spaces']}`,
  `url('https://example.com/path?').getQuery() == {}`,
  `url('https://example.com/path').getQuery() == {}`,
  // what Kubernetes' own engine answers
  `!isURL('')`,
  `isURL('*')`,
  `isURL('http://')`,
  `isURL('mailto:a@b.c')`,
  `isURL('//host/path')`,
  `!isURL('http://[::1')`,
  `!isURL('http://[::1]:80a/')`,
  `!isURL('http://[::1]x/')`,
  `!isURL('http://[a]/')`,
  `!isURL('http://[1.2.3.4]/')`,
  `isURL('http://[::ffff:1.2.3.4]/')`,
  `isURL('http://[fe80::1%25eth0]/')`,
  `!isURL('http://[fe80::1%25]/')`,
  `!isURL('http://[fe80::1%25e%2Fh]/')`,
  `!isURL('http://::1/')`,
  `!isURL('http://a b/')`,
  `!isURL('http://a|b/')`,
  `isURL('http://a"b/')`,
  `!isURL('http://a/%zz')`,
  `!isURL('http://%41/')`,
  `isURL('http://ex%C3%A4mple/')`,
  `isURL('http://exämple/')`,
  `!isURL('1http://a/')`,
  `!isURL(':foo')`,
  String.raw`!isURL('http://a/\u0001')`,
  `!isURL('http://u ser@h/')`,
  `isURL('http://u@h@x/') == true`,
  `!isURL('http://u:%zz@h/')`,
  `!isURL('http://a#b')`,
  `isURL('//h::p/x')`,
  `url('HTTP://Ex.com:8080/').getScheme() == 'http'`,
  `url('http://ex%C3%A4mple/').getHost() == 'exämple'`,
  `url('http://[fe80::1%25eth0]/').getHostname() == 'fe80::1%eth0'`,
  `url('https://a:/').getHost() == 'a:' && url('https://a:/').getPort() == ''`,
  `url('https://a:/').getHostname() == 'a'`,
  `url('//host/path').getHost() == 'host'`,
  `url('https://a/b#c?d=e').getQuery() == {}`,
  `url('https://a/?x=%41+b;c&=e&f=&g=%zz').getQuery() == {'': ['e'], 'f': ['']}`,
  `url('https://a/%2Fb').getEscapedPath() == '/%2Fb'`,
  `url('https://a/ä').getEscapedPath() == '/%C3%A4'`,
  `url('https://a/%41|').getEscapedPath() == '/A%7C'`,
  `url('https://a/a;b,c=d@e:f!g*h[i]').getEscapedPath() == '/a;b,c=d@e:f!g*h[i]'`,
  `url('https://a/b') == url('https://a/b')`,
  `url('https://a/%7e') != url('https://a/~')`,
  `url('https://u:p@a/') != url('https://a/')`,
  // a query's keys are data, whatever they are called
  `url('/?__proto__=x').getQuery() == {'__proto__': ['x']}`,
];

const failures = [
  `url('https://a:b:c/')`,
  `url('../relative-path')`,
  `url('https://a%20b/')`,
  `url('//h::p/x')`,
  `url('http://a/#%zz')`,
];

describe('Kubernetes URL', () => {
  test.each(truths)('%s', (expression) => {
    expect(resultOf(expression)).toBe(true);
  });

  test.each(failures)('%s fails', (expression) => {
    expect(resultOf(expression)).toMatch(/^error (?:invalid-argument|out-of-range|no-such-overload): /);
  });
});
