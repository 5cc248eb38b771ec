import type { FuzzTarget } from '@pratique/testkit';
import { parseNetwork } from './cidr/network.ts';
import { namedFormats } from './format/formats.ts';
import { parseQuantity } from './quantity/amount.ts';
import { normalizeVersion, parseVersion } from './semver/version.ts';
import { parseUrl, queryOf } from './url/parse.ts';

function target(name: string, seeds: readonly string[], run: (text: string) => void): FuzzTarget {
  return {
    name: `policy/cel/${name}`,
    seeds: () => seeds.map((seed) => Buffer.from(seed)),
    run: (input) => run(input.toString()),
  };
}

/** What was read is read again from its own text, and is the same. */
function readsItself<Value extends { equals(other: Value): boolean }>(
  text: string,
  parse: (text: string) => Value | undefined,
): void {
  const value = parse(text);
  const again = value && parse(String(value));
  if (value && !(again && value.equals(again))) throw new Error(`${String(value)} is not read as it was written`);
}

export const targets: readonly FuzzTarget[] = [
  target('cidr', ['10.0.0.0/8', '2001:db8::1/64', '::1.2.3.4/128'], (text) => readsItself(text, parseNetwork)),
  target('url', ['https://u:p@example.com:80/a%2Fb?x=1&y=%41+b#f', 'http://[fe80::1%25eth0]:1/x'], (text) => {
    const url = parseUrl(text);
    if (url) queryOf(url.parts.query);
  }),
  target('quantity', ['1.5Gi', '-100m', '12e-3'], (text) => {
    parseQuantity(text);
  }),
  target('semver', ['v1.2.3-rc.1+build.5', '1.0'], (text) => {
    parseVersion(text);
    parseVersion(normalizeVersion(text));
  }),
  target('format', ['a.b-c', 'example.com/Name', '2024-02-29T10:11:12.5Z', 'aGVsbG8='], (text) => {
    for (const format of namedFormats.values()) format.validate(text);
  }),
];
