import type { Checked, ElementNode, FieldNode, Local } from '../check/checked.ts';
import { CelError } from '../function.ts';
import type { Context, Run } from './context.ts';
import type { Raw } from './facts.ts';
import { Failure, type Halt, HaltSignal } from './halt.ts';

/** A compiled node that is read as a fact, before it becomes a value. */
export type RawRun = (context: Context) => Raw;

/** Where the fact of a node stands. */
export type PlaceRun = (context: Context) => string;

/** What the compilers of the node kinds share. */
export interface Compiling {
  /** The node as a value. */
  value(node: Checked): Run;
  /** The node as a fact, undefined where it is computed; what a trace records. */
  raw(node: Checked): RawRun | undefined;
  /** The node as a fact on the way to a part of it; a trace does not record it. */
  rawWithin(node: Checked): RawRun | undefined;
  /** A field or element as a fact, whatever it is asked for: its value, an optional or whether it is there. */
  part(node: FieldNode | ElementNode): RawRun | undefined;
  /** Where the node's fact stands; only for nodes that are read as facts. */
  place(node: Checked): PlaceRun;
  /** The local holds facts from now on. */
  holdFacts(local: Local, place: PlaceRun): void;
  /** Place of a root variable among the slots. */
  rootSlot(name: string): number;
  /** The expression reads `now`: values may move. */
  readonly moving: boolean;
}

/** What an exception stands for in an evaluation. @throws what is no evaluation error; cost, which nothing absorbs */
export function haltOf(error: unknown, at: number): Halt {
  if (error instanceof HaltSignal) return error.halt;
  if (error instanceof CelError && error.code !== 'cost') return new Failure(error.code, error.message, at);
  // Thrown by strings and bigints beyond what the engine holds.
  if (error instanceof RangeError) return new Failure('out-of-range', error.message, at);
  throw error;
}
