import type { CelType } from '../types.ts';
import { type CelMap, type CelValue, Duration, OpaqueValue, Optional, Timestamp, TypeValue, Uint } from '../values.ts';

/** Kind of a value, as types call it. */
export function kindOf(value: CelValue): Exclude<CelType['kind'], 'dyn' | 'object' | 'param'> {
  if (value === null) return 'null';
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'int';
    case 'number':
      return 'double';
    case 'string':
      return 'string';
    default:
      return objectKind(value);
  }
}

function objectKind(value: Exclude<CelValue, boolean | bigint | number | string | null>): ReturnType<typeof kindOf> {
  if (Array.isArray(value)) return 'list';
  if (value instanceof Timestamp) return 'timestamp';
  if (value instanceof Duration) return 'duration';
  if (value instanceof Uint) return 'uint';
  if (value instanceof Uint8Array) return 'bytes';
  if (value instanceof Optional) return 'optional';
  if (value instanceof OpaqueValue) return 'opaque';
  return value instanceof TypeValue ? 'type' : 'map';
}

const names: Partial<Record<CelType['kind'], string>> = {
  null: 'null_type',
  timestamp: 'google.protobuf.Timestamp',
  duration: 'google.protobuf.Duration',
  optional: 'optional_type',
};

/** What `type()` calls the type of a value. */
export function typeNameOf(value: CelValue): string {
  if (value instanceof OpaqueValue) return value.typeName;
  const kind = kindOf(value);
  return names[kind] ?? kind;
}

export function isMap(value: CelValue): value is CelMap {
  return typeof value === 'object' && value !== null && kindOf(value) === 'map';
}

/** Whether a value is of the type, parts included: what a function may count on. */
export function isOfType(value: CelValue, type: CelType): boolean {
  switch (type.kind) {
    case 'dyn':
    case 'param':
      return true;
    case 'object':
      return isMap(value);
    case 'opaque':
      return value instanceof OpaqueValue && value.typeName === type.name;
    case 'list':
      return Array.isArray(value) && (anything(type.element) || value.every((item) => isOfType(item, type.element)));
    case 'map':
      return isMap(value) && isMapOf(value, type.key, type.value);
    case 'optional':
      return value instanceof Optional && (value.value === undefined || isOfType(value.value, type.of));
    default:
      return kindOf(value) === type.kind;
  }
}

function anything(type: CelType): boolean {
  return type.kind === 'dyn' || type.kind === 'param';
}

function isMapOf(map: CelMap, key: CelType, value: CelType): boolean {
  if (anything(key) && anything(value)) return true;
  return map.keys().every((each) => {
    const held = map.get(each);
    return isOfType(each, key) && (anything(value) || (held !== undefined && isOfType(held, value)));
  });
}
