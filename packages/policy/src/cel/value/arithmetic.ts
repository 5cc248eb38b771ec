import type { ArithmeticOperator } from '../check/checked.ts';
import { CelError, type Meter } from '../function.ts';
import { type CelValue, Duration, Timestamp, Uint } from '../values.ts';
import { durationOf, timestampOf } from './moments.ts';

/** @throws CelError beyond 64 bits */
export function intOf(value: bigint): bigint {
  if (BigInt.asIntN(64, value) !== value) throw new CelError('out-of-range', 'int overflow');
  return value;
}

/** @throws CelError beyond 64 bits or below zero */
export function uintOf(value: bigint): Uint {
  if (BigInt.asUintN(64, value) !== value) throw new CelError('out-of-range', 'uint overflow');
  return new Uint(value);
}

function onInts(operator: ArithmeticOperator, left: bigint, right: bigint): bigint {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    default:
      if (right === 0n) throw new CelError('divide-by-zero', operator === '/' ? 'division by zero' : 'modulus by zero');
      return operator === '/' ? left / right : left % right;
  }
}

function onDoubles(operator: ArithmeticOperator, left: number, right: number): number | undefined {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    default:
      return operator === '/' ? left / right : undefined;
  }
}

function onMoments(
  operator: ArithmeticOperator,
  left: Timestamp | Duration,
  right: Timestamp | Duration,
): Timestamp | Duration | undefined {
  if (operator !== '+' && operator !== '-') return undefined;
  const sign = operator === '+' ? 1 : -1;
  const nanoseconds = left.nanoseconds + BigInt(sign) * right.nanoseconds;
  const rate = left.rate + sign * right.rate;
  const instants = (left instanceof Timestamp ? 1 : 0) + sign * (right instanceof Timestamp ? 1 : 0);
  if (instants === 1) return timestampOf(nanoseconds, rate);
  return instants === 0 ? durationOf(nanoseconds, rate) : undefined;
}

function joinedBytes(left: Uint8Array, right: Uint8Array): Uint8Array {
  const both = new Uint8Array(left.length + right.length);
  both.set(left);
  both.set(right, left.length);
  return both;
}

function joinedParts(left: CelValue, right: CelValue, meter: Meter): CelValue | undefined {
  if (typeof left === 'string' && typeof right === 'string') {
    meter.spend((left.length + right.length) / 10);
    return left + right;
  }
  if (Array.isArray(left) && Array.isArray(right)) {
    meter.spend(2 * (left.length + right.length));
    return [...left, ...right];
  }
  if (left instanceof Uint8Array && right instanceof Uint8Array) {
    meter.spend((left.length + right.length) / 10);
    return joinedBytes(left, right);
  }
  return undefined;
}

/**
 * CEL's `+ - * / %`; undefined where no overload takes the operands.
 * @throws CelError on overflow, division by zero and times out of range
 */
export function computed(
  operator: ArithmeticOperator,
  left: CelValue,
  right: CelValue,
  meter: Meter,
): CelValue | undefined {
  if (typeof left === 'bigint' && typeof right === 'bigint') return intOf(onInts(operator, left, right));
  if (typeof left === 'number' && typeof right === 'number') return onDoubles(operator, left, right);
  if (left instanceof Uint && right instanceof Uint) return uintOf(onInts(operator, left.value, right.value));
  if (
    (left instanceof Timestamp || left instanceof Duration) &&
    (right instanceof Timestamp || right instanceof Duration)
  ) {
    return onMoments(operator, left, right);
  }
  return operator === '+' ? joinedParts(left, right, meter) : undefined;
}
