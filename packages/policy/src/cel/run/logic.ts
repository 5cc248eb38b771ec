import type { ChoiceNode, LogicNode, NegationNode } from '../check/checked.ts';
import type { Compiling } from './compiling.ts';
import type { Outcome, Run } from './context.ts';
import { Failure, Halt, merged } from './halt.ts';

/** A condition's outcome: absent is false. */
export function condition(outcome: Outcome, at: number): boolean | Halt {
  if (outcome === true || outcome === false) return outcome;
  if (outcome === undefined) return false;
  return outcome instanceof Halt ? outcome : new Failure('no-such-overload', 'expected a bool', at);
}

/** `!`. */
export function not(compiling: Compiling, node: NegationNode): Run {
  const operand = compiling.value(node.operand);
  return (context) => {
    const value = operand(context);
    if (value === true) return false;
    if (value === false) return true;
    const decided = condition(value, node.at);
    return decided instanceof Halt ? decided : !decided;
  };
}

/** `&&` and `||`: either operand alone may decide, whatever the other one comes to (langdef.md, "Logical Operators"). */
export function logic(compiling: Compiling, node: LogicNode): Run {
  const left = compiling.value(node.left);
  const right = compiling.value(node.right);
  const deciding = node.operator === '||';
  return (context) => {
    let first: Outcome = left(context);
    if (first === deciding) return deciding;
    if (first !== !deciding) {
      first = condition(first, node.left.at);
      if (first === deciding) return deciding;
    }
    let second: Outcome = right(context);
    if (second === deciding) return deciding;
    if (second !== !deciding) {
      second = condition(second, node.right.at);
      if (second === deciding) return deciding;
    }
    if (first instanceof Halt) return second instanceof Halt ? merged(first, second) : first;
    return second;
  };
}

/** `condition ? whenTrue : whenFalse`. */
export function choice(compiling: Compiling, node: ChoiceNode): Run {
  const test = compiling.value(node.condition);
  const whenTrue = compiling.value(node.whenTrue);
  const whenFalse = compiling.value(node.whenFalse);
  return (context) => {
    const decided = condition(test(context), node.condition.at);
    if (decided instanceof Halt) return decided;
    return decided ? whenTrue(context) : whenFalse(context);
  };
}
