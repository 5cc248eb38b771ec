import { CelError, type CelFunction } from '../../function.ts';
import { bool, listOf, optionalOf, param } from '../../types.ts';
import { type CelValue, Duration, Optional, Uint } from '../../values.ts';
import { isMap } from '../../value/kinds.ts';
import { declareFunction, declareMethod } from './declare.ts';

const type = param('T');
const optional = optionalOf(type);
const none = new Optional(undefined);

function isZero(value: CelValue): boolean {
  if (value === null || value === false || value === 0n || value === 0 || value === '') return true;
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length === 0;
  if (value instanceof Uint) return value.value === 0n;
  if (value instanceof Duration) return value.nanoseconds === 0n;
  return isMap(value) && value.size === 0;
}

function held(value: CelValue | undefined): CelValue | undefined {
  return value instanceof Optional ? value.value : undefined;
}

function heldOf(list: CelValue | undefined): CelValue {
  if (!Array.isArray(list)) return [];
  const values: readonly CelValue[] = list;
  return values.flatMap((each) => {
    const value = held(each);
    return value === undefined ? [] : [value];
  });
}

function following(functions: readonly CelFunction[]): readonly CelFunction[] {
  return functions.map((each) => ({ ...each, followsTime: true }));
}

/** Optional values (cel-go `ext`, "OptionalTypes"). They pass a moving instant on as it is. */
export const optionalFunctions: readonly CelFunction[] = following([
  declareFunction('optional.of', [type], optional, ([value = null]) => new Optional(value)),
  declareFunction('optional.none', [], optional, () => none),
  declareFunction('optional.ofNonZeroValue', [type], optional, ([value = null]) =>
    isZero(value) ? none : new Optional(value),
  ),
  declareFunction('optional.unwrap', [listOf(optional)], listOf(type), ([list]) => heldOf(list)),
  declareMethod('unwrapOpt', [listOf(optional)], listOf(type), ([list]) => heldOf(list)),
  declareMethod('hasValue', [optional], bool, ([value]) => held(value) !== undefined),
  declareMethod('value', [optional], type, ([value]) => {
    const inside = held(value);
    if (inside === undefined) throw new CelError('invalid-argument', 'optional.none() has no value');
    return inside;
  }),
  declareMethod('or', [optional, optional], optional, ([value = none, other = none]) =>
    held(value) === undefined ? other : value,
  ),
  declareMethod('orValue', [optional, type], type, ([value, other = null]) => {
    const inside = held(value);
    return inside === undefined ? other : inside;
  }),
]);
