import { describe, expect, test } from 'vitest';
import { isKernelHeaders } from './kernel-headers.ts';

describe('isKernelHeaders', () => {
  test.each([
    ['deb', 'linux-libc-dev', 'linux', true],
    ['deb', 'linux-libc-dev-arm64-cross', 'linux', true],
    ['deb', 'linux-headers-6.1.0-18-amd64', 'linux', true],
    ['deb', 'linux-headers-5.15.0-91-generic', 'linux', true],
    ['deb', 'linux-aws-headers-5.15.0-1052', 'linux-aws', true],
    ['deb', 'linux-aws-5.4-headers-5.4.0-1122', 'linux-aws-5.4', true],
    ['deb', 'linux-kbuild-6.1', 'linux', true],
    ['deb', 'linux-image-6.1.0-18-amd64', 'linux', false],
    ['deb', 'linux-image-6.1.0-18-amd64', 'linux-signed-amd64', false],
    ['deb', 'linux-libc-dev', 'something', false],
    ['rpm', 'kernel-headers', 'kernel', true],
    ['rpm', 'kernel-devel', 'kernel', true],
    ['rpm', 'kernel-uek-devel', 'kernel-uek', true],
    ['rpm', 'kernel-headers', undefined, true],
    ['rpm', 'kernel-core', 'kernel', false],
    ['rpm', 'python3-kernel-headers', 'kernel', false],
    ['apk', 'linux-headers', 'linux-headers', true],
    ['apk', 'linux-lts', 'linux-lts', false],
    ['npm', 'linux-libc-dev', undefined, false],
  ] as const)('%s %s of %s: %s', (type, name, source, expected) => {
    const pkg = { type, name, ...(source && { source: { name: source, version: '1' } }) };
    expect(isKernelHeaders(pkg)).toBe(expected);
  });

  test('a hostile name comes to an end', () => {
    expect(isKernelHeaders({ type: 'deb', name: `linux-${'a-'.repeat(100_000)}headers` })).toBe(false);
    expect(isKernelHeaders({ type: 'rpm', name: `kernel-${'a-'.repeat(100_000)}` })).toBe(false);
  });
});
