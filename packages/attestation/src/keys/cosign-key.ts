import { scryptSync } from 'node:crypto';
import { decodeBase64 } from '../dsse/base64.ts';
import { attestationErrors } from '../errors.ts';
import { asObject, type JsonObject, member, parseObject, textOf } from '../json.ts';
import { openSecretbox } from './secretbox.ts';

const MAX_BYTES = 64 * 1024;
/** Memory that scrypt may take: cosign's N = 65,536, r = 8 needs 64 MiB. */
const MAX_SCRYPT_BYTES = 256 * 1024 * 1024;
const KEY_BYTES = 32;

function unreadable(why: string): Error {
  return attestationErrors.create('attestation/key-invalid', { attempted: 'read', on: 'the private key', why });
}

/** What is inside the PEM block: base64 of a JSON object. */
function readBlock(pem: string): JsonObject {
  const body = /-----BEGIN [A-Z ]+-----([A-Za-z0-9+/=\s]*)-----END [A-Z ]+-----/.exec(pem)?.[1] ?? '';
  const bytes = decodeBase64(body.replace(/\s+/g, ''));
  const root = bytes ? parseObject(bytes, MAX_BYTES) : 'it is not base64';
  if (typeof root === 'string') throw unreadable(root);
  return root;
}

function bytesOf(object: JsonObject | undefined, key: string): Buffer {
  return decodeBase64(textOf(object, key) ?? '') ?? Buffer.alloc(0);
}

function derive(kdf: JsonObject | undefined, passphrase: string): Buffer {
  const parameters = asObject(member(kdf, 'params'));
  const [N, r, p] = ['N', 'r', 'p'].map((key) => member(parameters, key));
  if (textOf(kdf, 'name') !== 'scrypt' || typeof N !== 'number' || typeof r !== 'number' || typeof p !== 'number')
    throw unreadable('its key is not derived by scrypt');
  // A hostile key file must not take the machine's memory or hours.
  if (!(128 * N * r * p <= MAX_SCRYPT_BYTES) || N < 2 || r < 1 || p < 1)
    throw unreadable('its scrypt parameters are out of bounds');
  try {
    return scryptSync(passphrase, bytesOf(kdf, 'salt'), KEY_BYTES, { N, r, p, maxmem: 2 * MAX_SCRYPT_BYTES });
  } catch {
    throw unreadable('its scrypt parameters make no sense');
  }
}

/**
 * Decrypts cosign's key file (`ENCRYPTED SIGSTORE PRIVATE KEY`: scrypt, NaCl secretbox) to PKCS #8, DER.
 * @throws PratiqueError `attestation/key-invalid`, `attestation/passphrase-wrong`
 */
export function decryptCosignKey(pem: string, passphrase: string): Buffer {
  const root = readBlock(pem);
  const cipher = asObject(member(root, 'cipher'));
  if (textOf(cipher, 'name') !== 'nacl/secretbox') throw unreadable('it is not encrypted by nacl/secretbox');
  const key = derive(asObject(member(root, 'kdf')), passphrase);
  const opened = openSecretbox(bytesOf(root, 'ciphertext'), bytesOf(cipher, 'nonce'), key);
  if (opened) return opened;
  throw attestationErrors.create('attestation/passphrase-wrong', {
    attempted: 'read',
    on: 'the private key',
    why: 'the passphrase does not decrypt it, or it is damaged',
  });
}
