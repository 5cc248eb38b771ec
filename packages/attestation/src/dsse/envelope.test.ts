import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { keyIdOf } from '../keys/algorithm.ts';
import type { SigningKey } from '../keys/signing-key.ts';
import { verificationKey } from '../keys/verification-key.ts';
import { openEnvelope, parseEnvelope, preAuthenticationEncoding, signPayload } from './envelope.ts';

/** RFC 8032, section 7.1: the keys of the DSSE test vectors. */
function ed25519(seed: string): SigningKey {
  const der = Buffer.from(`302e020100300506032b657004220420${seed}`, 'hex');
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return { keyId: keyIdOf(key), algorithm: 'ed25519', key };
}
const keyA = ed25519('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60');
const keyB = ed25519('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb');
const publicA = verificationKey(createPublicKey(keyA.key));
const publicB = verificationKey(createPublicKey(keyB.key));

const IN_TOTO = 'application/vnd.in-toto+json';
const BODY = Buffer.from('{"_type":"https://in-toto.io/Statement/v1"}').toString('base64');
const SIG_A = '2WAfaHm5jluo0w+0rk8uVkluELJYWjSmU9x7EUzx+AyteDGJ4/nqyJXfmAUVFIAoQafWm7AxBZNw5M9ixNHiCA==';
const SIG_B = 'c1+67/aT0yqEpwx8PsVY3MLHsj9D0CZ014/Fv/QlG59P+9CobUZ7xECJ/V3USG0Ob9CiE5LjReEZUzNF2l7eBw==';

function code(run: () => unknown): string {
  try {
    run();
    return 'accepted';
  } catch (thrown) {
    return (thrown as { code?: string }).code ?? String(thrown);
  }
}

function envelope(payload: string, payloadType: string, ...sigs: readonly string[]): Buffer {
  return Buffer.from(JSON.stringify({ payload, payloadType, signatures: sigs.map((sig) => ({ sig, keyid: 'A' })) }));
}

describe('DSSE protocol vectors (secure-systems-lab/dsse, testvectors)', () => {
  const invalid = 'attestation/signature-invalid';
  test.each([
    ['one signature', envelope(BODY, IN_TOTO, SIG_A), 1, IN_TOTO, 'accepted'],
    [
      'URL-safe base64',
      envelope(
        '-_-_Pj8=',
        IN_TOTO,
        'P-_KHICeR7tI6S_YyejJTRtrXhcQyQ2LYPaL8h90KjC9qN8HU_svOQ6TuDOT1HIrsGW886DbWNWcCmX5twLrAw==',
      ),
      1,
      IN_TOTO,
      'accepted',
    ],
    [
      'payload type swapped',
      envelope(BODY, 'application/vnd.example.other+json', SIG_A),
      1,
      'application/vnd.example.other+json',
      invalid,
    ],
    [
      'length of the payload type in bytes',
      envelope(
        BODY,
        'application/vnd.exämple+json',
        'xmSk/ug66ysT7ayhkCIjhAq42zgZXSsEWuzUaNL7w2eGAdF/NU6/fRXPtmfN+5DNSAs5/i2lUnHjbbjPsu0tAw==',
      ),
      1,
      'application/vnd.exämple+json',
      'accepted',
    ],
    [
      'empty payload',
      envelope('', IN_TOTO, 'gSggCAaTLTYyRH6FIDBem6meyIynsYy8RTHVzwx9tnTb7Bg/1jMWnuVgI/gffqmbsC2VX5/jHfkkDqsj7CDbDg=='),
      1,
      IN_TOTO,
      'accepted',
    ],
    [
      'empty payload type',
      envelope(BODY, '', 'iC3q/+3Rm0+lpAJRueDmDh15PnwCfxKmS0NAfKsbv+zgulXQC/WM9trc+j1XEqlwDIg/vf/uNfebeD6sxInrDg=='),
      1,
      IN_TOTO,
      'attestation/envelope-malformed',
    ],
    ['two keys of two', envelope(BODY, IN_TOTO, SIG_A, SIG_B), 2, IN_TOTO, 'accepted'],
    ['one key twice is not two', envelope(BODY, IN_TOTO, SIG_A, SIG_A), 2, IN_TOTO, invalid],
    ['another type than asked for', envelope(BODY, IN_TOTO, SIG_A), 1, 'text/plain', 'attestation/payload-unsupported'],
    ['a foreign signature beside ours', envelope(BODY, IN_TOTO, 'AAAA', SIG_B), 1, IN_TOTO, 'accepted'],
    ['no key at all is not trust', envelope(BODY, IN_TOTO, 'AAAA'), 0, IN_TOTO, invalid],
  ])('%s', (_name, bytes, threshold, payloadType, expected) => {
    expect(code(() => openEnvelope(bytes, { keys: [publicA, publicB], threshold, payloadType }))).toBe(expected);
  });

  test('a key given twice counts once', () => {
    const trust = { keys: [publicA, publicA], threshold: 2, payloadType: IN_TOTO };
    expect(code(() => openEnvelope(envelope(BODY, IN_TOTO, SIG_A), trust))).toBe(invalid);
  });

  test('pre-authentication encoding', () => {
    expect(preAuthenticationEncoding('http://example.com/HelloWorld', Buffer.from('hello world')).toString()).toBe(
      'DSSEv1 29 http://example.com/HelloWorld 11 hello world',
    );
  });

  test('signing is what the vectors say; key ids are left empty', () => {
    const text = signPayload(IN_TOTO, Buffer.from(BODY, 'base64'), [keyA, keyB]);
    expect(JSON.parse(text)).toEqual({
      payload: BODY,
      payloadType: IN_TOTO,
      signatures: [
        { keyid: '', sig: SIG_A },
        { keyid: '', sig: SIG_B },
      ],
    });
  });

  test("protocol.md's own vector: ECDSA, r and s raw", () => {
    const coordinate = (value: bigint): string =>
      Buffer.from(value.toString(16).padStart(64, '0'), 'hex').toString('base64url');
    const key = createPublicKey({
      format: 'jwk',
      key: {
        kty: 'EC',
        crv: 'P-256',
        x: coordinate(46950820868899156662930047687818585632848591499744589407958293238635476079160n),
        y: coordinate(5640078356564379163099075877009565129882514886557779369047442380624545832820n),
      },
    });
    const bytes = envelope(
      'aGVsbG8gd29ybGQ=',
      'http://example.com/HelloWorld',
      'A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==',
    );
    const trust = { keys: [verificationKey(key)], payloadType: 'http://example.com/HelloWorld' };
    expect(openEnvelope(bytes, trust).toString()).toBe('hello world');
  });
});

