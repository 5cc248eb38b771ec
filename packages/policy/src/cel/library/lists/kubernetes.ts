import { CelError, type CelFunction, type Meter } from '../../function.ts';
import { bool, bytes, type CelType, double, duration, instant, int, listOf, param, text, uint } from '../../types.ts';
import { equalValues } from '../../value/equality.ts';
import { type CelValue, Duration, Uint } from '../../values.ts';
import { invalidArgument } from '../bounds.ts';
import { declareMethod } from '../standard/declare.ts';
import { toInt, toUint } from '../math/numbers.ts';
import { isBefore } from './order.ts';

type Values = readonly CelValue[];

/** The first overload is the one that an empty list of no type gets: `[].sum()` is the int 0. */
const comparable: readonly CelType[] = [int, uint, double, bool, duration, instant, text, bytes];

function isSorted(list: Values, meter: Meter): boolean {
  meter.spend(1 + list.length);
  return list.every((value, at) => at === 0 || !isBefore(value, list[at - 1] ?? value, meter));
}

function extreme(name: string, list: Values, meter: Meter): CelValue {
  meter.spend(1 + list.length);
  const [first, ...rest] = list;
  if (first === undefined) throw invalidArgument(`${name}() of an empty list`);
  return rest.reduce<CelValue>((found, value) => {
    const isBetter = name === 'min' ? isBefore(value, found, meter) : isBefore(found, value, meter);
    return isBetter ? value : found;
  }, first);
}

const MAX_DURATION = 315_576_000_000_000_000_000n;

function addDurations(left: Duration, right: Duration): Duration {
  const nanoseconds = left.nanoseconds + right.nanoseconds;
  if (nanoseconds > MAX_DURATION || nanoseconds < -MAX_DURATION)
    throw new CelError('out-of-range', 'duration out of range');
  return new Duration(nanoseconds, left.rate + right.rate);
}

const sums: readonly (readonly [CelType, (list: Values) => CelValue])[] = [
  [int, (list) => list.reduce<bigint>((sum, value) => toInt(sum + (value as bigint)), 0n)],
  [uint, (list) => list.reduce<Uint>((sum, value) => toUint(sum.value + (value as Uint).value), new Uint(0n))],
  [double, (list) => list.reduce<number>((sum, value) => sum + (value as number), 0)],
  [duration, (list) => list.reduce<Duration>((sum, value) => addDurations(sum, value as Duration), new Duration(0n))],
];

function position(name: string, find: (list: Values, isIt: (value: CelValue) => boolean) => number): CelFunction {
  return declareMethod(name, [listOf(param('T')), param('T')], int, ([list, wanted], meter) => {
    const values = list as Values;
    meter.spend(1 + values.length);
    return BigInt(find(values, (value) => equalValues(value, wanted ?? null, meter)));
  });
}

/** Kubernetes' functions over lists. */
export const kubernetesLists: readonly CelFunction[] = [
  ...comparable.flatMap((type) => [
    declareMethod('isSorted', [listOf(type)], bool, ([list], meter) => isSorted(list as Values, meter)),
    declareMethod('min', [listOf(type)], type, ([list], meter) => extreme('min', list as Values, meter)),
    declareMethod('max', [listOf(type)], type, ([list], meter) => extreme('max', list as Values, meter)),
  ]),
  ...sums.map(([type, sum]) =>
    declareMethod('sum', [listOf(type)], type, ([list], meter) => {
      meter.spend(1 + (list as Values).length);
      return sum(list as Values);
    }),
  ),
  position('indexOf', (list, isIt) => list.findIndex(isIt)),
  position('lastIndexOf', (list, isIt) => list.findLastIndex(isIt)),
];
