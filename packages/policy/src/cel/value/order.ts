import type { ComparisonOperator } from '../check/checked.ts';
import type { Meter } from '../function.ts';
import { type CelValue, Duration, Timestamp, Uint } from '../values.ts';
import { compareMoving } from './change.ts';

/** -1, 0 or 1; undefined where neither holds (NaN), null where the two cannot be ordered. */
type Order = -1 | 0 | 1 | undefined | null;

/** Rank of a UTF-16 unit among code points: surrogates stand for what is above the rest of the plane. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/** Strings by code points: JavaScript compares UTF-16 units. */
export function orderStrings(left: string, right: string): -1 | 0 | 1 {
  if (left === right) return 0;
  const shorter = Math.min(left.length, right.length);
  for (let i = 0; i < shorter; i += 1) {
    const difference = rank(left.charCodeAt(i)) - rank(right.charCodeAt(i));
    if (difference !== 0) return difference < 0 ? -1 : 1;
  }
  return left.length < right.length ? -1 : 1;
}

/** Ints and uints meet doubles as doubles: near 2^63 that is not exact, which the conformance cases ask for. */
function orderNumbers(first: bigint | number, second: bigint | number): Order {
  const mixed = typeof first !== typeof second;
  const left = mixed ? Number(first) : first;
  const right = mixed ? Number(second) : second;
  if (Number.isNaN(left) || Number.isNaN(right)) return undefined;
  if (left < right) return -1;
  return left > right ? 1 : 0;
}

function numberOf(value: CelValue): bigint | number | undefined {
  if (typeof value === 'bigint' || typeof value === 'number') return value;
  return value instanceof Uint ? value.value : undefined;
}

function order(left: CelValue, right: CelValue): Order {
  const number = numberOf(left);
  const other = numberOf(right);
  if (number !== undefined && other !== undefined) return orderNumbers(number, other);
  if (typeof left === 'string' && typeof right === 'string') return orderStrings(left, right);
  if (typeof left === 'boolean' && typeof right === 'boolean')
    return Math.sign(Number(left) - Number(right)) as -1 | 0 | 1;
  if (left instanceof Uint8Array && right instanceof Uint8Array) {
    return Math.sign(Buffer.compare(left, right)) as -1 | 0 | 1;
  }
  return null;
}

/** Whether an order meets one of `<`, `<=`, `>`, `>=`. */
export function orderMeets(operator: ComparisonOperator, order: -1 | 0 | 1): boolean {
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    default:
      return order >= 0;
  }
}

/** CEL's `<`, `<=`, `>` and `>=`; undefined where the two have no order. Tells the meter of moving instants. */
export function orderedValues(
  operator: '<' | '<=' | '>' | '>=',
  left: CelValue,
  right: CelValue,
  meter: Meter,
): boolean | undefined {
  if (
    (left instanceof Timestamp && right instanceof Timestamp) ||
    (left instanceof Duration && right instanceof Duration)
  ) {
    return compareMoving(operator, left.nanoseconds - right.nanoseconds, left.rate - right.rate, meter);
  }
  const result = order(left, right);
  if (result === null) return undefined;
  return result === undefined ? false : orderMeets(operator, result);
}
