import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openSecretbox } from './secretbox.ts';
import { loadSigningKey, publicHalf, signWith } from './signing-key.ts';
import { loadVerificationKeys, verifyWith } from './verification-key.ts';

const fixture = (name: string): string => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');
const pkcs8 = (key: KeyObject, passphrase?: string): string =>
  key
    .export({ type: 'pkcs8', format: 'pem', ...(passphrase !== undefined && { cipher: 'aes-256-cbc', passphrase }) })
    .toString();
const spki = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString();

const ed = generateKeyPairSync('ed25519');
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });

function code(run: () => unknown): string {
  try {
    run();
    return 'read';
  } catch (thrown) {
    return (thrown as { code?: string }).code ?? String(thrown);
  }
}

describe('private keys', () => {
  test.each([
    ['ed25519', ed],
    ['ecdsa-p256', p256],
    ['ecdsa-p384', p384],
    ['rsa', rsa],
  ])('%s, plain and encrypted, is named by its public key', (algorithm, pair) => {
    const plain = loadSigningKey(pkcs8(pair.privateKey));
    const encrypted = loadSigningKey(Buffer.from(pkcs8(pair.privateKey, 'open sesame')), () => 'open sesame');
    const [verification] = loadVerificationKeys(spki(pair.publicKey));
    expect(plain.algorithm).toBe(algorithm);
    expect(plain.keyId).toMatch(/^[0-9a-f]{64}$/);
    expect([encrypted.keyId, verification?.keyId, publicHalf(plain).keyId]).toEqual(Array(3).fill(plain.keyId));
  });

  test('the passphrase is asked for an encrypted key only', () => {
    const asked = (): string => {
      throw new Error('asked');
    };
    expect(loadSigningKey(pkcs8(ed.privateKey), asked).algorithm).toBe('ed25519');
  });

  test("cosign's encrypted key signs what its public key verifies", () => {
    const key = loadSigningKey(fixture('cosign.key'), () => 'correct horse');
    const [verification] = loadVerificationKeys(fixture('cosign.pub'));
    const message = Buffer.from('message');
    expect(verification && verifyWith(verification, message, signWith(key, message))).toBe(true);
    const old = fixture('cosign.key').replaceAll('SIGSTORE', 'COSIGN');
    expect(loadSigningKey(old, () => 'correct horse').keyId).toBe(key.keyId);
  });

  const cosign = (change: (document: Record<string, Record<string, unknown>>) => void): string => {
    const body = fixture('cosign.key').replace(/-----[^-]+-----|\s/g, '');
    const document = JSON.parse(Buffer.from(body, 'base64').toString()) as Record<string, Record<string, unknown>>;
    change(document);
    const text = Buffer.from(JSON.stringify(document)).toString('base64');
    return `-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\n${text}\n-----END ENCRYPTED SIGSTORE PRIVATE KEY-----\n`;
  };
  const scrypt = (params: object): string =>
    cosign((document) => {
      document['kdf'] = { ...document['kdf'], params };
    });
  const legacy = (pair: { privateKey: KeyObject }, type: 'pkcs1' | 'sec1'): string =>
    pair.privateKey.export({ type, format: 'pem' }).toString();
  test.each([
    ['encrypted, no passphrase', pkcs8(p256.privateKey, 'x'), undefined, 'attestation/passphrase-missing'],
    ['encrypted, empty passphrase', pkcs8(p256.privateKey, 'x'), '', 'attestation/passphrase-missing'],
    ['encrypted, wrong passphrase', pkcs8(p256.privateKey, 'x'), 'y', 'attestation/passphrase-wrong'],
    ['cosign, no passphrase', fixture('cosign.key'), undefined, 'attestation/passphrase-missing'],
    ['cosign, wrong passphrase', fixture('cosign.key'), 'y', 'attestation/passphrase-wrong'],
    ['cosign, memory bomb', scrypt({ N: 2 ** 30, r: 8, p: 1 }), 'x', 'attestation/key-invalid'],
    ['cosign, endless scrypt', scrypt({ N: 2, r: 1, p: 2 ** 30 }), 'x', 'attestation/key-invalid'],
    ['cosign, N is no power of two', scrypt({ N: 1000, r: 8, p: 1 }), 'x', 'attestation/key-invalid'],
    ['cosign, no number', scrypt({ N: 'x', r: 8, p: 1 }), 'x', 'attestation/key-invalid'],
    ['RSA in PKCS #1', legacy(rsa, 'pkcs1'), undefined, 'attestation/key-unsupported'],
    ['EC in SEC 1', legacy(p256, 'sec1'), undefined, 'attestation/key-unsupported'],
    [
      'P-521',
      pkcs8(generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey),
      undefined,
      'attestation/key-unsupported',
    ],
    ['X25519', pkcs8(generateKeyPairSync('x25519').privateKey), undefined, 'attestation/key-unsupported'],
    [
      'RSA of 1024 bits',
      pkcs8(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey),
      undefined,
      'attestation/key-unsupported',
    ],
    ['a public key', spki(ed.publicKey), undefined, 'attestation/key-invalid'],
    ['no PEM', 'hello', undefined, 'attestation/key-invalid'],
    [
      'a broken block',
      '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n',
      undefined,
      'attestation/key-invalid',
    ],
    ['a huge file', ' '.repeat(100_000), undefined, 'attestation/key-invalid'],
  ])('%s is refused', (_name, pem, passphrase, expected) => {
    expect(code(() => loadSigningKey(pem, () => passphrase))).toBe(expected);
  });

  test('no error repeats the passphrase or the key', () => {
    try {
      loadSigningKey(pkcs8(p256.privateKey, 'x'), () => 'hunter2');
    } catch (thrown) {
      const error = thrown as Error;
      expect(`${error.message} ${String(error.cause)}`).not.toMatch(/hunter2|BEGIN/);
    }
    expect.assertions(1);
  });
});

