import type { Platform } from '@pratique/model';
import { describe, expect, test } from 'vitest';
import { formatPlatform, machinePlatform, parsePlatform, platformFit } from './platform.ts';

describe('parsePlatform', () => {
  test.each([
    ['linux/amd64', 'linux/amd64'],
    ['linux/arm64/v8', 'linux/arm64/v8'],
    ['Linux/X86_64', 'linux/amd64'],
    ['linux/aarch64', 'linux/arm64'],
    ['linux/armhf', 'linux/arm/v7'],
    ['linux/armel', 'linux/arm/v6'],
    ['linux/i386', 'linux/386'],
    ['windows/amd64', 'windows/amd64'],
    ['arm64', 'linux/arm64'],
    ['s390x', 'linux/s390x'],
  ])('%s is %s', (text, expected) => {
    expect(formatPlatform(parsePlatform(text))).toBe(expected);
  });

  test.each(['', 'linux', 'linux/', 'linux/amd64/v1/x', 'linux/am d64', '__proto__', 'linux/../x'])(
    'refuses %j',
    (text) => {
      expect(() => parsePlatform(text)).toThrow('a platform is os/architecture');
    },
  );

  test('the machine has one, for Linux', () => {
    expect(machinePlatform().os).toBe('linux');
  });
});

describe('platformFit', () => {
  const platform = (text: string): Platform => parsePlatform(text);
  test.each([
    ['linux/amd64', 'linux/amd64', true],
    ['linux/amd64/v1', 'linux/amd64', true],
    ['linux/amd64/v3', 'linux/amd64', false],
    ['linux/amd64/v2', 'linux/amd64/v3', true],
    ['linux/arm64/v8', 'linux/arm64', true],
    ['linux/arm64', 'linux/arm64/v8', true],
    ['linux/arm/v6', 'linux/arm', true],
    ['linux/arm/v7', 'linux/arm/v6', false],
    ['linux/arm64', 'linux/amd64', false],
    ['windows/amd64', 'linux/amd64', false],
  ])('%s on %s: %s', (offered, wanted, expected) => {
    expect(platformFit(platform(offered), platform(wanted)) !== undefined).toBe(expected);
  });

  test('the nearest variant fits best', () => {
    const wanted = platform('linux/arm/v7');
    expect(platformFit(platform('linux/arm/v7'), wanted)).toBeGreaterThan(
      platformFit(platform('linux/arm/v6'), wanted) ?? Number.NaN,
    );
  });
});
