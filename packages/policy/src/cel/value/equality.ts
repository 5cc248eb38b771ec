import type { Meter } from '../function.ts';
import { type CelMap, type CelValue, Duration, OpaqueValue, Optional, Timestamp, TypeValue, Uint } from '../values.ts';
import { compareMoving } from './change.ts';
import { isMap } from './kinds.ts';

/** A number of any kind; undefined for what is none. */
function numberOf(value: CelValue): bigint | number | undefined {
  if (typeof value === 'bigint' || typeof value === 'number') return value;
  return value instanceof Uint ? value.value : undefined;
}

function equalBytes(left: Uint8Array, right: CelValue): boolean {
  return right instanceof Uint8Array && left.length === right.length && left.every((octet, i) => octet === right[i]);
}

function equalLists(left: readonly CelValue[], right: CelValue, meter: Meter): boolean {
  if (!Array.isArray(right) || left.length !== right.length) return false;
  const others: readonly CelValue[] = right;
  meter.spend(left.length / 2);
  return left.every((item, index) => equalValues(item, others[index] ?? null, meter));
}

function equalMaps(left: CelMap, right: CelValue, meter: Meter): boolean {
  if (!isMap(right) || left.size !== right.size) return false;
  const keys = left.keys();
  meter.spend(4 * keys.length);
  return keys.every((key) => {
    const other = right.get(key);
    return other !== undefined && right.has(key) && equalValues(left.get(key) ?? null, other, meter);
  });
}

function equalMoments(left: Timestamp | Duration, right: CelValue, meter: Meter): boolean {
  const comparable = left instanceof Timestamp ? right instanceof Timestamp : right instanceof Duration;
  if (!comparable) return false;
  const other = right as Timestamp | Duration;
  return compareMoving('==', left.nanoseconds - other.nanoseconds, left.rate - other.rate, meter);
}

function equalObjects(left: object & CelValue, right: CelValue, meter: Meter): boolean {
  meter.spend(5);
  if (Array.isArray(left)) return equalLists(left, right, meter);
  if (left instanceof Uint8Array) return equalBytes(left, right);
  if (left instanceof Timestamp || left instanceof Duration) return equalMoments(left, right, meter);
  if (left instanceof TypeValue) return right instanceof TypeValue && left.name === right.name;
  if (left instanceof OpaqueValue) {
    return right instanceof OpaqueValue && left.typeName === right.typeName && left.equals(right);
  }
  if (left instanceof Optional) {
    if (!(right instanceof Optional)) return false;
    if (left.value === undefined || right.value === undefined) return left.value === right.value;
    return equalValues(left.value, right.value, meter);
  }
  return isMap(left) && equalMaps(left, right, meter);
}

/**
 * CEL's `==` (langdef.md, "Equality"): numbers by value whatever their kind, values of different kinds are unequal,
 * NaN equals nothing. Tells the meter when a comparison of moving instants changes.
 */
export function equalValues(left: CelValue, right: CelValue, meter: Meter): boolean {
  if (left === right) return true;
  const number = numberOf(left);
  if (number !== undefined) {
    const other = numberOf(right);
    // As for their order: an int meets a double as a double.
    return (
      other !== undefined && (typeof number === typeof other ? number === other : Number(number) === Number(other))
    );
  }
  return typeof left === 'object' && left !== null && equalObjects(left, right, meter);
}