describe('public keys', () => {
  test('several in one file', () => {
    const pem = `# release\n${spki(ed.publicKey)}# staging\n${spki(rsa.publicKey)}`;
    expect(loadVerificationKeys(pem).map(({ algorithm }) => algorithm)).toEqual(['ed25519', 'rsa']);
  });

  test.each([
    ['a private key', pkcs8(ed.privateKey), 'attestation/key-invalid'],
    ['a private key behind a public one', spki(ed.publicKey) + pkcs8(ed.privateKey), 'attestation/key-invalid'],
    ['a certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n', 'attestation/key-invalid'],
    ['nothing', '', 'attestation/key-invalid'],
    ['a broken block', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n', 'attestation/key-invalid'],
    ['too many', spki(ed.publicKey).repeat(65), 'attestation/key-invalid'],
    ['P-521', spki(generateKeyPairSync('ec', { namedCurve: 'P-521' }).publicKey), 'attestation/key-unsupported'],
  ])('%s is refused', (_name, pem, expected) => {
    expect(code(() => loadVerificationKeys(pem))).toBe(expected);
  });

  test.each([0, 1, 63, 64, 65, 512])('a signature of %i zero bytes fits no key', (length) => {
    for (const { publicKey } of [ed, p256, p384, rsa]) {
      const [key] = loadVerificationKeys(spki(publicKey));
      expect(key && verifyWith(key, Buffer.from('x'), Buffer.alloc(length))).toBe(false);
    }
  });
});

describe('NaCl secretbox', () => {
  // The vector of NaCl's tests/secretbox.c.
  const key = Buffer.from('1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389', 'hex');
  const nonce = Buffer.from('69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37', 'hex');
  const box = Buffer.from(
    'f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce48332ea7164d96a4476fb8c531a1186ac0dfc17c98dce87b' +
      '4da7f011ec48c97271d2c20f9b928fe2270d6fb863d51738b48eeee314a7cc8ab932164548e526ae90224368517acfeabd6bb3732bc0e9da' +
      '99832b61ca01b6de56244a9e88d5f9b37973f622a43d14a6599b1f654cb45a74e355a5',
    'hex',
  );

  test('opens', () => {
    expect(openSecretbox(box, nonce, key)?.toString('hex')).toBe(
      'be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffce5ecbaaf33bd751a1ac728d45e6c61296cdc3c01233561f4' +
        '1db66cce314adb310e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a024a838f21af1fde048977eb48f59ffd4924ca1c60902e52' +
        'f0a089bc76897040e082f937763848645e0705',
    );
  });

  test.each([0, 15, 16, 17, box.length - 1])('a changed byte at %i is noticed', (at) => {
    const changed = Buffer.from(box);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(openSecretbox(changed, nonce, key)).toBeUndefined();
  });

  test('lengths that make no sense', () => {
    expect(openSecretbox(box.subarray(0, 15), nonce, key)).toBeUndefined();
    expect(openSecretbox(box, nonce.subarray(1), key)).toBeUndefined();
    expect(openSecretbox(box, nonce, key.subarray(1))).toBeUndefined();
  });
});
