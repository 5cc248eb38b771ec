import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { attestationErrors } from '../errors.ts';

/** The algorithms that sign here. */
export type KeyAlgorithm = 'ed25519' | 'ecdsa-p256' | 'ecdsa-p384' | 'rsa';

const MIN_RSA_BITS = 2048;
/** Verification with larger ones is slow enough to be an attack. */
const MAX_RSA_BITS = 16_384;

const curves: ReadonlyMap<string | undefined, KeyAlgorithm> = new Map([
  ['prime256v1', 'ecdsa-p256'],
  ['secp384r1', 'ecdsa-p384'],
]);

function unsupported(on: string, why: string): Error {
  return attestationErrors.create('attestation/key-unsupported', { attempted: 'use', on, why });
}

/** @throws PratiqueError `attestation/key-unsupported` */
export function algorithmOf(key: KeyObject, on: string): KeyAlgorithm {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type === 'ed25519') return 'ed25519';
  if (type === 'ec') {
    const curve = curves.get(details?.namedCurve);
    if (curve) return curve;
    throw unsupported(on, `its curve is ${details?.namedCurve ?? 'not named'}, neither P-256 nor P-384`);
  }
  if (type === 'rsa') {
    const bits = details?.modulusLength ?? 0;
    if (bits >= MIN_RSA_BITS && bits <= MAX_RSA_BITS) return 'rsa';
    throw unsupported(on, `RSA of ${bits} bits is not between ${MIN_RSA_BITS} and ${MAX_RSA_BITS}`);
  }
  throw unsupported(on, `it is of type ${type ?? 'unknown'}`);
}

/** SHA-256 over the public key (SubjectPublicKeyInfo, DER), in hexadecimal: the name of a key. */
export function keyIdOf(key: KeyObject): string {
  const spki = (key.type === 'private' ? createPublicKey(key) : key).export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('hex');
}
