import { CompileError } from '../problem.ts';
import { Uint } from '../values.ts';

const number = /0[xX]([0-9a-fA-F]+)([uU]?)|([0-9]*\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+)|([0-9]+)([uU]?)/y;

const largestUint = 2n ** 64n - 1n;

function wholeNumber(digits: string, unsigned: boolean, offset: number): bigint | Uint {
  const value = BigInt(digits);
  // 2^63 itself is let through: only `-9223372036854775808` may use it, which the parser sees to.
  if (unsigned ? value > largestUint : value > 2n ** 63n) {
    throw new CompileError([{ message: `${unsigned ? 'uint' : 'int'} literal out of range`, offset }]);
  }
  return unsigned ? new Uint(value) : value;
}

/**
 * The number that begins at `offset`; undefined where none does.
 * @throws CompileError when it is out of range
 */
export function numberAt(
  source: string,
  offset: number,
): { readonly value: bigint | number | Uint; readonly end: number } | undefined {
  number.lastIndex = offset;
  const match = number.exec(source);
  if (match === null) return undefined;
  const end = offset + match[0].length;
  const [, hexadecimal, hexadecimalUnsigned, fraction, decimal, unsigned] = match;
  if (fraction !== undefined) {
    const value = Number(fraction);
    if (!Number.isFinite(value)) throw new CompileError([{ message: 'double literal out of range', offset }]);
    return { value, end };
  }
  if (hexadecimal !== undefined) {
    return { value: wholeNumber(`0x${hexadecimal}`, hexadecimalUnsigned !== '', offset), end };
  }
  return { value: wholeNumber(decimal ?? '0', unsigned !== '', offset), end };
}
