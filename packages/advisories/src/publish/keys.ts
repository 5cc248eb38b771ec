import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { reasonOf } from '@pratique/foundation';
import { advisoryErrors } from '../errors.ts';

/** A pair of Ed25519 keys in PEM form. The private one signs what is published; the public one is given to who pulls. */
export interface SigningKey {
  /** PKCS #8. A secret: never logged. */
  readonly privateKey: string;
  /** SubjectPublicKeyInfo. */
  readonly publicKey: string;
}

/** Makes a new pair. */
export function generateSigningKey(): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

function invalid(on: string, why: string, cause?: unknown): Error {
  return advisoryErrors.create('advisories/key-invalid', { attempted: 'read', on, why, cause });
}

function ed25519(key: KeyObject, on: string): KeyObject {
  if (key.asymmetricKeyType !== 'ed25519') throw invalid(on, `it is of type ${key.asymmetricKeyType}, not Ed25519`);
  return key;
}

/** @throws PratiqueError `advisories/key-invalid` */
export function readPrivateKey(pem: string): KeyObject {
  try {
    return ed25519(createPrivateKey(pem), 'the private key');
  } catch (thrown) {
    // OpenSSL's reason says nothing about the key itself.
    throw thrown instanceof Error && 'kind' in thrown ? thrown : invalid('the private key', reasonOf(thrown), thrown);
  }
}

/** @throws PratiqueError `advisories/key-invalid`, also for a private key: it has no business there */
export function readPublicKey(pem: string): KeyObject {
  if (/PRIVATE KEY/.test(pem)) throw invalid('the public key', 'it is a private key');
  try {
    return ed25519(createPublicKey(pem), 'the public key');
  } catch (thrown) {
    throw thrown instanceof Error && 'kind' in thrown ? thrown : invalid('the public key', reasonOf(thrown), thrown);
  }
}

/** SHA-256 over the public key (SubjectPublicKeyInfo), by which a publisher is known. */
export function fingerprintOf(key: KeyObject): string {
  const spki = (key.type === 'private' ? createPublicKey(key) : key).export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('hex');
}
