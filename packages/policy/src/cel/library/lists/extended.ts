import type { CelFunction, Meter } from '../../function.ts';
import { dyn, int, listOf, param } from '../../types.ts';
import { equalValues } from '../../value/equality.ts';
import { typeNameOf } from '../../value/kinds.ts';
import { type CelValue, Uint } from '../../values.ts';
import { invalidArgument } from '../bounds.ts';
import { declareFunction, declareMethod } from '../standard/declare.ts';
import { sortedPositions } from './order.ts';

type Values = readonly CelValue[];

const MAX_LENGTH = 100_000;
const element = param('T');
const list = listOf(element);

function slice(values: Values, start: bigint, end: bigint, meter: Meter): Values {
  if (start < 0n || end < 0n) throw invalidArgument(`cannot slice(${start}, ${end}), negative indexes not supported`);
  if (start > end)
    throw invalidArgument(`cannot slice(${start}, ${end}), start index must be less than or equal to end index`);
  if (end > BigInt(values.length))
    throw invalidArgument(`cannot slice(${start}, ${end}), list is length ${values.length}`);
  meter.spend(1 + Number(end - start));
  return values.slice(Number(start), Number(end));
}

function flatten(values: Values, depth: bigint, meter: Meter): Values {
  if (depth < 0n) throw invalidArgument('level must be non-negative');
  let flat = values;
  for (let left = depth; left > 0n && flat.some(Array.isArray); left--) {
    meter.spend(1 + flat.reduce<number>((sum, value) => sum + (Array.isArray(value) ? value.length : 1), 0));
    flat = flat.flatMap((value) => (Array.isArray(value) ? (value as Values) : [value]));
  }
  return flat;
}

/** A text that is the same for equal values and for no others; undefined: the value has parts. */
function identity(value: CelValue): string | undefined {
  if (typeof value === 'string') return `"${value}`;
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (value instanceof Uint) return String(value.value);
  // NaN equals nothing, itself included.
  if (typeof value === 'number' && !Number.isNaN(value))
    return Number.isInteger(value) ? `${BigInt(value)}` : `${value}`;
  return undefined;
}

function distinct(values: Values, meter: Meter): Values {
  meter.spend(10 + 2 * values.length);
  const seen = new Set<string>();
  const others: CelValue[] = [];
  return values.filter((value) => {
    const id = identity(value);
    if (id !== undefined) return !seen.has(id) && seen.add(id) !== undefined;
    meter.spend(others.length);
    const isNew = !others.some((other) => equalValues(other, value, meter));
    if (isNew) others.push(value);
    return isNew;
  });
}

function requireOneType(keys: Values): void {
  const [first] = keys;
  const name = first === undefined ? '' : typeNameOf(first);
  if (keys.some((key) => typeNameOf(key) !== name)) throw invalidArgument('list elements must have the same type');
}

function sortBy(values: Values, keys: Values, meter: Meter): Values {
  if (values.length !== keys.length) throw invalidArgument('there must be one key for every element');
  requireOneType(keys);
  return sortedPositions(keys, meter).flatMap((at) => values.slice(at, at + 1));
}

/** cel-go's functions over lists (ext/lists). */
export const extendedLists: readonly CelFunction[] = [
  declareFunction('lists.range', [int], listOf(int), ([count], meter) => {
    const length = count as bigint;
    if (length > BigInt(MAX_LENGTH)) throw invalidArgument(`a range may have ${MAX_LENGTH} elements`);
    meter.spend(5 + Math.max(0, Number(length)));
    return Array.from({ length: Math.max(0, Number(length)) }, (_, at) => BigInt(at));
  }),
  declareMethod('slice', [list, int, int], list, ([values, start, end], meter) =>
    slice(values as Values, start as bigint, end as bigint, meter),
  ),
  declareMethod('flatten', [listOf(dyn)], listOf(dyn), ([values], meter) => flatten(values as Values, 1n, meter)),
  declareMethod('flatten', [listOf(dyn), int], listOf(dyn), ([values, depth], meter) =>
    flatten(values as Values, depth as bigint, meter),
  ),
  declareMethod('reverse', [list], list, ([values], meter) => {
    meter.spend(1 + (values as Values).length);
    return (values as Values).toReversed();
  }),
  declareMethod('distinct', [list], list, ([values], meter) => distinct(values as Values, meter)),
  declareMethod('sort', [list], list, ([values], meter) => sortBy(values as Values, values as Values, meter)),
  // What the macro `sortBy` becomes: the keys are made by the macro.
  declareMethod('@sortByAssociatedKeys', [list, listOf(param('K'))], list, ([values, keys], meter) =>
    sortBy(values as Values, keys as Values, meter),
  ),
];
