import type { Checked, InvocationNode } from '../check/checked.ts';
import type { CelType } from '../types.ts';
import type { Compiling } from './compiling.ts';
import type { Context, Outcome, Run } from './context.ts';
import { isRecord, presentKeys, type Raw, readerOf } from './facts.ts';
import { Halt } from './halt.ts';

/**
 * An int as a JavaScript number where it is a safe integer, which spares making a bigint; else any outcome.
 * A number from here is an int, never a double.
 */
export type IntRun = (context: Context) => Outcome;

/** Undefined where the fact is not what its type says: it is read as a value then, which tells. */
function sizeOf(raw: Raw, kind: CelType['kind'], context: Context): number | undefined {
  if (raw === undefined || raw === null) return 0;
  if (Array.isArray(raw)) return kind === 'map' ? undefined : raw.length;
  if (kind === 'list' || !isRecord(raw)) return undefined;
  return presentKeys(raw, context).length;
}

/** `size()` of a list or map of facts, which are not read for it. */
function rawSize(compiling: Compiling, node: InvocationNode): IntRun | undefined {
  const [list] = node.arguments;
  if (node.name !== 'size' || node.arguments.length !== 1 || list === undefined) return undefined;
  if (!['list', 'map', 'dyn'].includes(list.type.kind)) return undefined;
  const raw = compiling.raw(list);
  if (raw === undefined) return undefined;
  const slow = compiling.value(list);
  const overload = node.overloads;
  return (context) => {
    const fact = raw(context);
    if (fact instanceof Halt) return fact;
    const size = typeof fact === 'string' ? undefined : sizeOf(fact, list.type.kind, context);
    if (size !== undefined) return size;
    const value = slow(context);
    if (value instanceof Halt || value === undefined) return value;
    const fitting = overload.find((each) => each.receiver === undefined || each.receiver.kind === 'string');
    return fitting?.call([value], context);
  };
}

/** An int-typed node as numbers; undefined where that gains nothing. */
export function intRun(compiling: Compiling, node: Checked): IntRun | undefined {
  if (node.kind === 'constant' && typeof node.value === 'bigint') {
    const value = Number(node.value);
    return Number.isSafeInteger(value) ? () => value : undefined;
  }
  if (node.type.kind !== 'int') return undefined;
  if (node.kind === 'invocation') return rawSize(compiling, node);
  const raw = compiling.raw(node);
  if (raw === undefined) return undefined;
  const reader = readerOf(node.type);
  const place = compiling.place(node);
  return (context) => {
    const fact = raw(context);
    if (typeof fact === 'number' && Number.isSafeInteger(fact)) return fact;
    if (fact === undefined || fact === null) return 0;
    return reader(fact, () => place(context), context);
  };
}

/** The same as ints again. */
export function asInts(run: IntRun): Run {
  return (context) => {
    const value = run(context);
    return typeof value === 'number' ? BigInt(value) : value;
  };
}
