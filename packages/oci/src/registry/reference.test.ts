import { describe, expect, test } from 'vitest';
import { formatReference, parseReference } from './reference.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const longDigest = `sha512:${'f'.repeat(128)}`;
const identifier = '1a3f5e7d9c1b3a5f7e9d1c3b5a7f9e1d3c5b7a9f1e3d5d7c9b1a3f5e7d9c1b3a';

// Cases of distribution/reference: its reference_test.go and normalize_test.go.
describe('parseReference', () => {
  test.each([
    ['alpine', 'docker.io/library/alpine:latest'],
    ['alpine:3.20', 'docker.io/library/alpine:3.20'],
    ['library/alpine', 'docker.io/library/alpine:latest'],
    ['grafana/grafana:11', 'docker.io/grafana/grafana:11'],
    ['docker.io/debian', 'docker.io/library/debian:latest'],
    ['docker.io/library/foo/bar', 'docker.io/library/foo/bar:latest'],
    ['index.docker.io/nginx', 'docker.io/library/nginx:latest'],
    ['index.docker.io/library/ubuntu-12.04-base', 'docker.io/library/ubuntu-12.04-base:latest'],
    ['localhost/app', 'localhost/app:latest'],
    ['localhost:5000/app', 'localhost:5000/app:latest'],
    ['127.0.0.1:5000/a/b/c:1', '127.0.0.1:5000/a/b/c:1'],
    ['[::1]:5000/app:1', '[::1]:5000/app:1'],
    ['[fc00:1:2:3:4:5:6:7]:5000/library/debian', '[fc00:1:2:3:4:5:6:7]:5000/library/debian:latest'],
    ['[2001:db8::1]/repo', '[2001:db8::1]/repo:latest'],
    ['quay.io/a/b', 'quay.io/a/b:latest'],
    ['MyHost/app:1', 'MyHost/app:1'],
    ['DOCKER/docker', 'DOCKER/docker:latest'],
    [`alpine@${digest}`, `docker.io/library/alpine@${digest}`],
    [`ghcr.io/a/b:v1@${digest}`, `ghcr.io/a/b:v1@${digest}`],
    [`xn--7o8h.com/myimage:xn--7o8h.com@${longDigest}`, `xn--7o8h.com/myimage:xn--7o8h.com@${longDigest}`],
    ['a/b__c-d.e:T_1.2-3', 'docker.io/a/b__c-d.e:T_1.2-3'],
    ['docker---rules/docker', 'docker.io/docker---rules/docker:latest'],
    ['host:80', 'docker.io/library/host:80'],
    ['test.com:5000', 'docker.io/library/test.com:5000'],
    ['192.168.1.1:5000', 'docker.io/library/192.168.1.1:5000'],
    ['192.168.1.1:5000/repo:5050', '192.168.1.1:5000/repo:5050'],
    ['test:5000/repo', 'test:5000/repo:latest'],
    ['test_com/foo', 'docker.io/test_com/foo:latest'],
    ['foo/foo_bar.com:8080', 'docker.io/foo/foo_bar.com:8080'],
    ['b.gcr.io/test.example.com/my-app:test.example.com', 'b.gcr.io/test.example.com/my-app:test.example.com'],
    [`${'a/'.repeat(127)}a:tag-puts-this-over-max`, `docker.io/${'a/'.repeat(127)}a:tag-puts-this-over-max`],
    [`docker.io/${identifier}`, `docker.io/library/${identifier}:latest`],
    [identifier.slice(1), `docker.io/library/${identifier.slice(1)}:latest`],
  ])('%s is %s', (text, full) => {
    expect(formatReference(parseReference(text))).toBe(full);
  });

  test.each([
    '',
    ':justtag',
    `@${digest}`,
    'Alpine',
    'Uppercase:tag',
    'test:5000/Uppercase/lowercase:tag',
    'a//b',
    'docker.io/docker///docker',
    'docker/',
    'a/b:',
    '-a',
    '-docker.io/docker/docker',
    'docker-/docker',
    '_docker/_docker',
    '____/____',
    'dock..er/docker',
    'dock_.er/docker',
    'dock-.er/docker',
    'a:b:c',
    'aa/asdf$$^/aa',
    'quay.io/A/b',
    'repo@sha256:ffffffffffffffffffffffffffffffffff',
    'alpine@sha256:abc',
    `validname@invaliddigest:${'f'.repeat(64)}`,
    'alpine@md5:d41d8cd98f00b204e9800998ecf8427e',
    'https://github.com/docker/docker',
    'a b',
    '../etc/passwd',
    'quay.io/a/../b',
    'a/b:tag/c',
    `a:${'t'.repeat(129)}`,
    `${'a/'.repeat(128)}a:tag`,
    '[2001:db8::1]',
    '[2001:db8::1]:tag',
    'fc00::1:5000/debian',
    '[fe80::1%eth0]:5000/debian',
    '[2001:db8:3:4::192.0.2.33]:5000/debian',
    '[:::::]/debian',
    identifier,
    'host:99999/app',
    'a..b/app',
    // Spellings of addresses that lead elsewhere than they say.
    '0x7f.1/app',
    '1.2.3/app',
    '999.999.999.999/app',
    '\u0000',
  ])('%j is none', (text) => {
    expect(() => parseReference(text)).toThrowError(expect.objectContaining({ code: 'oci/reference-invalid' }));
  });
});

test.each(['user:secret@registry.example.com/app', 'user:secret@registry.example.com/app@sha256:nonsense'])(
  'the password in %s is not quoted',
  (text) => {
    expect(() => parseReference(text)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('secret') }),
    );
  },
);
