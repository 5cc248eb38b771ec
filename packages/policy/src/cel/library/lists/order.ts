import { CelError, type Meter } from '../../function.ts';
import { orderedValues } from '../../value/order.ts';
import type { CelValue } from '../../values.ts';

/** Whether left stands before right. @throws CelError `no-such-overload` where the two have no order */
export function isBefore(left: CelValue, right: CelValue, meter: Meter): boolean {
  const result = orderedValues('<', left, right, meter);
  if (result === undefined) throw new CelError('no-such-overload', 'no such overload: the elements have no order');
  return result;
}

/** Pays for sorting: about n times the logarithm of n comparisons. */
export function spendSort(meter: Meter, length: number): void {
  meter.spend(1 + Math.ceil(length * Math.log2(length + 1)));
}

/** Positions of the keys from the least to the greatest; equal ones keep their order. */
export function sortedPositions(keys: readonly CelValue[], meter: Meter): readonly number[] {
  spendSort(meter, keys.length);
  const compare = (left: CelValue, right: CelValue): number => {
    if (isBefore(left, right, meter)) return -1;
    return isBefore(right, left, meter) ? 1 : 0;
  };
  return keys
    .map((key, at) => ({ key, at }))
    .sort((left, right) => compare(left.key, right.key))
    .map(({ at }) => at);
}
