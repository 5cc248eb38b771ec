import { describe, expect, test } from 'vitest';
import { formatReference, parseReference } from './reference.ts';

const digest = `sha256:${'a'.repeat(64)}`;

describe('parseReference', () => {
  test.each([
    ['alpine', 'docker.io/library/alpine:latest'],
    ['alpine:3.20', 'docker.io/library/alpine:3.20'],
    ['library/alpine', 'docker.io/library/alpine:latest'],
    ['grafana/grafana:11', 'docker.io/grafana/grafana:11'],
    ['index.docker.io/nginx', 'docker.io/library/nginx:latest'],
    ['localhost/app', 'localhost/app:latest'],
    ['localhost:5000/app', 'localhost:5000/app:latest'],
    ['127.0.0.1:5000/a/b/c:1', '127.0.0.1:5000/a/b/c:1'],
    ['[::1]:5000/app:1', '[::1]:5000/app:1'],
    ['quay.io/a/b', 'quay.io/a/b:latest'],
    ['MyHost/app:1', 'MyHost/app:1'],
    [`alpine@${digest}`, `docker.io/library/alpine@${digest}`],
    [`ghcr.io/a/b:v1@${digest}`, `ghcr.io/a/b:v1@${digest}`],
    ['a/b__c-d.e:T_1.2-3', 'docker.io/a/b__c-d.e:T_1.2-3'],
    ['host:80', 'docker.io/library/host:80'],
  ])('%s is %s', (text, full) => {
    expect(formatReference(parseReference(text))).toBe(full);
  });

  test.each([
    '',
    'Alpine',
    'a//b',
    'a/b:',
    '-a',
    'a:b:c',
    'quay.io/A/b',
    'alpine@sha256:abc',
    'alpine@md5:d41d8cd98f00b204e9800998ecf8427e',
    'http://quay.io/a',
    'a b',
    '../etc/passwd',
    'quay.io/a/../b',
    'a/b:tag/c',
    `a:${'t'.repeat(129)}`,
    `${'a/'.repeat(200)}b`,
    '\u0000',
  ])('%j is none', (text) => {
    expect(() => parseReference(text)).toThrowError(expect.objectContaining({ code: 'oci/reference-invalid' }));
  });
});