describe('envelopes that are refused', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  test.each([
    ['not JSON', 'hello'],
    ['an array', '[]'],
    ['not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ['deeply nested', `{"payload":"","payloadType":"x","signatures":${deep}}`],
    ['no signatures', JSON.stringify({ payload: 'YQ==', payloadType: 'x', signatures: [] })],
    ['too many signatures', envelope('YQ==', 'x', ...Array.from({ length: 65 }, () => 'YQ=='))],
    ['an empty signature', envelope('YQ==', 'x', '')],
    ['a huge signature', envelope('YQ==', 'x', 'A'.repeat(4096))],
    [
      'a key id that is no text',
      JSON.stringify({ payload: '', payloadType: 'x', signatures: [{ sig: 'YQ==', keyid: 1 }] }),
    ],
    ['a payload that is no text', JSON.stringify({ payload: 1, payloadType: 'x', signatures: [{ sig: 'YQ==' }] })],
    ['a payload with white space', envelope('YQ ==', 'x', 'YQ==')],
    ['a payload with bits left over', envelope('YR==', 'x', 'YQ==')],
    ['a payload with half its padding', envelope('YQ=', 'x', 'YQ==')],
    ['a payload of mixed alphabets', envelope('+_-/', 'x', 'YQ==')],
    ['a payload of one digit', envelope('Y', 'x', 'YQ==')],
    [
      'a payload type from the prototype',
      '{"__proto__":{"payloadType":"x"},"payload":"","signatures":[{"sig":"YQ=="}]}',
    ],
  ])('%s', (_name, bytes) => {
    expect(code(() => parseEnvelope(Buffer.from(bytes)))).toBe('attestation/envelope-malformed');
  });

  test('unpadded base64 is read', () => {
    expect(parseEnvelope(envelope('YQ', 'x', 'YWI')).payload.toString()).toBe('a');
  });
});

describe('every algorithm signs and verifies, and no other key does', () => {
  test.each([
    ['ed25519', generateKeyPairSync('ed25519')],
    ['ecdsa-p256', generateKeyPairSync('ec', { namedCurve: 'P-256' })],
    ['ecdsa-p384', generateKeyPairSync('ec', { namedCurve: 'P-384' })],
    ['rsa', generateKeyPairSync('rsa', { modulusLength: 2048 })],
  ] as const)('%s', (algorithm, { privateKey, publicKey }) => {
    const key = { keyId: keyIdOf(privateKey), algorithm, key: privateKey };
    const bytes = Buffer.from(signPayload(IN_TOTO, Buffer.from('{}'), [key]));
    expect(openEnvelope(bytes, { keys: [publicA, verificationKey(publicKey)], payloadType: IN_TOTO }).toString()).toBe(
      '{}',
    );
    expect(code(() => openEnvelope(bytes, { keys: [publicA], payloadType: IN_TOTO }))).toBe(
      'attestation/signature-invalid',
    );
    const other = JSON.parse(bytes.toString()) as { payload: string };
    other.payload = Buffer.from('{"a":1}').toString('base64');
    const trust = { keys: [verificationKey(publicKey)], payloadType: IN_TOTO };
    expect(code(() => openEnvelope(Buffer.from(JSON.stringify(other)), trust))).toBe('attestation/signature-invalid');
  });
});
