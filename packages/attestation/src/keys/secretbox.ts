import { timingSafeEqual } from 'node:crypto';

/** "expand 32-byte k" as four little-endian words (Salsa20 specification, section 8). */
const SIGMA = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574] as const;
const BLOCK = 64;
const TAG = 16;

/** Targets, first and second operands and rotations of one double round: four quarter rounds by column, four by row. */
const quarters = [
  [0, 4, 8, 12],
  [5, 9, 13, 1],
  [10, 14, 2, 6],
  [15, 3, 7, 11],
  [0, 1, 2, 3],
  [5, 6, 7, 4],
  [10, 11, 8, 9],
  [15, 12, 13, 14],
] as const;

function mix(words: Uint32Array, target: number, [first, second]: readonly [number, number], bits: number): void {
  const sum = ((words[first] ?? 0) + (words[second] ?? 0)) >>> 0;
  words[target] = (words[target] ?? 0) ^ ((sum << bits) | (sum >>> (32 - bits)));
}

/** The 20 rounds of Salsa20 over a key and 16 bytes of input, without the final addition. */
function rounds(initial: Uint32Array): Uint32Array {
  const words = initial.slice();
  for (let round = 0; round < 10; round++) {
    for (const [a, b, c, d] of quarters) {
      mix(words, b, [a, d], 7);
      mix(words, c, [b, a], 9);
      mix(words, d, [c, b], 13);
      mix(words, a, [d, c], 18);
    }
  }
  return words;
}

function state(key: Buffer, input: Buffer): Uint32Array {
  const k = (word: number): number => key.readUInt32LE(4 * word);
  const n = (word: number): number => input.readUInt32LE(4 * word);
  const [s0, s1, s2, s3] = SIGMA;
  return Uint32Array.of(s0, k(0), k(1), k(2), k(3), s1, n(0), n(1), n(2), n(3), s2, k(4), k(5), k(6), k(7), s3);
}

function toBytes(words: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * words.length);
  words.forEach((word, at) => bytes.writeUInt32LE(word >>> 0, 4 * at));
  return bytes;
}

function hsalsa20(key: Buffer, input: Buffer): Buffer {
  const words = rounds(state(key, input));
  return toBytes([0, 5, 10, 15, 6, 7, 8, 9].map((at) => words[at] ?? 0));
}

function salsa20Stream(key: Buffer, nonce: Buffer, length: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / BLOCK) }, (_, counter) => {
    const input = Buffer.alloc(16);
    nonce.copy(input);
    input.writeUInt32LE(counter, 8);
    const initial = state(key, input);
    return toBytes([...rounds(initial)].map((word, at) => word + (initial[at] ?? 0)));
  });
  return Buffer.concat(blocks);
}

function littleEndian(bytes: Buffer): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
}

/** RFC 8439, section 2.5. */
function poly1305(key: Buffer, message: Buffer): Buffer {
  const prime = (1n << 130n) - 5n;
  const r = littleEndian(key.subarray(0, 16)) & 0x0ffffffc0ffffffc0ffffffc0fffffffn;
  let sum = 0n;
  for (let at = 0; at < message.length; at += 16) {
    const block = message.subarray(at, at + 16);
    sum = ((sum + littleEndian(block) + (1n << BigInt(8 * block.length))) * r) % prime;
  }
  const tag = (sum + littleEndian(key.subarray(16, 32))) & ((1n << 128n) - 1n);
  return Buffer.from(tag.toString(16).padStart(32, '0'), 'hex').reverse();
}

/**
 * Opens NaCl's `crypto_secretbox` (XSalsa20 and Poly1305), which OpenSSL does not have: cosign encrypts its keys so. For short
 * messages: it is written to be small, not fast, and its time depends on the numbers, which matters only to who can measure
 * the decryption of one's own key file.
 * @returns undefined when the key is wrong or the box was changed
 */
export function openSecretbox(box: Buffer, nonce: Buffer, key: Buffer): Buffer | undefined {
  if (box.length < TAG || nonce.length !== 24 || key.length !== 32) return undefined;
  const tag = box.subarray(0, TAG);
  const sealed = box.subarray(TAG);
  const stream = salsa20Stream(hsalsa20(key, nonce.subarray(0, 16)), nonce.subarray(16), 32 + sealed.length);
  if (!timingSafeEqual(poly1305(stream.subarray(0, 32), sealed), tag)) return undefined;
  return Buffer.from(sealed.map((byte, at) => byte ^ (stream[32 + at] ?? 0)));
}
