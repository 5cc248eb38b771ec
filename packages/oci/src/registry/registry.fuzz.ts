import type { FuzzTarget } from '@pratique/testkit';
import { parseChallenges } from './challenge.ts';
import { parseCredentialFile, readEntry } from './credentials/files.ts';
import { findKey, wantedFor } from './credentials/keys.ts';
import { formatReference, parseReference } from './reference.ts';

const texts =
  (...seeds: readonly string[]) =>
  () =>
    seeds.map((seed) => Buffer.from(seed));

function expectSame(actual: string, expected: string): void {
  if (actual !== expected) throw new Error(`${JSON.stringify(actual)} is not ${JSON.stringify(expected)}`);
}

const auth = Buffer.from('user:password').toString('base64');

/** What registries, users and credential files say. */
export const targets: readonly FuzzTarget[] = [
  {
    name: 'oci/reference',
    seeds: texts(
      'alpine',
      'localhost:5000/team/app:1.2',
      `[::1]:5000/a/b@sha256:${'a'.repeat(64)}`,
      `ghcr.io/a/b__c-d.e:v1@sha512:${'f'.repeat(128)}`,
      'index.docker.io/library/ubuntu',
    ),
    run(input) {
      const text = input.toString('utf8');
      const reference = parseReference(text);
      const full = formatReference(reference);
      expectSame(formatReference(parseReference(full)), full);
      // What is asked is the host and the repository that the reference says, and nothing else.
      const { hostname, pathname } = new URL(`https://${reference.registry}/v2/${reference.repository}/manifests/x`);
      expectSame(pathname, `/v2/${reference.repository}/manifests/x`);
      if (!hostname.startsWith('[')) expectSame(hostname, reference.registry.replace(/:\d+$/, '').toLowerCase());
    },
  },
  {
    name: 'oci/challenge',
    seeds: texts(
      'Basic realm="Registry"',
      'Bearer realm="https://auth.example.com/token",service="registry",scope="repository:a/b:pull,push"',
      'Negotiate, Bearer realm="x\\"y", error="invalid_token", Basic',
    ),
    run(input) {
      parseChallenges(input.toString('latin1'));
    },
  },
  {
    name: 'oci/credentials',
    seeds: texts(
      JSON.stringify({ auths: { 'quay.io': { auth }, 'https://index.docker.io/v1/': { identitytoken: 't' } } }),
      JSON.stringify({
        auths: { 'docker.io/library': { username: 'u', password: 'p' } },
        credHelpers: { 'gcr.io': 'g' },
      }),
      JSON.stringify({ credsStore: 'desktop', auths: { 'http://quay.io/v2/': {} }, currentContext: 'default' }),
    ),
    run(input) {
      const file = parseCredentialFile(input, { path: 'config.json' });
      for (const registry of ['docker.io', 'quay.io', 'gcr.io']) {
        const key = findKey(file.auths, wantedFor(registry, 'library/alpine'));
        if (key !== undefined) readEntry(file, key);
      }
    },
  },
];
