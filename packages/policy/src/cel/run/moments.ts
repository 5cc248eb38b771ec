import type { ArithmeticNode, Checked, ComparisonNode, ComparisonOperator } from '../check/checked.ts';
import { wholeMillisecondsUntilChange } from '../value/change.ts';
import { Duration, Timestamp } from '../values.ts';
import { constantValue } from './calls.ts';
import type { Compiling } from './compiling.ts';
import type { Context, Run } from './context.ts';
import { durationFact } from './facts.ts';

/** An instant or a duration in whole milliseconds, NaN where it is not one: absent, unknown, finer, out of range. */
interface MomentRun {
  readonly run: (context: Context) => number;
  /** Milliseconds that it moves per millisecond. */
  readonly rate: number;
}

/** Within this many milliseconds of the epoch every instant and every duration of 64 bits of nanoseconds is in range. */
const safe = 9e12;

function isMoment(node: Checked): boolean {
  return node.type.kind === 'timestamp' || node.type.kind === 'duration';
}

function wholeMilliseconds(nanoseconds: bigint): number {
  return nanoseconds % 1_000_000n === 0n ? Number(nanoseconds / 1_000_000n) : Number.NaN;
}

function factRun(compiling: Compiling, node: Checked): MomentRun | undefined {
  const raw = compiling.raw(node);
  if (raw === undefined) return undefined;
  if (node.type.kind === 'timestamp') {
    const run = (context: Context): number => {
      const fact = raw(context);
      return fact instanceof Date ? fact.getTime() : Number.NaN;
    };
    return { run, rate: 0 };
  }
  let text: string | undefined;
  let milliseconds = Number.NaN;
  const run = (context: Context): number => {
    const fact = raw(context);
    if (typeof fact !== 'string') return Number.NaN;
    if (fact !== text) {
      // Mostly a parameter: the same in every evaluation.
      const duration = durationFact(fact);
      milliseconds = duration === undefined ? Number.NaN : wholeMilliseconds(duration.nanoseconds);
      text = fact;
    }
    return milliseconds;
  };
  return { run, rate: 0 };
}

function sum(compiling: Compiling, node: ArithmeticNode): MomentRun | undefined {
  if ((node.operator !== '+' && node.operator !== '-') || !isMoment(node.left) || !isMoment(node.right))
    return undefined;
  const left = momentRun(compiling, node.left);
  const right = momentRun(compiling, node.right);
  if (left === undefined || right === undefined) return undefined;
  const sign = node.operator === '+' ? 1 : -1;
  const run = (context: Context): number => {
    const milliseconds = left.run(context) + sign * right.run(context);
    return milliseconds < safe && milliseconds > -safe ? milliseconds : Number.NaN;
  };
  return { run, rate: left.rate + sign * right.rate };
}

function momentRun(compiling: Compiling, node: Checked): MomentRun | undefined {
  if (node.kind === 'variable' && node.name === 'now') {
    return { run: (context) => context.nowMilliseconds, rate: 1 };
  }
  if (node.kind === 'arithmetic') return sum(compiling, node);
  const constant = constantValue(node);
  if (constant instanceof Timestamp || constant instanceof Duration) {
    const milliseconds = wholeMilliseconds(constant.nanoseconds);
    return Number.isNaN(milliseconds) ? undefined : { run: () => milliseconds, rate: 0 };
  }
  return factRun(compiling, node);
}

const comparisons: Readonly<Record<ComparisonOperator, (difference: number) => boolean>> = {
  '==': (difference) => difference === 0,
  '!=': (difference) => difference !== 0,
  '<': (difference) => difference < 0,
  '<=': (difference) => difference <= 0,
  '>': (difference) => difference > 0,
  '>=': (difference) => difference >= 0,
};

/**
 * Comparisons of instants or durations that are facts, constants, `now` or sums of those, in milliseconds; undefined where
 * they are of anything else. What is no whole millisecond goes the general way.
 */
export function momentComparison(compiling: Compiling, node: ComparisonNode, general: () => Run): Run | undefined {
  if (!isMoment(node.left) || node.left.type.kind !== node.right.type.kind) return undefined;
  const left = momentRun(compiling, node.left);
  const right = momentRun(compiling, node.right);
  if (left === undefined || right === undefined) return undefined;
  const slow = general();
  const compare = comparisons[node.operator];
  const rate = left.rate - right.rate;
  return (context) => {
    const difference = left.run(context) - right.run(context);
    if (Number.isNaN(difference)) return slow(context);
    if (rate !== 0) {
      const steps = wholeMillisecondsUntilChange(node.operator, difference, rate);
      context.changesAtMilliseconds(context.nowMilliseconds + steps);
    }
    return compare(difference);
  };
}
