import type { Checked, InvocationNode } from '../check/checked.ts';
import { parametersOf } from '../check/calls.ts';
import type { CelFunction } from '../function.ts';
import type { CelType } from '../types.ts';
import { changesAtOnce } from '../value/change.ts';
import { isOfType } from '../value/kinds.ts';
import { type CelValue, Duration, Timestamp } from '../values.ts';
import { type Compiling, haltOf } from './compiling.ts';
import { Context, type Outcome, type Run } from './context.ts';
import { Failure, Halt } from './halt.ts';
import { asInts, intRun } from './numbers.ts';

/** What a function of an absent argument comes to. */
function absentResult(type: CelType): Outcome {
  switch (type.kind) {
    case 'bool':
      return false;
    case 'string':
      return '';
    case 'list':
      return [];
    default:
      return undefined;
  }
}

function isMoving(value: CelValue): boolean {
  if (value instanceof Timestamp || value instanceof Duration) return value.rate !== 0;
  return Array.isArray(value) && value.some(isMoving);
}

function fitting(overloads: readonly CelFunction[], values: readonly CelValue[]): CelFunction | undefined {
  return overloads.find((overload) => {
    const parameters = parametersOf(overload);
    return values.every((value, index) => isOfType(value, parameters[index] ?? { kind: 'dyn' }));
  });
}

interface Evaluated {
  readonly values: CelValue[];
  readonly absent: boolean;
}

function evaluated(parts: readonly Run[], context: Context): Evaluated | Halt {
  const values: CelValue[] = [];
  let absent = false;
  for (const part of parts) {
    const value = part(context);
    if (value instanceof Halt) return value;
    if (value === undefined) absent = true;
    values.push(value ?? null);
  }
  return { values, absent };
}

function isMovingCall(overload: CelFunction, values: readonly CelValue[]): boolean {
  return overload.followsTime !== true && values.some(isMoving);
}

/** Foldings may not take long: one is done per constant call when an expression is compiled. */
const foldingLimit = 20_000;

/** The value of a node that is made of constants alone; undefined where it is not, or fails. */
export function constantValue(node: Checked): CelValue | undefined {
  if (node.kind === 'constant') return node.value;
  if (node.kind === 'list') {
    const parts = node.elements.map((element) => (element.optional ? undefined : constantValue(element.value)));
    return parts.every((part) => part !== undefined) ? parts : undefined;
  }
  if (node.kind !== 'invocation') return undefined;
  const values = node.arguments.map(constantValue);
  if (!values.every((value) => value !== undefined)) return undefined;
  const overload = node.dynamic ? fitting(node.overloads, values) : node.overloads[0];
  const context = new Context(0);
  context.start(0, foldingLimit);
  try {
    return overload?.call(values, context);
  } catch {
    // It fails again, with its place, when the expression is evaluated.
    return undefined;
  }
}

/** Beside what the function itself spends. */
const callCost = 8;

/** A function or method of a library. */
export function invocation(compiling: Compiling, node: InvocationNode): Run {
  const constant = constantValue(node);
  if (constant !== undefined) return () => constant;
  const size = intRun(compiling, { ...node, type: { kind: 'int' } });
  if (size !== undefined && node.name === 'size') return asInts(size);
  const parts = node.arguments.map((argument) => compiling.value(argument));
  const { overloads, dynamic, at, name } = node;
  const [only] = overloads;
  const { moving } = compiling;
  return (context) => {
    const ready = evaluated(parts, context);
    if (ready instanceof Halt) return ready;
    const { values, absent } = ready;
    if (absent && !dynamic) return absentResult(node.type);
    try {
      context.spend(callCost);
      const overload = dynamic ? fitting(overloads, values) : only;
      if (overload === undefined) {
        return absent ? absentResult(node.type) : new Failure('no-such-overload', `${name} does not take these`, at);
      }
      if (moving && isMovingCall(overload, values)) changesAtOnce(context);
      return overload.call(values, context);
    } catch (error) {
      return haltOf(error, at);
    }
  };
}
