import { attestationErrors } from '../errors.ts';
import { asObject, listOf, member, parseObject, textOf } from '../json.ts';
import { type SigningKey, signWith } from '../keys/signing-key.ts';
import { type VerificationKey, verifyWith } from '../keys/verification-key.ts';
import { decodeBase64 } from './base64.ts';

/** Base64 in JSON: a payload of at most 24 MiB. */
const MAX_ENVELOPE_BYTES = 32 * 1024 * 1024;
const MAX_SIGNATURES = 64;
/** RSA of 16,384 bits. */
const MAX_SIGNATURE_BYTES = 2048;
const MAX_PAYLOAD_TYPE = 1024;

/** One signature of an envelope. */
export interface EnvelopeSignature {
  /** A hint, not authenticated: never decides anything. */
  readonly keyId?: string;
  readonly signature: Buffer;
}

/** A DSSE envelope, decoded; nothing in it is verified. */
export interface Envelope {
  readonly payloadType: string;
  readonly payload: Buffer;
  readonly signatures: readonly EnvelopeSignature[];
}

/** DSSE's pre-authentication encoding, which is what is signed (secure-systems-lab/dsse, protocol.md). */
export function preAuthenticationEncoding(payloadType: string, payload: Uint8Array): Buffer {
  const type = Buffer.from(payloadType);
  const head = Buffer.concat([Buffer.from(`DSSEv1 ${type.length} `), type, Buffer.from(` ${payload.length} `)]);
  return Buffer.concat([head, payload]);
}

/**
 * Signs a payload with every key; the envelope as one line of JSON. The key ids stay empty, as cosign writes them: the Go
 * implementation of DSSE, which cosign and slsa-verifier use, skips signatures whose id is not the one that it makes itself.
 */
export function signPayload(payloadType: string, payload: Uint8Array, keys: readonly SigningKey[]): string {
  const message = preAuthenticationEncoding(payloadType, payload);
  const signatures = keys.map((key) => ({ keyid: '', sig: signWith(key, message).toString('base64') }));
  return JSON.stringify({ payload: Buffer.from(payload).toString('base64'), payloadType, signatures });
}

function malformed(why: string): Error {
  return attestationErrors.create('attestation/envelope-malformed', { attempted: 'read', on: 'the envelope', why });
}

function readSignature(value: unknown): EnvelopeSignature {
  const item = asObject(value);
  const signature = decodeBase64(textOf(item, 'sig') ?? '');
  const keyId = member(item, 'keyid');
  if (!signature?.length || signature.length > MAX_SIGNATURE_BYTES) throw malformed('a signature is not base64 of one');
  if (keyId !== undefined && typeof keyId !== 'string') throw malformed('a keyid is no text');
  return { signature, ...(keyId !== undefined && { keyId }) };
}

/**
 * Decodes an envelope without verifying it. Unknown fields are ignored, as the specification asks.
 * @throws PratiqueError `attestation/envelope-malformed`
 */
export function parseEnvelope(bytes: Uint8Array): Envelope {
  const root = parseObject(bytes, MAX_ENVELOPE_BYTES);
  if (typeof root === 'string') throw malformed(root);
  const payloadType = textOf(root, 'payloadType');
  // An empty field may be omitted (envelope.md).
  const payload = decodeBase64(member(root, 'payload') === undefined ? '' : (textOf(root, 'payload') ?? '?'));
  const signatures = listOf(root, 'signatures');
  if (!payloadType || payloadType.length > MAX_PAYLOAD_TYPE) throw malformed('its payloadType is missing or too long');
  if (!payload) throw malformed('its payload is not base64');
  if (!signatures?.length) throw malformed('it has no signatures');
  if (signatures.length > MAX_SIGNATURES) throw malformed(`it has more than ${MAX_SIGNATURES} signatures`);
  return { payloadType, payload, signatures: signatures.map(readSignature) };
}

/** Who must have signed what. */
export interface Trust {
  readonly keys: readonly VerificationKey[];
  /** How many different keys must have signed; 1 unless set. */
  readonly threshold?: number;
  readonly payloadType: string;
}

/** The distinct keys that have signed. Key ids are unauthenticated hints: every key is tried on every signature. */
function signersOf(envelope: Envelope, keys: readonly VerificationKey[]): ReadonlySet<string> {
  const message = preAuthenticationEncoding(envelope.payloadType, envelope.payload);
  const signed = keys.filter((key) => envelope.signatures.some(({ signature }) => verifyWith(key, message, signature)));
  return new Set(signed.map((key) => key.keyId));
}

/**
 * The payload of an envelope that enough of the keys have signed. Not a byte of the payload is looked at before.
 * @throws PratiqueError `attestation/envelope-malformed`, `attestation/signature-invalid`, `attestation/payload-unsupported`
 */
export function openEnvelope(bytes: Uint8Array, trust: Trust): Buffer {
  const envelope = parseEnvelope(bytes);
  const { keys, threshold = 1, payloadType } = trust;
  const signers = signersOf(envelope, keys);
  // Written so that a threshold that is no number is met by nobody.
  if (!(signers.size >= Math.max(1, threshold))) {
    const why = `${signers.size} of ${keys.length} given keys have signed it, ${Math.max(1, threshold)} must have`;
    throw attestationErrors.create('attestation/signature-invalid', { attempted: 'trust', on: 'the envelope', why });
  }
  if (envelope.payloadType !== payloadType) {
    const why = `its payload is not of type ${payloadType}`;
    throw attestationErrors.create('attestation/payload-unsupported', { attempted: 'read', on: 'the envelope', why });
  }
  return envelope.payload;
}
