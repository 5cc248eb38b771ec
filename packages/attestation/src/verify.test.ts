import { generateKeyPairSync } from 'node:crypto';
import type { Digest } from '@pratique/model';
import { describe, expect, test } from 'vitest';
import {
  loadSigningKey,
  parseStatement,
  publicHalf,
  signPayload,
  signStatement,
  type Statement,
  subjectOf,
  verifyEnvelope,
} from './index.ts';

const newKey = () =>
  loadSigningKey(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
const key = newKey();
const other = newKey();
const keys = [publicHalf(key)];
const mine: Digest = `sha256:${'a'.repeat(64)}`;
const theirs: Digest = `sha256:${'b'.repeat(64)}`;
const predicateType = 'https://example.com/said/v1';
const statement: Statement = { subject: [subjectOf(mine, 'shop/api')], predicateType, predicate: { said: true } };

function code(run: () => unknown): string {
  try {
    run();
    return 'accepted';
  } catch (thrown) {
    return (thrown as { code?: string }).code ?? String(thrown);
  }
}
const signed = (content: Statement): Buffer => Buffer.from(signStatement(content, key));
const raw = (content: object, type = 'application/vnd.in-toto+json'): Buffer =>
  Buffer.from(signPayload(type, Buffer.from(JSON.stringify(content)), [key]));

describe('an attestation is believed only if everything is bound', () => {
  const weak: Statement = { ...statement, subject: [{ digest: { md5: 'a'.repeat(64), sha1: 'a'.repeat(64) } }] };
  test.each([
    ['signed, this image, this type', signed(statement), mine, predicateType, 'accepted'],
    ['one of several digests of the image', signed(statement), [theirs, mine], predicateType, 'accepted'],
    [
      'one of several subjects',
      signed({ ...statement, subject: [subjectOf(theirs), subjectOf(mine)] }),
      mine,
      predicateType,
      'accepted',
    ],
    [
      'sha512',
      signed({ ...statement, subject: [subjectOf('sha512:cc')] }),
      'sha512:cc' as Digest,
      predicateType,
      'accepted',
    ],
    ['a valid signature over another image', signed(statement), theirs, predicateType, 'attestation/subject-mismatch'],
    ['no digest asked for', signed(statement), [], predicateType, 'attestation/subject-mismatch'],
    [
      'only weak digests',
      signed(weak),
      `md5:${'a'.repeat(64)}` as Digest,
      predicateType,
      'attestation/subject-mismatch',
    ],
    ['another predicate', signed(statement), mine, 'https://example.com/other', 'attestation/predicate-mismatch'],
    [
      'another signer',
      Buffer.from(signStatement(statement, other)),
      mine,
      predicateType,
      'attestation/signature-invalid',
    ],
    [
      'two signers, one of them ours',
      Buffer.from(signStatement(statement, [other, key])),
      mine,
      predicateType,
      'accepted',
    ],
    ['not an in-toto payload', raw({}, 'text/plain'), mine, predicateType, 'attestation/payload-unsupported'],
    ['not a statement', raw({ a: 1 }), mine, predicateType, 'attestation/statement-malformed'],
    ['not an envelope', Buffer.from('{}'), mine, predicateType, 'attestation/envelope-malformed'],
  ])('%s', (_name, bytes, digest, type, expected) => {
    expect(code(() => verifyEnvelope(bytes, { keys, digest, predicateType: type }))).toBe(expected);
  });

  test('gives back what was signed', () => {
    expect(verifyEnvelope(signed(statement), { keys, digest: mine, predicateType })).toEqual(statement);
  });

  test('a threshold counts different signers', () => {
    const both = [publicHalf(key), publicHalf(other)];
    const want = { keys: both, digest: mine, predicateType, threshold: 2 };
    expect(code(() => verifyEnvelope(signed(statement), want))).toBe('attestation/signature-invalid');
    expect(code(() => verifyEnvelope(Buffer.from(signStatement(statement, [key, other])), want))).toBe('accepted');
  });
});

describe('statements', () => {
  const base = { _type: 'https://in-toto.io/Statement/v1', subject: [{ digest: { sha256: 'aa' } }], predicateType };
  test.each([
    ['v1 without predicate', base, {}],
    ['v0.1', { ...base, _type: 'https://in-toto.io/Statement/v0.1', predicate: { a: 1 } }, { a: 1 }],
    ['unknown fields', { ...base, later: true, predicate: { b: [] } }, { b: [] }],
    ['predicate null', { ...base, predicate: null }, {}],
  ])('%s is read', (_name, content, predicate) => {
    expect(parseStatement(Buffer.from(JSON.stringify(content)))).toEqual({
      subject: [{ digest: { sha256: 'aa' } }],
      predicateType,
      predicate,
    });
  });

  test.each([
    ['another version', { ...base, _type: 'https://in-toto.io/Statement/v2' }],
    ['no subject', { ...base, subject: [] }],
    ['a subject without digest', { ...base, subject: [{ name: 'x' }] }],
    ['a subject with an empty digest set', { ...base, subject: [{ digest: {} }] }],
    ['a digest that is no text', { ...base, subject: [{ digest: { sha256: 1 } }] }],
    [
      'too many digests',
      { ...base, subject: [{ digest: Object.fromEntries(Array.from({ length: 33 }, (_, n) => [`d${n}`, 'a'])) }] },
    ],
    ['a subject that is no object', { ...base, subject: ['x'] }],
    ['too many subjects', { ...base, subject: Array.from({ length: 10_001 }, () => ({ digest: { sha256: 'a' } })) }],
    ['no predicateType', { ...base, predicateType: '' }],
    ['a predicate that is a list', { ...base, predicate: [] }],
    ['a long name', { ...base, subject: [{ name: 'x'.repeat(5000), digest: { sha256: 'a' } }] }],
  ])('%s is refused', (_name, content) => {
    expect(code(() => parseStatement(Buffer.from(JSON.stringify(content))))).toBe('attestation/statement-malformed');
  });

  test('a digest named __proto__ pollutes nothing', () => {
    const text = `{"_type":"${base._type}","subject":[{"digest":{"__proto__":"x","sha256":"aa"}}],"predicateType":"p"}`;
    const [subject] = parseStatement(Buffer.from(text)).subject;
    expect(Object.getPrototypeOf(subject?.digest)).toBe(Object.prototype);
    expect(subject?.digest['sha256']).toBe('aa');
  });
});
