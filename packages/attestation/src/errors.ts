import { defineErrors } from '@pratique/foundation';

/** Errors of signing and verifying attestations. */
export const attestationErrors = defineErrors({
  'attestation/envelope-malformed': {
    kind: 'operational',
    meaning: 'The bytes are no DSSE envelope: not JSON, a field missing or of the wrong form, or over a bound.',
    nextStep: 'Give the attestation as it was written, a DSSE envelope in JSON.',
  },
  'attestation/signature-invalid': {
    kind: 'operational',
    meaning: 'Fewer of the given keys than needed have signed the envelope.',
    nextStep: 'Give the public keys of the signers that you trust; with the right keys, do not trust this attestation.',
  },
  'attestation/payload-unsupported': {
    kind: 'operational',
    meaning: 'The signed payload is of another type than the one asked for.',
    nextStep: 'Give an attestation whose payload type is the one that is asked for.',
  },
  'attestation/statement-malformed': {
    kind: 'operational',
    meaning: 'The signed payload is no in-toto statement of version 0.1 or 1.',
    nextStep: 'Have the signer make the attestation again.',
  },
  'attestation/subject-mismatch': {
    kind: 'operational',
    meaning: 'The signature is valid, but the statement speaks of another image.',
    nextStep: 'Find the attestation of this very digest; this one proves nothing about it.',
  },
  'attestation/predicate-mismatch': {
    kind: 'operational',
    meaning: 'The statement says something else of the image than what was asked for.',
    nextStep: 'Find the attestation of the wanted predicate type.',
  },
  'attestation/predicate-malformed': {
    kind: 'operational',
    meaning: 'The predicate lacks a field that its type requires, or has one of the wrong form.',
    nextStep: 'Have the signer make the attestation again.',
  },
  'attestation/subject-missing': {
    kind: 'user',
    meaning: 'What was scanned has no digest that an attestation could be bound to.',
    nextStep: 'Attest an image, not a directory or a host.',
  },
  'attestation/key-invalid': {
    kind: 'user',
    meaning: 'The file is no key of the needed kind, or a broken one.',
    nextStep: 'Give a private key as PKCS #8 PEM to sign, and a public key as SubjectPublicKeyInfo PEM to verify.',
  },
  'attestation/key-unsupported': {
    kind: 'user',
    meaning: 'The key is of an algorithm or in a container that Pratique does not use.',
    nextStep:
      'Use Ed25519, ECDSA over P-256 or P-384, or RSA of at least 2048 bits, converted with `openssl pkcs8 -topk8`.',
  },
  'attestation/passphrase-missing': {
    kind: 'user',
    meaning: 'The private key is encrypted and no passphrase was given.',
    nextStep: 'Set PRATIQUE_KEY_PASSPHRASE.',
  },
  'attestation/passphrase-wrong': {
    kind: 'user',
    meaning: 'The passphrase does not decrypt the private key.',
    nextStep: 'Check PRATIQUE_KEY_PASSPHRASE.',
  },
});
