import type { ArithmeticNode, NegationNode } from '../check/checked.ts';
import { CelError } from '../function.ts';
import { computed, intOf } from '../value/arithmetic.ts';
import { type Compiling, haltOf } from './compiling.ts';
import type { Outcome, Run } from './context.ts';
import { Failure, Halt } from './halt.ts';

/** `+ - * / %`; absent with anything is absent. */
export function arithmetic(compiling: Compiling, node: ArithmeticNode): Run {
  const left = compiling.value(node.left);
  const right = compiling.value(node.right);
  const { operator, at } = node;
  return (context) => {
    const first = left(context);
    if (first instanceof Halt) return first;
    const second = right(context);
    if (second instanceof Halt) return second;
    if (first === undefined || second === undefined) return undefined;
    try {
      const value = computed(operator, first, second, context);
      return value ?? new Failure('no-such-overload', `"${operator}" does not take these operands`, at);
    } catch (error) {
      return haltOf(error, at);
    }
  };
}

function negated(value: Outcome, at: number): Outcome {
  if (value === undefined || value instanceof Halt) return value;
  if (typeof value === 'number') return -value;
  if (typeof value !== 'bigint') return new Failure('no-such-overload', '"-" does not take this operand', at);
  try {
    return intOf(-value);
  } catch (error) {
    return error instanceof CelError ? haltOf(error, at) : value;
  }
}

/** Unary minus. */
export function minus(compiling: Compiling, node: NegationNode): Run {
  const operand = compiling.value(node.operand);
  return (context) => negated(operand(context), node.at);
}
