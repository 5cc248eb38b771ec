import { generateKeyPairSync } from 'node:crypto';
import {
  type KeyAlgorithm,
  loadSigningKey,
  loadVerificationKeys,
  type SigningKey as PrivateKey,
  type VerificationKey,
} from '@pratique/attestation';
import { PratiqueError, reasonOf } from '@pratique/foundation';
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

/** Publications are signed with one algorithm, so that who pulls needs no choice. */
function ed25519<Key extends { readonly algorithm: KeyAlgorithm }>(on: string, read: () => Key): Key {
  let key: Key;
  try {
    key = read();
  } catch (thrown) {
    throw invalid(on, thrown instanceof PratiqueError ? thrown.facts.why : reasonOf(thrown), thrown);
  }
  if (key.algorithm !== 'ed25519') throw invalid(on, `it is of type ${key.algorithm}, not Ed25519`);
  return key;
}

/** @throws PratiqueError `advisories/key-invalid` */
export function readPrivateKey(pem: string): PrivateKey {
  return ed25519('the private key', () => loadSigningKey(pem));
}

/** @throws PratiqueError `advisories/key-invalid`, also for a private key: it has no business there */
export function readPublicKey(pem: string): VerificationKey {
  return ed25519('the public key', () => {
    const [key, ...more] = loadVerificationKeys(pem);
    if (!key || more.length > 0) throw invalid('the public key', 'the file holds several');
    return key;
  });
}
