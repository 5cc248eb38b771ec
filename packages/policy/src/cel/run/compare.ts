import type { ComparisonNode, ComparisonOperator, MembershipNode } from '../check/checked.ts';
import type { CelValue } from '../values.ts';
import { equalValues } from '../value/equality.ts';
import { isMap } from '../value/kinds.ts';
import { orderedValues } from '../value/order.ts';
import { type Compiling, haltOf } from './compiling.ts';
import type { Context, Outcome, Run } from './context.ts';
import { Failure, Halt } from './halt.ts';
import { intRun } from './numbers.ts';
import { momentComparison } from './moments.ts';

/** `==` where one side may be absent: nothing but null equals it. */
function equal(left: CelValue | undefined, right: CelValue | undefined, context: Context): boolean {
  if (left === undefined || right === undefined) return (left ?? null) === (right ?? null);
  return equalValues(left, right, context);
}

function compared(
  operator: ComparisonOperator,
  left: CelValue | undefined,
  right: CelValue | undefined,
  context: Context,
  at: number,
): boolean | Failure {
  if (operator === '==') return equal(left, right, context);
  if (operator === '!=') return !equal(left, right, context);
  if (left === undefined || right === undefined) return false;
  const result = orderedValues(operator, left, right, context);
  return result ?? new Failure('no-such-overload', `"${operator}" does not take these operands`, at);
}

function generalComparison(left: Run, right: Run, node: ComparisonNode): Run {
  const { operator, at } = node;
  return (context) => {
    const first = left(context);
    if (first instanceof Halt) return first;
    const second = right(context);
    if (second instanceof Halt) return second;
    try {
      return compared(operator, first, second, context, at);
    } catch (error) {
      return haltOf(error, at);
    }
  };
}

const numberComparisons: Readonly<Record<ComparisonOperator, (left: number, right: number) => boolean>> = {
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

function whole(value: Outcome): Outcome {
  return typeof value === 'number' ? BigInt(value) : value;
}

function intComparison(compiling: Compiling, node: ComparisonNode): Run | undefined {
  if (node.left.type.kind !== 'int' || node.right.type.kind !== 'int') return undefined;
  const left = intRun(compiling, node.left);
  const right = intRun(compiling, node.right);
  if (left === undefined || right === undefined) return undefined;
  const compare = numberComparisons[node.operator];
  const slow = (first: Outcome, second: Outcome): Run =>
    generalComparison(
      () => whole(first),
      () => whole(second),
      node,
    );
  return (context) => {
    const first = left(context);
    const second = right(context);
    if (typeof first === 'number' && typeof second === 'number') return compare(first, second);
    return slow(first, second)(context);
  };
}

/** `==` and `!=` of strings or bools: facts of another type have become unknown before they come here. */
function identityComparison(compiling: Compiling, node: ComparisonNode): Run | undefined {
  const { kind } = node.left.type;
  if ((node.operator !== '==' && node.operator !== '!=') || kind !== node.right.type.kind) return undefined;
  if (kind !== 'string' && kind !== 'bool') return undefined;
  const left = compiling.value(node.left);
  const right = compiling.value(node.right);
  const equals = node.operator === '==';
  if (node.right.kind === 'constant') {
    const { value } = node.right;
    return (context) => {
      const first = left(context);
      return first instanceof Halt ? first : (first === value) === equals;
    };
  }
  return (context) => {
    const first = left(context);
    if (first instanceof Halt) return first;
    const second = right(context);
    return second instanceof Halt ? second : (first === second) === equals;
  };
}

/** `== != < <= > >=`. */
export function comparison(compiling: Compiling, node: ComparisonNode): Run {
  const general = (): Run => generalComparison(compiling.value(node.left), compiling.value(node.right), node);
  return (
    identityComparison(compiling, node) ??
    intComparison(compiling, node) ??
    momentComparison(compiling, node, general) ??
    general()
  );
}

/** `x in ["a", "b"]`. */
function constantMembership(compiling: Compiling, node: MembershipNode): Run | undefined {
  if (node.left.type.kind !== 'string' || node.right.kind !== 'list') return undefined;
  const values = node.right.elements.map((element) =>
    element.value.kind === 'constant' && !element.optional ? element.value.value : undefined,
  );
  if (!values.every((value) => typeof value === 'string')) return undefined;
  const set = new Set<Outcome>(values);
  const left = compiling.value(node.left);
  return (context) => {
    const value = left(context);
    return value instanceof Halt ? value : set.has(value);
  };
}

/** A string in a list of strings that is a fact: one look where it is there. */
function factMembership(compiling: Compiling, node: MembershipNode, slow: Run): Run | undefined {
  const { left, right } = node;
  if (left.type.kind !== 'string' || right.type.kind !== 'list' || right.type.element.kind !== 'string')
    return undefined;
  const list = compiling.raw(right);
  if (list === undefined) return undefined;
  const element = compiling.value(left);
  return (context) => {
    const facts = list(context);
    const value = element(context);
    if (!Array.isArray(facts) || typeof value !== 'string') return slow(context);
    context.spend(facts.length / 10);
    // Not found: an element may be unknown or of the wrong type.
    return facts.includes(value) ? true : facts.every((fact) => typeof fact === 'string') ? false : slow(context);
  };
}

function contains(container: CelValue, element: CelValue, context: Context, at: number): boolean | Failure {
  if (Array.isArray(container)) {
    context.spend(container.length / 10);
    return container.some((item: CelValue) => equalValues(item, element, context));
  }
  if (isMap(container)) return container.has(element);
  return new Failure('no-such-overload', '"in" takes a list or a map', at);
}

/** `in`. */
export function membership(compiling: Compiling, node: MembershipNode): Run {
  const left = compiling.value(node.left);
  const right = compiling.value(node.right);
  const general: Run = (context) => {
    const element = left(context);
    if (element instanceof Halt) return element;
    const container = right(context);
    if (container instanceof Halt) return container;
    if (container === undefined) return false;
    try {
      return contains(container, element ?? null, context, node.at);
    } catch (error) {
      return haltOf(error, node.at);
    }
  };
  return constantMembership(compiling, node) ?? factMembership(compiling, node, general) ?? general;
}
