import { describe, expect, test } from 'vitest';
import { parseStatus } from './parse-status.ts';

const stanza = (status: string): string => `Package: a\n${status}Version: 1\n`;

describe('which packages are installed', () => {
  test.each([
    ['install ok installed', 'installed'],
    ['hold ok installed', 'installed'],
    ['deinstall ok installed', 'installed'],
    ['install reinstreq installed', 'installed'],
    ['install ok unpacked', 'installed'],
    ['install ok half-configured', 'installed'],
    ['install ok triggers-awaited', 'installed'],
    ['install ok triggers-pending', 'installed'],
    ['Install OK Installed', 'installed'],
    ['deinstall ok config-files', 'absent'],
    ['purge ok not-installed', 'absent'],
    ['install reinstreq half-installed', 'unidentified'],
  ])('%s: %s', (status, expected) => {
    expect([...parseStatus(stanza(`Status: ${status}\n`))][0]?.state).toBe(expected);
  });

  test('a stanza without Status, as image builders write', () => {
    expect([...parseStatus(stanza(''))][0]?.state).toBe('installed');
  });
});

describe('the source package', () => {
  test.each([
    ['', 'a', '1'],
    ['Source: glibc\n', 'glibc', '1'],
    ['Source: glibc (2.36-9)\n', 'glibc', '2.36-9'],
    ['Source: glibc(1:2.36-9)\n', 'glibc', '1:2.36-9'],
    ['Source: glibc (2.36 9)\n', 'glibc', '1'],
    ['Source:\n', 'a', '1'],
  ])('%j: %s %s', (field, name, version) => {
    const [entry] = parseStatus(stanza(field));
    expect(entry?.state === 'installed' && entry.value.source).toEqual({ name, version });
  });
});
