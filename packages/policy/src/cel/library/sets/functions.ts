import type { CelFunction, CelLibrary, Meter } from '../../function.ts';
import { bool, listOf, param } from '../../types.ts';
import { equalValues } from '../../value/equality.ts';
import type { CelValue } from '../../values.ts';
import { declareFunction } from '../standard/declare.ts';

type Values = readonly CelValue[];

function has(set: Values, value: CelValue, meter: Meter): boolean {
  return set.some((item) => equalValues(item, value, meter));
}

function contains(set: Values, values: Values, meter: Meter): boolean {
  meter.spend(1 + set.length * values.length);
  return values.every((value) => has(set, value, meter));
}

function relation(name: string, holds: (left: Values, right: Values, meter: Meter) => boolean): CelFunction {
  const list = listOf(param('T'));
  const call = declareFunction(`sets.${name}`, [list, list], bool, ([left, right], meter) =>
    holds(left as Values, right as Values, meter),
  );
  return { ...call, followsTime: true };
}

const functions: readonly CelFunction[] = [
  relation('contains', contains),
  relation('equivalent', (left, right, meter) => contains(left, right, meter) && contains(right, left, meter)),
  relation('intersects', (left, right, meter) => {
    meter.spend(1 + left.length * right.length);
    return right.some((value) => has(left, value, meter));
  }),
];

/** Lists as sets (cel-go, ext/sets). */
export const setsLibrary: CelLibrary = { id: 'cel.lib.ext.sets', functions };
