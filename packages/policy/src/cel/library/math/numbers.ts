import { CelError } from '../../function.ts';
import { type CelValue, Uint } from '../../values.ts';

/** A number of any of CEL's three kinds. */
export type CelNumber = bigint | number | Uint;

/** @throws CelError `no-such-overload` */
export function numberOf(value: CelValue | undefined): CelNumber {
  if (typeof value === 'bigint' || typeof value === 'number' || value instanceof Uint) return value;
  throw new CelError('no-such-overload', 'no such overload: not a number');
}

/** The number as JavaScript compares it: `<` between bigint and number is exact. */
export function magnitude(value: CelNumber): bigint | number {
  return value instanceof Uint ? value.value : value;
}

/** @throws CelError `out-of-range` */
export function toInt(value: bigint): bigint {
  if (BigInt.asIntN(64, value) !== value) throw new CelError('out-of-range', 'integer overflow');
  return value;
}

/** @throws CelError `out-of-range` */
export function toUint(value: bigint): Uint {
  if (BigInt.asUintN(64, value) !== value) throw new CelError('out-of-range', 'unsigned integer overflow');
  return new Uint(value);
}

/** The nearest whole number, halves away from zero. */
export function roundHalfAway(value: number): number {
  const whole = Math.trunc(value);
  return Math.abs(value - whole) >= 0.5 ? whole + Math.sign(value) : whole;
}
