import type { ComparisonOperator } from '../check/checked.ts';
import type { Meter } from '../function.ts';

const perMillisecond = 1_000_000n;

/** Floor of a division whose divisor is positive. */
function floorDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend < 0n && quotient * divisor !== dividend ? quotient - 1n : quotient;
}

/** Steps until `difference` (which grows by `step` each) is above, or with `orEqual` at or above, zero; it is not yet. */
function stepsUntilPositive(difference: bigint, step: bigint, orEqual: boolean): bigint {
  return orEqual ? floorDivide(-difference + step - 1n, step) : floorDivide(-difference, step) + 1n;
}

function stepsUntilEqualChanges(difference: bigint, step: bigint): bigint | undefined {
  if (difference === 0n) return 1n;
  const steps = -difference / step;
  return steps > 0n && steps * step === -difference ? steps : undefined;
}

/** Whether `difference` (left minus right) meets the operator. */
export function meets(operator: ComparisonOperator, difference: bigint): boolean {
  switch (operator) {
    case '==':
      return difference === 0n;
    case '!=':
      return difference !== 0n;
    case '<':
      return difference < 0n;
    case '<=':
      return difference <= 0n;
    case '>':
      return difference > 0n;
    default:
      return difference >= 0n;
  }
}

/**
 * Milliseconds after which `left operator right` first gives another result; undefined: never.
 * @param difference left minus right now, in nanoseconds
 * @param rate nanoseconds that the difference grows per nanosecond; a whole number
 */
export function millisecondsUntilChange(
  operator: ComparisonOperator,
  difference: bigint,
  rate: number,
): bigint | undefined {
  if (rate === 0) return undefined;
  const step = BigInt(rate) * perMillisecond;
  if (operator === '==' || operator === '!=') return stepsUntilEqualChanges(difference, step);
  // `<` and `>=` change where the difference passes between -1 and 0, `<=` and `>` between 0 and 1.
  const zeroIsAbove = operator === '<' || operator === '>=';
  const above = zeroIsAbove ? difference >= 0n : difference > 0n;
  if (above === rate > 0) return undefined;
  return rate > 0
    ? stepsUntilPositive(difference, step, zeroIsAbove)
    : stepsUntilPositive(-difference, -step, !zeroIsAbove);
}

/** Whole steps until `difference`, which grows by `step` each, passes zero; as {@link stepsUntilPositive}. */
function stepsInMilliseconds(difference: number, step: number, orEqual: boolean): number {
  return orEqual ? Math.ceil(-difference / step) : Math.floor(-difference / step) + 1;
}

/** As {@link millisecondsUntilChange}, for a difference in whole milliseconds; infinite: never. */
export function wholeMillisecondsUntilChange(operator: ComparisonOperator, difference: number, rate: number): number {
  if (rate === 0) return Number.POSITIVE_INFINITY;
  if (operator === '==' || operator === '!=') {
    const steps = difference === 0 ? 1 : -difference / rate;
    return steps > 0 && Number.isInteger(steps) ? steps : Number.POSITIVE_INFINITY;
  }
  const zeroIsAbove = operator === '<' || operator === '>=';
  const above = zeroIsAbove ? difference >= 0 : difference > 0;
  if (above === rate > 0) return Number.POSITIVE_INFINITY;
  return rate > 0
    ? stepsInMilliseconds(difference, rate, zeroIsAbove)
    : stepsInMilliseconds(-difference, -rate, !zeroIsAbove);
}

/** Compares two moving values and tells the meter when the result changes. */
export function compareMoving(operator: ComparisonOperator, difference: bigint, rate: number, meter: Meter): boolean {
  const steps = millisecondsUntilChange(operator, difference, rate);
  if (steps !== undefined) meter.changesAt(meter.now + steps * perMillisecond);
  return meets(operator, difference);
}

/** For uses of a moving value whose change is not computed: it may change with the next millisecond. */
export function changesAtOnce(meter: Meter): void {
  meter.changesAt(meter.now + perMillisecond);
}
