import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { FuzzTarget } from '@pratique/testkit';
import {
  loadSigningKey,
  loadVerificationKeys,
  parseEnvelope,
  parseStatement,
  readVerdict,
  signStatement,
  type Statement,
  subjectOf,
  VERDICT_PREDICATE,
} from './index.ts';

/** RFC 8032, section 7.1, test 1: the same seeds in every run. */
const der = Buffer.from(
  '302e020100300506032b6570042204209d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
  'hex',
);
const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
const pem = key.export({ type: 'pkcs8', format: 'pem' }).toString();

const statement: Statement = {
  subject: [subjectOf(`sha256:${'a'.repeat(64)}`, 'x')],
  predicateType: VERDICT_PREDICATE,
  predicate: {
    stage: 'build',
    decision: 'deny',
    compliance: 'noncompliant',
    profile: 'p',
    policies: { count: 1 },
    counts: { violations: 1, exceptions: 0, unknowns: 0 },
    violations: [{ policy: 'p', severity: 'high', decision: 'deny', subject: 's', message: 'm' }],
    exceptions: [],
    unknowns: [],
    judgedAt: '2026-01-01T00:00:00Z',
    judge: { uri: 'u', version: '1' },
  },
};

const envelopes: FuzzTarget = {
  name: 'attestation/envelope',
  seeds: () => [Buffer.from(signStatement(statement, loadSigningKey(pem)))],
  run(input) {
    parseEnvelope(input);
  },
};

const statements: FuzzTarget = {
  name: 'attestation/statement',
  seeds: () => [Buffer.from(JSON.stringify({ _type: 'https://in-toto.io/Statement/v1', ...statement }))],
  run(input) {
    readVerdict(parseStatement(input));
  },
};

const keys: FuzzTarget = {
  name: 'attestation/keys',
  seeds: () => [Buffer.from(createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString())],
  run(input) {
    loadVerificationKeys(input);
  },
};

const privateKeys: FuzzTarget = {
  name: 'attestation/private-keys',
  seeds: () => [Buffer.from(pem)],
  run(input) {
    loadSigningKey(input, () => 'passphrase');
  },
};

export const targets: readonly FuzzTarget[] = [envelopes, statements, keys, privateKeys];
