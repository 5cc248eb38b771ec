import { CelError, type Meter } from '../function.ts';
import type { CelValue } from '../values.ts';
import type { Halt } from './halt.ts';

const nanosecondsPerMillisecond = 1_000_000n;

/** State of one evaluation. One object serves all evaluations of an expression: none runs inside another. */
export class Context implements Meter {
  /** Roots and locals: raw facts or values, as compiled. */
  readonly slots: unknown[];
  private remaining = 0;
  private nowMs = 0;
  private nextMs = Number.POSITIVE_INFINITY;
  private nowNanoseconds: bigint | undefined;
  /** What was read, where somebody asks. */
  trace: Map<string, unknown> | undefined;

  constructor(slots: number) {
    this.slots = Array.from({ length: slots }, () => undefined);
  }

  start(nowMs: number, costLimit: number): void {
    this.remaining = costLimit;
    this.nowMs = nowMs;
    this.nextMs = Number.POSITIVE_INFINITY;
    this.nowNanoseconds = undefined;
  }

  /** Units that are left of the limit; 0 where more was spent. */
  get left(): number {
    return Math.max(0, this.remaining);
  }

  /** The evaluation is over: reading its result costs nothing. */
  finish(): void {
    this.remaining = Number.POSITIVE_INFINITY;
  }

  get now(): bigint {
    // Made on demand: most conditions know no time.
    this.nowNanoseconds ??= BigInt(this.nowMs) * nanosecondsPerMillisecond;
    return this.nowNanoseconds;
  }

  get nowMilliseconds(): number {
    return this.nowMs;
  }

  /** Milliseconds since the epoch at which the outcome may change by time alone; infinite: never. */
  get nextMilliseconds(): number {
    return this.nextMs;
  }

  spend(units: number): void {
    this.remaining -= units;
    if (this.remaining < 0) throw new CelError('cost', 'evaluation costs more than its limit');
  }

  changesAt(nanoseconds: bigint): void {
    // Evaluations stand on whole milliseconds: a change between two shows at the later one.
    const milliseconds = Number((nanoseconds + nanosecondsPerMillisecond - 1n) / nanosecondsPerMillisecond);
    this.changesAtMilliseconds(Math.max(milliseconds, this.nowMs + 1));
  }

  changesAtMilliseconds(milliseconds: number): void {
    if (milliseconds < this.nextMs) this.nextMs = milliseconds;
  }
}

/** What evaluating a node comes to; undefined: absent (of a timestamp, a duration or dyn). */
export type Outcome = CelValue | undefined | Halt;

/** A compiled node. */
export type Run = (context: Context) => Outcome;
