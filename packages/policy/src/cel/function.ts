import type { CelType } from './types.ts';
import type { CelValue } from './values.ts';

/** What one evaluation may still spend. Throws CelError `cost` when nothing is left. */
export interface Meter {
  /** One unit is about one elementary step; strings cost one unit per 10 characters that are looked at. */
  spend(units: number): void;
  /** Says that the value just computed changes at this instant (nanoseconds) by time alone. */
  changesAt(nanoseconds: bigint): void;
  /** The instant of the evaluation in nanoseconds. */
  readonly now: bigint;
}

/** An evaluation error: absorbed by `false && error` and `true || error` (langdef.md, "Logical operators"), else final. */
export class CelError extends Error {
  readonly code: 'no-such-overload' | 'no-such-key' | 'out-of-range' | 'invalid-argument' | 'divide-by-zero' | 'cost';

  constructor(code: CelError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** One overload of a function or method. Arguments come with exactly the declared types; `dyn` may be anything. */
export interface CelFunction {
  readonly name: string;
  /** Present: a method, called as `receiver.name(…)`. */
  readonly receiver?: CelType;
  readonly parameters: readonly CelType[];
  readonly result: CelType;
  /** It tells the meter itself when its result changes by time; else the engine takes a moving argument to change it at once. */
  readonly followsTime?: boolean;
  /** `args` begins with the receiver of a method. @throws CelError */
  call(args: readonly CelValue[], meter: Meter): CelValue;
}

/** Functions that belong together, one folder each below `library/`. */
export interface CelLibrary {
  readonly id: string;
  readonly functions: readonly CelFunction[];
}
