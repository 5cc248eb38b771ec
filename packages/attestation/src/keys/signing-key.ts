import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { attestationErrors } from '../errors.ts';
import { algorithmOf, type KeyAlgorithm, keyIdOf } from './algorithm.ts';
import { decryptCosignKey } from './cosign-key.ts';
import { signingDigest, type VerificationKey, verificationKey } from './verification-key.ts';

const MAX_PEM_BYTES = 64 * 1024;

/** A private key that signs. A secret: the key object never prints its content. */
export interface SigningKey {
  /** SHA-256 of the public key's SubjectPublicKeyInfo, hexadecimal. */
  readonly keyId: string;
  readonly algorithm: KeyAlgorithm;
  readonly key: KeyObject;
}

/** Answers with the passphrase; undefined: there is none. Asked only for an encrypted key. */
export type PassphraseSource = () => string | undefined;

function failure(
  code: 'attestation/key-invalid' | 'attestation/key-unsupported' | 'attestation/passphrase-wrong',
  why: string,
): Error {
  // No cause: what OpenSSL says of a private key stays out of logs.
  return attestationErrors.create(code, { attempted: 'read', on: 'the private key', why });
}

function ask(passphrase: PassphraseSource): string {
  const answer = passphrase();
  if (answer) return answer;
  throw attestationErrors.create('attestation/passphrase-missing', {
    attempted: 'read',
    on: 'the private key',
    why: 'it is encrypted and no passphrase is given',
  });
}

function decryptPkcs8(pem: string, passphrase: PassphraseSource): KeyObject {
  const answer = ask(passphrase);
  try {
    return createPrivateKey({ key: pem, format: 'pem', passphrase: answer });
  } catch {
    throw failure('attestation/passphrase-wrong', 'the passphrase does not decrypt it, or it is damaged');
  }
}

function readPlain(key: string | { key: Buffer; format: 'der'; type: 'pkcs8' }): KeyObject {
  try {
    return createPrivateKey(key);
  } catch {
    throw failure('attestation/key-invalid', 'its content is no PKCS #8 private key');
  }
}

function readPrivateKey(pem: string, passphrase: PassphraseSource): KeyObject {
  const label = /-----BEGIN ([A-Z0-9 ]{1,64})-----/.exec(pem)?.[1];
  switch (label) {
    case 'PRIVATE KEY':
      return readPlain(pem);
    case 'ENCRYPTED PRIVATE KEY':
      return decryptPkcs8(pem, passphrase);
    case 'ENCRYPTED SIGSTORE PRIVATE KEY':
    case 'ENCRYPTED COSIGN PRIVATE KEY':
      return readPlain({ key: decryptCosignKey(pem, ask(passphrase)), format: 'der', type: 'pkcs8' });
    case 'EC PRIVATE KEY':
    case 'EC PARAMETERS':
    case 'RSA PRIVATE KEY':
    case 'OPENSSH PRIVATE KEY':
      throw failure(
        'attestation/key-unsupported',
        `it is "${label}", not PKCS #8; \`openssl pkcs8 -topk8\` or \`cosign import-key-pair\` converts it`,
      );
    default:
      throw failure('attestation/key-invalid', label ? `it is "${label}"` : 'it is no PEM file');
  }
}

/**
 * Reads a private key: PKCS #8 in PEM, plain or encrypted, or a cosign key. Ed25519, ECDSA over P-256 or P-384, RSA.
 * @throws PratiqueError `attestation/key-invalid`, `attestation/key-unsupported`, `attestation/passphrase-missing`,
 * `attestation/passphrase-wrong`
 */
export function loadSigningKey(pem: string | Uint8Array, passphrase: PassphraseSource = () => undefined): SigningKey {
  if (pem.length > MAX_PEM_BYTES) throw failure('attestation/key-invalid', `it is larger than ${MAX_PEM_BYTES} bytes`);
  const text = typeof pem === 'string' ? pem : Buffer.from(pem).toString('latin1');
  const key = readPrivateKey(text, passphrase);
  return { keyId: keyIdOf(key), algorithm: algorithmOf(key, 'the private key'), key };
}

/** The public half, to verify with or to write out. */
export function publicHalf({ key }: SigningKey): VerificationKey {
  return verificationKey(createPublicKey(key));
}

/** Signs a message: Ed25519; ECDSA as DER over SHA-256 (P-256) or SHA-384 (P-384); RSA as PKCS #1 v1.5 over SHA-256. */
export function signWith({ key, algorithm }: SigningKey, message: Uint8Array): Buffer {
  return sign(signingDigest(algorithm), message, key);
}
