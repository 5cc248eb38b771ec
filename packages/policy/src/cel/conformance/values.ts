import type { Fact } from '@pratique/model';
import type { Meter } from '../function.ts';
import {
  bool,
  bytes,
  type CelType,
  double,
  duration,
  dyn,
  instant,
  int,
  listOf,
  mapOf,
  nothing,
  optionalOf,
  text,
  typeOfType,
  uint,
} from '../types.ts';
import { equalValues } from '../value/equality.ts';
import { kindOf } from '../value/kinds.ts';
import { MadeMap } from '../value/maps.ts';
import { formatDuration, formatTimestamp, parseDuration, parseTimestamp } from '../value/moments.ts';
import { type CelValue, Duration, Timestamp, TypeValue, Uint } from '../values.ts';
import type { Json } from './cases.ts';

/** What this engine does not have: protobuf messages, enums, wrappers. */
export class NotApplicable extends Error {}

const simple: Readonly<Record<string, CelType>> = {
  BOOL: bool,
  INT64: int,
  UINT64: uint,
  DOUBLE: double,
  STRING: text,
  BYTES: bytes,
  TIMESTAMP: instant,
  DURATION: duration,
};

function fields(json: Json | undefined): Readonly<Record<string, Json>> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return {};
  return json as Readonly<Record<string, Json>>;
}

function list(json: Json | undefined): readonly Json[] {
  return Array.isArray(json) ? json : [];
}

/** A type of `cel.expr.Type`. */
export function typeOf(json: Json): CelType {
  const type = fields(json);
  const named = type['primitive'] ?? type['wellKnown'];
  if (typeof named === 'string' && simple[named] !== undefined) return simple[named];
  if (type['dyn'] !== undefined) return dyn;
  if (type['null'] !== undefined) return nothing;
  if (type['type'] !== undefined) return typeOfType;
  if (type['listType'] !== undefined) return listOf(typeOf(fields(type['listType'])['elemType'] ?? null));
  if (type['mapType'] !== undefined) {
    const map = fields(type['mapType']);
    return mapOf(typeOf(map['valueType'] ?? null), typeOf(map['keyType'] ?? null));
  }
  const abstract = fields(type['abstractType']);
  if (abstract['name'] === 'optional_type') return optionalOf(typeOf(list(abstract['parameterTypes'])[0] ?? null));
  throw new NotApplicable('type');
}

function double64(value: Json): number {
  if (value === 'NaN') return Number.NaN;
  if (value === 'Infinity' || value === '-Infinity') return value === 'Infinity' ? Infinity : -Infinity;
  return Number(value);
}

function mapValue(json: Json): MadeMap {
  const map = new MadeMap();
  for (const entry of list(fields(json)['entries'])) {
    const { key = null, value = null } = fields(entry);
    map.add(valueOf(key), valueOf(value));
  }
  return map;
}

/** A value of `cel.expr.Value`. */
export function valueOf(json: Json): CelValue {
  const [[kind, value = null] = ['nullValue', null]] = Object.entries(fields(json));
  switch (kind) {
    case 'nullValue':
      return null;
    case 'boolValue':
      return value === true;
    case 'int64Value':
      return BigInt(String(value));
    case 'uint64Value':
      return new Uint(BigInt(String(value)));
    case 'doubleValue':
      return double64(value);
    case 'stringValue':
      return String(value);
    case 'bytesValue':
      return new Uint8Array(Buffer.from(String(value), 'base64'));
    case 'typeValue':
      return new TypeValue(String(value));
    case 'listValue':
      return list(fields(value)['values']).map(valueOf);
    case 'mapValue':
      return mapValue(value);
    case 'objectValue':
      return momentOf(fields(value));
    default:
      throw new NotApplicable(kind);
  }
}

/** Of all messages, the two that CEL has as types of its own. */
function momentOf(message: Readonly<Record<string, Json>>): CelValue {
  const text = String(message['value']);
  const type = String(message['@type']);
  if (type.endsWith('google.protobuf.Timestamp')) return parseTimestamp(text) ?? null;
  if (type.endsWith('google.protobuf.Duration')) return parseDuration(text) ?? null;
  throw new NotApplicable(type);
}

/** The type of a bound value whose case declares none. */
export function typeOfValue(value: CelValue): CelType {
  const kind = kindOf(value);
  if (kind === 'list') return listOf(dyn);
  if (kind === 'map') return mapOf(dyn);
  return kind === 'optional' || kind === 'opaque' ? dyn : { kind };
}

/** A bound value as a fact. */
export function factOf(value: CelValue): Fact {
  if (value instanceof Uint) return value.value;
  if (value instanceof Timestamp) return formatTimestamp(value);
  if (value instanceof Duration) return formatDuration(value);
  if (Array.isArray(value)) return value.map(factOf);
  if (value instanceof MadeMap) {
    return Object.fromEntries(
      value.keys().map((key) => {
        if (typeof key !== 'string') throw new NotApplicable('facts have string keys');
        return [key, factOf(value.get(key) ?? null)];
      }),
    );
  }
  if (typeof value === 'object' && value !== null) throw new NotApplicable('no fact');
  return value;
}

const meter: Meter = { now: 0n, spend: () => undefined, changesAt: () => undefined };

/** Whether two values are the same: kinds too, and NaN with itself. */
export function sameValue(left: CelValue, right: CelValue): boolean {
  if (kindOf(left) !== kindOf(right)) return false;
  if (typeof left === 'number' && typeof right === 'number') return left === right || Object.is(left, right);
  if (Array.isArray(left) && Array.isArray(right)) {
    const others: readonly CelValue[] = right;
    return left.length === others.length && left.every((item, index) => sameValue(item, others[index] ?? null));
  }
  return equalValues(left, right, meter);
}
