import type { ComparisonNode } from '../check/checked.ts';
import type { Compiling } from './compiling.ts';
import type { Run } from './context.ts';

/** Comparisons of instants and durations in whole milliseconds; undefined where they are not of facts alone. */
export function momentComparison(_compiling: Compiling, _node: ComparisonNode): Run | undefined {
  return undefined;
}
