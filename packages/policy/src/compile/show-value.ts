import { formatDuration, formatTimestamp } from '../cel/value/moments.ts';
import { isMap } from '../cel/value/kinds.ts';
import { type CelValue, Duration, OpaqueValue, Optional, Timestamp, TypeValue, Uint } from '../cel/values.ts';

const MAX_ITEMS = 100;
const MAX_DEPTH = 4;

/** A value as a message says it: text bare, lists with commas, instants and durations as they are written. */
export function showValue(value: CelValue, depth = 0): string {
  if (typeof value === 'string') return value;
  if (value === null || typeof value !== 'object') return String(value);
  if (depth > MAX_DEPTH) return '…';
  if (Array.isArray(value)) {
    const items = value.slice(0, MAX_ITEMS).map((item: CelValue) => showValue(item, depth + 1));
    return (value.length > MAX_ITEMS ? [...items, '…'] : items).join(', ');
  }
  if (value instanceof Timestamp) return formatTimestamp(value);
  if (value instanceof Duration) return formatDuration(value);
  if (value instanceof Uint) return String(value.value);
  if (value instanceof Uint8Array) return Buffer.from(value.subarray(0, MAX_ITEMS)).toString('base64');
  if (value instanceof Optional) return value.value === undefined ? 'none' : showValue(value.value, depth + 1);
  if (value instanceof TypeValue) return value.name;
  if (value instanceof OpaqueValue || !isMap(value)) return `a ${(value as OpaqueValue).typeName}`;
  const entries = value.keys().slice(0, MAX_ITEMS).map((key) => {
    const held = value.get(key);
    return `${showValue(key, depth + 1)}: ${held === undefined ? '' : showValue(held, depth + 1)}`;
  }); // prettier-ignore
  return entries.join(', ');
}
