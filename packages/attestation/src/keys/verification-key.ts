import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { attestationErrors } from '../errors.ts';
import { algorithmOf, type KeyAlgorithm, keyIdOf } from './algorithm.ts';

const MAX_PEM_BYTES = 256 * 1024;
const MAX_KEYS = 64;

/** A public key that signatures are held against. */
export interface VerificationKey {
  /** SHA-256 of the SubjectPublicKeyInfo, hexadecimal. */
  readonly keyId: string;
  readonly algorithm: KeyAlgorithm;
  readonly key: KeyObject;
}

function invalid(why: string, cause?: unknown): Error {
  return attestationErrors.create('attestation/key-invalid', { attempted: 'read', on: 'the public key', why, cause });
}

/** A public key as it is used here. @throws PratiqueError `attestation/key-unsupported` */
export function verificationKey(key: KeyObject): VerificationKey {
  return { keyId: keyIdOf(key), algorithm: algorithmOf(key, 'the public key'), key };
}

function readBlock(block: string): VerificationKey {
  let key: KeyObject;
  try {
    key = createPublicKey(block);
  } catch (thrown) {
    throw invalid('its content is no SubjectPublicKeyInfo', thrown);
  }
  return verificationKey(key);
}

/**
 * Reads the public keys (SubjectPublicKeyInfo, PEM) of a file: one or several, text between them is ignored.
 * @throws PratiqueError `attestation/key-invalid`, also for a file with a private key: it has no business there;
 * `attestation/key-unsupported`
 */
export function loadVerificationKeys(pem: string | Uint8Array): readonly VerificationKey[] {
  if (pem.length > MAX_PEM_BYTES) throw invalid(`the file is larger than ${MAX_PEM_BYTES} bytes`);
  const text = typeof pem === 'string' ? pem : Buffer.from(pem).toString('latin1');
  if (/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(text)) throw invalid('the file holds a private key');
  if (text.includes('-----BEGIN CERTIFICATE-----'))
    throw invalid('the file holds a certificate; `openssl x509 -pubkey -noout` prints its key');
  const blocks = text.match(/-----BEGIN PUBLIC KEY-----[A-Za-z0-9+/=\s]*-----END PUBLIC KEY-----/g) ?? [];
  if (blocks.length === 0) throw invalid('the file holds no "PUBLIC KEY" block');
  if (blocks.length > MAX_KEYS) throw invalid(`the file holds more than ${MAX_KEYS} keys`);
  return blocks.map(readBlock);
}

/** Digests that signers use with an algorithm: the first is ours. */
const digests: Readonly<Record<Exclude<KeyAlgorithm, 'ed25519'>, readonly string[]>> = {
  'ecdsa-p256': ['sha256'],
  'ecdsa-p384': ['sha384', 'sha256'],
  rsa: ['sha256'],
};

/** The digest that a signature of this algorithm is made over; null: the algorithm has its own. */
export function signingDigest(algorithm: KeyAlgorithm): string | null {
  return algorithm === 'ed25519' ? null : (digests[algorithm][0] ?? null);
}

/** Bytes of `r` and `s` together where a signature is written raw, not as DER (IEEE P1363; DSSE's own test vector). */
const rawLengths: Readonly<Partial<Record<KeyAlgorithm, number>>> = { 'ecdsa-p256': 64, 'ecdsa-p384': 96 };

/**
 * Whether the key has signed the message: ECDSA as DER or raw, RSA as PKCS #1 v1.5 or PSS. Never throws: a signature that
 * makes no sense is none.
 */
export function verifyWith({ algorithm, key }: VerificationKey, message: Uint8Array, signature: Uint8Array): boolean {
  const fits = (digest: string | null, options: object): boolean => {
    try {
      return verify(digest, message, { key, ...options }, signature);
    } catch {
      return false;
    }
  };
  if (algorithm === 'ed25519') return fits(null, {});
  return digests[algorithm].some((digest) =>
    algorithm === 'rsa'
      ? fits(digest, {}) || fits(digest, { padding: constants.RSA_PKCS1_PSS_PADDING })
      : fits(digest, {}) || (signature.length === rawLengths[algorithm] && fits(digest, { dsaEncoding: 'ieee-p1363' })),
  );
}
